import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { firstConfig } from '../../servers/caddy.ts'
import { startLoopback, type Loopback } from '../../servers/loopback.ts'
import { describeRouter, type RouterBackend } from '../router.ts'

type Json = Readonly<Record<string, unknown>>

interface AdminStandIn extends Loopback {
  readonly behaviour: { lies: boolean; slow: boolean; failing: number; delayMs: number; refusing: boolean }
  readonly real: () => number
}

const ARMS = { baseline: ['10.0.0.5:80', '10.0.0.6:80'], candidate: ['10.0.0.7:80'] }

/** The admin API of a Caddy that can lie: an etag of any part of the config, If-Match of any part, paths that must be there. */
async function startAdmin(): Promise<AdminStandIn> {
  let config = firstConfig(80, 2019, ARMS) as Json
  const behaviour = { lies: false, slow: false, failing: 0, delayMs: 0, refusing: false }
  const weights = (): readonly number[] =>
    (/"weights":\[([\d,]+)\]/.exec(JSON.stringify(config))?.[1] ?? '').split(',').map(Number)
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    if (behaviour.slow) await sleep(500)
    if (response.destroyed) return
    const fail = (status: number, error: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
    }
    const path = (request.url ?? '').split('/').slice(2).map(decodeURIComponent)
    const partOf = (at: string): unknown =>
      at
        .split('/')
        .slice(2)
        .filter((key) => key !== '')
        .reduce<unknown>((part, key) => (part as Json | undefined)?.[key], config)
    const etagOf = (at: string): string =>
      `"${at} ${createHash('sha1')
        .update(JSON.stringify(partOf(at)) ?? '')
        .digest('hex')}"`
    if (request.method === 'GET') {
      if (behaviour.failing-- > 0) return void response.destroy()
      response.setHeader('etag', etagOf(request.url ?? ''))
      return void response.end(JSON.stringify(partOf(request.url ?? '') ?? null))
    }
    if (behaviour.refusing) return fail(500, 'loading new config: no')
    const condition = String(request.headers['if-match'])
    if (condition !== etagOf(/^"(\S+) /.exec(condition)?.[1] ?? ''))
      return fail(412, 'If-Match header did not match current config hash')
    const next = structuredClone(config)
    const place = path.slice(0, -1).reduce<unknown>((at, key) => (at as Json)[key], next) as
      Record<string, unknown> | undefined
    const last = path.at(-1) ?? ''
    if (place?.[last] === undefined) return fail(500, `invalid traversal path at: ${path.join('/')}`)
    place[last] = JSON.parse(body) as unknown
    if (!behaviour.lies) {
      const take = (): void => void (config = next)
      if (behaviour.delayMs > 0) setTimeout(take, behaviour.delayMs)
      else take()
      behaviour.delayMs = 0
    }
    response.end()
  })
  return {
    ...server,
    behaviour,
    real: () => {
      const [first = 0, second = 0, ours = 0] = weights()
      return (100 * ours) / (first + second + ours)
    },
  }
}

async function start(count: number): Promise<RouterBackend> {
  const all = await Promise.all(Array.from({ length: count }, startAdmin))
  const each = (act: (behaviour: AdminStandIn['behaviour']) => void): void =>
    all.forEach(({ behaviour }) => act(behaviour))
  const stop = async (): Promise<void> => {
    await Promise.all(all.map(async (one) => (one.server.listening ? await one.stop() : undefined)))
  }
  const [, second] = all
  return {
    settings: {
      url: all.map(({ url }) => url).join('\n'),
      baseline: ARMS.baseline.join('\n'),
      candidate: ARMS.candidate.join('\n'),
    },
    real: () => all.reduce((sum, one) => sum + one.real(), 0) / all.length,
    lie: () => each((behaviour) => void (behaviour.lies = true)),
    slowDown: () => each((behaviour) => void (behaviour.slow = true)),
    delayNext: (ms) => each((behaviour) => void (behaviour.delayMs = ms)),
    failReads: (times) => each((behaviour) => void (behaviour.failing = times)),
    ...(second === undefined ? {} : { refuseSecond: () => void (second.behaviour.refusing = true) }),
    goDown: stop,
    stop,
  }
}

describeRouter('caddy', async () => await start(1))
describeRouter('caddy', async () => await start(2))
