import { readFileSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { tempFolder } from '../support/temp-folder.ts'
import { startLoopback } from './loopback.ts'

interface Flag {
  readonly state: string
  readonly variants: Readonly<Record<string, unknown>>
  readonly targeting: { readonly fractional: readonly (object | readonly [string, number])[] }
  readonly metadata?: Readonly<Record<string, unknown>>
}

export interface Flagd {
  readonly settings: Readonly<Record<string, string>>
  readonly file: string
  /** The candidate's share in percent, by the flags that it took. */
  readonly share: () => number
  readonly behaviour: { lies: boolean; slow: boolean; failing: number; delayMs: number }
  readonly goDown: () => Promise<void>
}

/** The flags to begin with, at 0%. */
export function firstFlags(): { flags: Record<string, unknown> } {
  const bucket = { cat: [{ var: '$flagd.flagKey' }, { var: 'targetingKey' }] }
  return {
    flags: {
      'shop-version': {
        state: 'ENABLED',
        variants: { stable: 'v1', next: 'v2' },
        defaultVariant: 'stable',
        targeting: { fractional: [bucket, ['stable', 100], ['next', 0]] },
      },
      other: { state: 'ENABLED', variants: { on: true }, defaultVariant: 'on' },
    },
  }
}

/**
 * A flagd that can lie, by its documentation: it watches a file of flags, and its OFREP address answers an evaluation with
 * the metadata of the flag.
 */
export async function startFlagd(): Promise<Flagd> {
  const dir = tempFolder('sluice-flagd')
  const file = join(dir, 'flags.json')
  writeFileSync(file, JSON.stringify(firstFlags()))
  const read = (): Flag =>
    (JSON.parse(readFileSync(file, 'utf8')) as { flags: Record<string, Flag> }).flags['shop-version'] as Flag
  let served = read()
  const behaviour = { lies: false, slow: false, failing: 0, delayMs: 0 }
  const watcher = watch(dir, (_, name) => {
    if (name !== 'flags.json' || behaviour.lies) return
    let seen: Flag
    try {
      seen = read()
    } catch {
      // A file that is half written, or is none: flagd keeps what it knew.
      return
    }
    const late = behaviour.delayMs
    behaviour.delayMs = 0
    if (late === 0) served = seen
    else setTimeout(() => void (served = seen), late)
  })
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    if (behaviour.slow) await sleep(500)
    if (behaviour.failing-- > 0) return void response.destroy()
    const say = (status: number, data: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
    const [, key] = /^\/ofrep\/v1\/evaluate\/flags\/([^/]+)$/.exec(request.url ?? '') ?? []
    const { context } = JSON.parse(body) as { readonly context?: { readonly targetingKey?: unknown } }
    if (request.method !== 'POST' || typeof context?.targetingKey !== 'string')
      return say(400, { errorCode: 'INVALID_CONTEXT' })
    if (key !== 'shop-version') return say(404, { key, errorCode: 'FLAG_NOT_FOUND' })
    say(200, {
      key,
      reason: 'TARGETING_MATCH',
      variant: 'stable',
      value: 'v1',
      metadata: served.metadata ?? {},
    })
  })
  return {
    settings: {
      file,
      flag: 'shop-version',
      baseline: 'stable',
      candidate: 'next',
      url: server.url,
      settles: '0s',
    },
    file,
    share: () => {
      const weights = new Map(
        served.targeting.fractional.flatMap((each): [string, number][] =>
          Array.isArray(each) ? [[String(each[0]), Number(each[1])]] : [],
        ),
      )
      const of = (name: string): number => weights.get(name) ?? 0
      return (100 * of('next')) / (of('next') + of('stable'))
    },
    behaviour,
    goDown: async () => {
      watcher.close()
      if (server.server.listening) await server.stop()
    },
  }
}
