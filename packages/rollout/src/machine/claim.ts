import type { Entry } from './ledger.ts'
import type { SwapPlan } from './plan.ts'
import { progressOf, type SwapDecision } from './progress.ts'

/** What a run that wants to swap finds in the records. */
export type Claim =
  | { readonly do: 'open' }
  | { readonly do: 'continue'; readonly entry: Entry }
  | { readonly do: 'done'; readonly entry: Entry; readonly decision: SwapDecision }
  | { readonly do: 'refuse'; readonly entry: Entry }

/**
 * One swap at a time: an unfinished record is continued if it is about the same commit and target, else refused.
 * A run that already ended well is not repeated by a re-run, and no attempt ends twice.
 */
export function claimOf(entries: readonly Entry[], plan: SwapPlan): Claim {
  const open = entries.filter((entry) => blocks(entry, plan))
  const oldest = open.at(-1)
  if (oldest !== undefined)
    return resumes(oldest, plan) ? { do: 'continue', entry: oldest } : { do: 'refuse', entry: oldest }
  const own = entries.find((entry) => entry.plan.run === plan.run && sameAim(entry.plan, plan))
  const ended = own === undefined ? undefined : progressOf(own.plan, own.marks)
  if (own === undefined || ended?.phase !== 'ended' || own.closed) return { do: 'open' }
  const final = ended.decision === 'swapped' || own.plan.attempt === plan.attempt
  return final && plan.run !== '' ? { do: 'done', entry: own, decision: ended.decision } : { do: 'open' }
}

/**
 * The target that a run without one of its own must mean, because its commit's swap is under way or was ended by this
 * very run: half way through, the idle colour is the wrong one. Undefined: nothing is to be continued.
 */
export function targetOf(entries: readonly Entry[], sha: string, run: string): string | undefined {
  const underWay = entries.find((entry) => unfinished(entry) && entry.plan.sha === sha)
  const own = entries.find((entry) => run !== '' && entry.plan.run === run && !entry.closed)
  const ended = own === undefined ? undefined : progressOf(own.plan, own.marks)
  const swapped = ended?.phase === 'ended' && ended.decision === 'swapped'
  return underWay?.plan.target ?? (swapped ? own?.plan.target : undefined)
}

/** Whether a record opened a moment ago is ours to act on: of two opened at once, the older one is. */
export function ours(entries: readonly Entry[], id: string): boolean {
  const open = entries.filter(
    (entry) => unfinished(entry) && progressOf(entry.plan, entry.marks).phase !== 'kept',
  )
  return open.length === 0 || open.at(-1)?.id === id
}

/** What is kept and only waits to be retired stands in nobody's way, and a newer swap makes its retirement moot. */
function blocks(entry: Entry, plan: SwapPlan): boolean {
  const kept = progressOf(entry.plan, entry.marks).phase === 'kept'
  return unfinished(entry) && (!kept || resumes(entry, plan))
}

export function unfinished(entry: Entry): boolean {
  return !entry.closed && progressOf(entry.plan, entry.marks).phase !== 'ended'
}

function resumes(entry: Entry, plan: SwapPlan): boolean {
  return sameAim(entry.plan, plan) && entry.plan.sha === plan.sha
}

function sameAim(a: SwapPlan, b: SwapPlan): boolean {
  return a.mode === b.mode && a.target === b.target
}
