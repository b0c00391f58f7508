import { UserError, type Io } from '@sluice/action'
import { openRouter } from './registry.ts'
import type { Router } from './contract.ts'
import { candidateShare, toCandidate } from './shares.ts'

/** A place in which traffic is divided, and what it really does. */
export interface OwnTraffic {
  readonly settings: Readonly<Record<string, string>>
  /** Percent that the candidate really gets. */
  readonly real: () => number | Promise<number>
  /** From now on it cannot be reached. */
  readonly goDown: () => Promise<void> | void
  readonly stop: () => Promise<void> | void
}

/** One promise of a router, and why it was not kept. */
export interface RouterCheck {
  readonly name: string
  readonly problem?: string
}

interface Tried {
  readonly traffic: OwnTraffic
  readonly router: Router
  readonly signal: AbortSignal
}

type Promised = (tried: Tried) => Promise<string | undefined>

const PROMISES: readonly (readonly [name: string, try_: Promised])[] = [
  [
    'gives each weight as asked, and 0 and 100 exactly, and reads it back',
    async ({ traffic, router, signal }) => {
      for (const weight of [5, 0, 50, 100, 0]) {
        await router.write(toCandidate(weight), {}, signal)
        const off = await offBy(router, traffic, weight, signal)
        if (off !== undefined) return off
      }
      return undefined
    },
  ],
  [
    'takes the same weight twice',
    async ({ traffic, router, signal }) => {
      await router.write(toCandidate(50), {}, signal)
      await router.write(toCandidate(50), {}, signal)
      return await offBy(router, traffic, 50, signal)
    },
  ],
  [
    'starts with everyone on the baseline',
    async ({ traffic, router, signal }) => await offBy(router, traffic, 0, signal),
  ],
  [
    'says that it cannot be reached, and does not call it a weight',
    async ({ traffic, router, signal }) => {
      await traffic.goDown()
      const errors = [router.read(signal), router.write(toCandidate(5), {}, signal)].map(
        async (work) =>
          await work.then(
            () => 'an answer',
            (error: unknown) => (error instanceof UserError ? error.code : String(error)),
          ),
      )
      const found = (await Promise.all(errors)).find((code) => !/^ROUTER_(UNREACHABLE|REFUSED)$/.test(code))
      return found === undefined ? undefined : `expected ROUTER_UNREACHABLE, got ${found}`
    },
  ],
  [
    'stops with the reason of a cancel',
    async ({ router }) => {
      const reason = new Error('cancelled')
      const ended = await router.read(AbortSignal.abort(reason)).then(
        () => 'an answer',
        (error: unknown) => error,
      )
      return ended === reason ? undefined : `it ended with ${String(ended)}`
    },
  ],
]

/** Tries every promise on a router of one's own, each in a place of its own. */
export async function checkOwnRouter(
  path: string,
  build: () => Promise<OwnTraffic> | OwnTraffic,
  io: Io,
  signal: AbortSignal,
): Promise<readonly RouterCheck[]> {
  const found: RouterCheck[] = []
  for (const [name, promise] of PROMISES) {
    const traffic = await build()
    try {
      const router = openRouter(path, traffic.settings, io)
      const problem = await promise({ traffic, router, signal })
      found.push(problem === undefined ? { name } : { name, problem })
    } catch (error) {
      found.push({ name, problem: error instanceof Error ? error.message : String(error) })
    } finally {
      await traffic.stop()
    }
  }
  return found
}

/** How far what is read, and what is real, are from a weight. */
async function offBy(
  router: Router,
  traffic: OwnTraffic,
  weight: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const until = Date.now() + router.can.deadline.shift
  for (;;) {
    const reading = await router.read(signal)
    const read = candidateShare(reading.weight)
    const real = await traffic.real()
    const exact = weight === 0 || weight === 100
    const most = exact ? 0.005 : router.can.tolerance
    const fits = Math.abs(read - weight) <= most && Math.abs(real - weight) <= most && !reading.pending
    if (fits) return undefined
    if (Date.now() > until) return `asked for ${weight}%, read ${read}%, and really ${real}%`
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
