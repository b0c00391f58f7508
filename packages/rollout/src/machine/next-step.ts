import type { Outcome, VerdictReason } from '@sluice/verdict'
import type { Mark, SwapPlan, Why } from './plan.ts'
import type { SwapDecision, Progress } from './progress.ts'

/** What this run has seen of the world so far. Nothing here survives the run: a later one looks for itself. */
export interface Seen {
  /** Epoch milliseconds. */
  readonly now: number
  /** Percent of users on the target, as the router says; absent until it was asked. */
  readonly share?: number
  readonly checks?: Outcome
  /** Whether the shared components still suit both colours, asked after the shift to this rung. */
  readonly sharedAfter?: Outcome
  /** The verdict of the last look at this rung, and why. */
  readonly look?: { readonly outcome: Outcome; readonly reason: VerdictReason }
  /** Why going back would help nobody; blank where nothing speaks against it. Absent until it was asked. */
  readonly homeProblem?: string
  /** The way back was written and confirmed by this run. */
  readonly wentHome?: boolean
  /** The deployment of the previous colour could not be set inactive. */
  readonly releaseFailed?: boolean
  /** When this run must end, if it may leave an undecided swap to the next one. */
  readonly leaveAt?: number
  /** Set when this run can't go on: an error or a cancelled job. */
  readonly abandoned?: boolean
}

/** One thing to do next. Each can be done twice without harm. */
export type SwapStep =
  | { readonly do: 'read' | 'check' | 'check-shared' | 'look' | 'wait' | 'release' | 'retire' | 'leave' }
  | { readonly do: 'check-home' | 'go-home' }
  | { readonly do: 'shift'; readonly share: number }
  | { readonly do: 'mark'; readonly mark: Mark }
  | { readonly do: 'end'; readonly decision: SwapDecision; readonly why?: Why }

/** The whole of a swap's logic: from what the record says and what this run has seen to the one thing to do next. */
export function nextStep(plan: SwapPlan, progress: Progress, seen: Seen): SwapStep {
  if (progress.phase === 'ended') return { do: 'end', ...outcomeOf(progress) }
  if (seen.share === undefined) return { do: 'read' }
  switch (progress.phase) {
    case 'checking':
      return whileChecking(plan, progress.checked, seen, seen.share)
    case 'shifting':
      return whileShifting(plan, progress.rung, seen, seen.share)
    case 'watching':
      return whileWatching(plan, progress, seen, seen.share)
    case 'passed':
      return afterPass(plan, progress.rung, seen, seen.share)
    case 'kept':
      if (!progress.released && seen.releaseFailed !== true) return { do: 'release' }
      return { do: seen.abandoned === true ? 'leave' : 'retire' }
    case 'returning':
      return goingBack(progress.why, seen, seen.share)
  }
}

function whileChecking(plan: SwapPlan, checked: boolean, seen: Seen, share: number): SwapStep {
  const at = seen.now
  if (seen.abandoned === true) return mark({ what: 'refused', at, why: 'stopped' })
  if (!same(share, 0)) return mark({ what: 'refused', at, why: 'traffic_changed' })
  if (seen.checks === undefined) return { do: 'check' }
  if (seen.checks !== 'pass') {
    return mark({ what: 'refused', at, why: seen.checks === 'fail' ? 'checks_failed' : 'checks_undecided' })
  }
  return checked ? mark({ what: 'shifting', at, share: rung(plan, 0) }) : mark({ what: 'checked', at })
}

function whileShifting(plan: SwapPlan, index: number, seen: Seen, share: number): SwapStep {
  const at = seen.now
  const wanted = rung(plan, index)
  if (seen.abandoned === true) return mark({ what: 'returning', at, why: 'stopped' })
  if (same(share, wanted)) return mark({ what: 'live', at, share: wanted })
  // A run that continues after a kill doesn't know how old the checks are, and asks again while nobody is exposed.
  if (index === 0 && same(share, 0)) {
    if (seen.checks === undefined) return { do: 'check' }
    if (seen.checks !== 'pass') {
      const why = seen.checks === 'fail' ? 'checks_failed' : 'checks_undecided'
      return mark({ what: 'refused', at, why })
    }
  }
  return { do: 'shift', share: wanted }
}

function whileWatching(
  plan: SwapPlan,
  { rung: index, since }: { readonly rung: number; readonly since: number },
  seen: Seen,
  share: number,
): SwapStep {
  const at = seen.now
  const back = (why: Why): SwapStep => mark({ what: 'returning', at, why })
  if (seen.abandoned === true) return back('stopped')
  if (!same(share, rung(plan, index))) return back('traffic_changed')
  if (seen.sharedAfter === undefined) return { do: 'check-shared' }
  if (seen.sharedAfter !== 'pass') return back('shared_incompatible')
  if (seen.look === undefined) return { do: 'look' }
  if (seen.look.outcome === 'fail') return back('regression_found')
  const baked = seen.now >= since + (plan.bakeMs ?? 0)
  if (seen.look.outcome === 'pass' && baked) return mark({ what: 'passed', at, share: rung(plan, index) })
  if (seen.look.outcome !== 'pass' && seen.now >= since + plan.watchMs) {
    return back(seen.look.reason === 'within_margin' ? 'not_enough_data' : seen.look.reason)
  }
  return seen.leaveAt !== undefined && seen.now >= seen.leaveAt ? { do: 'leave' } : { do: 'wait' }
}

/**
 * The place to go back to is looked at first: sending everyone to a colour that does not work helps nobody. The way
 * back is always written, even where the router shows it already, because an older write may still be on its way.
 */
function goingBack(why: Why, seen: Seen, share: number): SwapStep {
  const at = seen.now
  if (seen.homeProblem === undefined) return { do: 'check-home' }
  if (seen.homeProblem !== '') {
    return same(share, 100) ? mark({ what: 'stayed', at, why: 'no_way_back' }) : { do: 'shift', share: 100 }
  }
  return seen.wentHome === true ? mark({ what: 'returned', at, why }) : { do: 'go-home' }
}

/** What has passed goes forward even in a run that is being stopped: going on is the shortest way to one colour. */
function afterPass(plan: SwapPlan, index: number, seen: Seen, share: number): SwapStep {
  const next = plan.ladder[index + 1]
  if (next !== undefined) {
    return seen.abandoned === true
      ? mark({ what: 'returning', at: seen.now, why: 'stopped' })
      : mark({ what: 'shifting', at: seen.now, share: next })
  }
  return same(share, 100) ? mark({ what: 'kept', at: seen.now }) : { do: 'shift', share: 100 }
}

/** Whether the router is where it should be: all and nothing exactly, a split to within half a percent. */
export function same(share: number, wanted: number): boolean {
  return wanted === 0 || wanted === 100 ? share === wanted : Math.abs(share - wanted) <= 0.5
}

function rung(plan: SwapPlan, index: number): number {
  return plan.ladder[index] ?? 100
}

function mark(it: Mark): SwapStep {
  return { do: 'mark', mark: it }
}

function outcomeOf({ decision, why }: { readonly decision: SwapDecision; readonly why?: Why }) {
  return why === undefined ? { decision } : { decision, why }
}
