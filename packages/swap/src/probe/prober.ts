import type { Io } from '@sluice/action'

export interface ProbeOptions {
  readonly url: string
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
}

export interface Prober {
  /** Every probe answered or given up so far, in the order of sending. */
  readonly probes: () => readonly Probe[]
  /** Sends no more, and resolves once the last one is answered or given up. */
  readonly stop: () => Promise<readonly Probe[]>
}

/** Asks one address at a constant rate until stopped. An answer below 500 counts: a redirect or a 404 isn't downtime. */
export function startProber(options: ProbeOptions, io: Pick<Io, 'fetch' | 'now'>): Prober {
  const probes: Probe[] = []
  const pending = new Set<Promise<void>>()
  const every = 1000 / options.rate
  const began = io.now()
  let sent = 0
  const fire = (): void => {
    // Behind schedule (a busy process), what was due is sent now and still counted from when it was due.
    while (began + sent * every <= io.now()) {
      const due = began + sent++ * every
      const one = ask(options, due, io).then((probe) => {
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
  { url, timeoutMs }: ProbeOptions,
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
    await response.arrayBuffer()
    return { at, ms: io.now() - at, status: response.status, failed: response.status >= 500 }
  } catch {
    return { at, ms: io.now() - at, status: 0, failed: true }
  }
}
