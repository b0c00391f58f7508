import type { Io } from '@sluice/action'
import { brokenIn, type Expectations } from '../smoke/expectations.ts'

export interface ProbeOptions {
  /** Asked in turn. */
  readonly urls: readonly string[]
  readonly expected: Expectations
  /** Requests a second, sent on time whether or not earlier ones have been answered. */
  readonly rate: number
  /** A request that takes longer has failed. */
  readonly timeoutMs: number
}

/** One request of the prober; `ms` is counted from when it was due, so that a stall shows. */
export interface Probe {
  readonly at: number
  readonly ms: number
  /** HTTP status, or 0 where there was no answer. */
  readonly status: number
  readonly failed: boolean
  /** Which expectation the answer did not meet, or why there was none. */
  readonly why?: string
  readonly url?: string
}

export interface Prober {
  /** Every probe answered or given up so far, in the order of sending. */
  readonly probes: () => readonly Probe[]
  /** Sends no more, and resolves once the last one is answered or given up. */
  readonly stop: () => Promise<readonly Probe[]>
}

/** Asks addresses in turn at a constant rate until stopped. An answer that does not meet an expectation has failed. */
export function startProber(options: ProbeOptions, io: Pick<Io, 'fetch' | 'now'>): Prober {
  const probes: Probe[] = []
  const pending = new Set<Promise<void>>()
  const every = 1000 / options.rate
  // A healthy process has no more than this in flight. One that has is too slow for the rate, and says nothing of the
  // service: what it cannot send is left out, or its backlog would grow until it does nothing else.
  const most = Math.ceil((options.rate * options.timeoutMs) / 1000) + Math.ceil(options.rate)
  const began = io.now()
  let sent = 0
  const fire = (): void => {
    // Behind schedule (a busy process), what was due is sent now and still counted from when it was due.
    while (began + sent * every <= io.now()) {
      const due = began + sent * every
      const url = options.urls[sent++ % options.urls.length] ?? ''
      if (pending.size >= most) continue
      const one = ask(options, url, due, io).then((probe) => {
        probes.push(probe)
        pending.delete(one)
      })
      pending.add(one)
    }
  }
  fire()
  const timer = setInterval(fire, Math.max(1, Math.min(every, 20)))
  const inOrder = (): readonly Probe[] => probes.toSorted((a, b) => a.at - b.at)
  return {
    probes: inOrder,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(pending)
      return inOrder()
    },
  }
}

async function ask(
  { timeoutMs, expected }: ProbeOptions,
  url: string,
  at: number,
  io: Pick<Io, 'fetch' | 'now'>,
): Promise<Probe> {
  try {
    // A connection of its own for each probe: a router that takes no new ones is down, whatever its old ones do.
    const headers = { connection: 'close' }
    const response = await io.fetch(url, {
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'manual',
    })
    const body = await response.text()
    const ms = io.now() - at
    const [why] = brokenIn(expected, { status: response.status, headers: response.headers, body })
    return {
      at,
      ms,
      status: response.status,
      failed: why !== undefined,
      ...(why === undefined ? {} : { why, url }),
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    const said = cause instanceof Error ? cause.message : String(cause)
    const why = timedOut ? `no answer within ${timeoutMs} ms` : `no answer: ${said}`
    return { at, ms: io.now() - at, status: 0, failed: true, why, url }
  }
}
