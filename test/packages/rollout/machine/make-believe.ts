import type { Entry, Ledger, Mark, SwapPlan, SwapPorts } from '@sluice/rollout'
import type { Outcome } from '@sluice/verdict'

/** What outlives a killed run: the router, the records, and what was done to the world. */
export interface Lasting {
  share: number
  clock: number
  entries: { id: string; plan: SwapPlan; marks: Mark[]; closed: boolean }[]
  released: string[]
  retired: number
  warnings: string[]
  /** Every share the router was set to, in order. */
  shares: number[]
}

export interface Story {
  readonly checks?: Outcome
  readonly sharedAfter?: Outcome
  /** Why the previous colour would serve nobody. */
  readonly homeProblem?: string
  /** The outcome of each look, by milliseconds since the rung went live; the last one repeats. */
  readonly looks?: readonly Outcome[]
}

export const EVERY_MS = 1000

export function lasting(): Lasting {
  return { share: 0, clock: 1_000_000, entries: [], released: [], retired: 0, warnings: [], shares: [] }
}

export function planOfTest(changes: Partial<SwapPlan> = {}): SwapPlan {
  return {
    swap: 1,
    mode: 'router',
    environment: 'production',
    service: 'app',
    sha: 'a'.repeat(40),
    target: 'green',
    previous: 'blue',
    ladder: [100],
    watchMs: 5000,
    run: '77',
    attempt: '1',
    ...changes,
  }
}

/** Calls `at` before and after every effect on the world, so that a test can stop the run exactly there. */
export type Gate = (where: string) => Promise<void>

export function ledgerOf(it: Lasting, gate: Gate): Ledger {
  const around = gated(gate)
  return {
    list: async () => structuredClone(it.entries).toReversed(),
    open: async (plan) =>
      await around('open', () => {
        const entry = { id: String(it.entries.length + 1), plan, marks: [], closed: false }
        it.entries.push(entry)
        return structuredClone(entry)
      }),
    mark: async (id, _plan, mark) =>
      await around(`mark ${mark.what}`, () => void it.entries.find((e) => e.id === id)?.marks.push(mark)),
    release: async (id) =>
      await around('release', () => {
        for (const entry of it.entries) if (entry.id !== id && !entry.closed) it.released.push(entry.id)
        for (const entry of it.entries) if (entry.id !== id) entry.closed = true
      }),
  }
}

export function worldOf(it: Lasting, ledger: Ledger, story: Story, gate: Gate) {
  const around = gated(gate)
  return (entry: Entry): SwapPorts => ({
    now: () => it.clock,
    read: async () => it.share,
    shift: async (share) =>
      await around(`shift ${share}`, () => {
        it.share = share
        it.shares.push(share)
      }),
    goHome: async () =>
      await around('go-home', () => {
        it.share = 0
        it.shares.push(0)
      }),
    homeProblem: async () => await around('check-home', () => story.homeProblem),
    check: async () => await around('check', () => story.checks ?? 'pass'),
    checkShared: async () => await around('check-shared', () => story.sharedAfter ?? 'pass'),
    look: async (stage) =>
      await around('look', () => {
        const looks = story.looks ?? ['inconclusive', 'pass']
        const nth = Math.floor((it.clock - stage.since) / EVERY_MS)
        const outcome = looks[Math.min(nth, looks.length - 1)] ?? 'inconclusive'
        return { outcome, reason: REASON[outcome] }
      }),
    wait: async () => await around('wait', () => void (it.clock += EVERY_MS)),
    release: async (signal) => await ledger.release(entry.id, signal),
    retire: async () => await around('retire', () => void it.retired++),
    mark: async (mark, signal) => await ledger.mark(entry.id, entry.plan, mark, signal),
    tell: () => undefined,
    warn: (message) => void it.warnings.push(message),
  })
}

const REASON = {
  pass: 'within_margin',
  fail: 'regression_found',
  inconclusive: 'not_enough_data',
} as const satisfies Record<Outcome, string>

function gated(gate: Gate) {
  return async <T>(where: string, act: () => T): Promise<T> => {
    await gate(`before ${where}`)
    const result = act()
    await gate(`after ${where}`)
    return result
  }
}
