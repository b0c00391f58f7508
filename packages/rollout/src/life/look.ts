import type { AskKind } from '../record/word.ts'
import { bakeWeight, decidesAtAll, nextRung, promotes, type RolloutPlan } from './plan.ts'

/** What one look at the evidence says. */
export interface Sight {
  /** The candidate is certainly worse, in all time since the beginning. */
  readonly harm: boolean
  /** Every critical metric is fine, judged on time that counts. */
  readonly pass: boolean
  /** Milliseconds, up to now, in which the baseline was seen and the candidate was not, since traffic last arrived. */
  readonly silentMs: number
  /** No critical metric could be read. */
  readonly blind: boolean
  /** Traffic was not split as planned. */
  readonly mismatch: boolean
  /** Both arms were seen and no estimate lies beyond its margin. */
  readonly calm: boolean
  /** Whole intervals that count, at the present weight since it was reached. */
  readonly intervals: number
  /** What the harm is where it is no regression, and why there is no pass yet where that is known. */
  readonly harmReason?: LookReason
  readonly doubt?: LookReason
}

/** Closed list: why a rollout ended or moved; shown as the reason where the verdict's own does not say it. */
export type LookReason =
  | 'regression_found'
  | 'candidate_silent'
  | 'source_unavailable'
  | 'sample_ratio_mismatch'
  | 'slot_overwritten'
  | 'weight_changed'
  | 'aborted'
  | 'paused'
  | 'superseded'
  | 'gave_up'
  | 'within_margin'
  | 'not_enough_data'
  | 'nothing_measured'
  | 'shared_incompatible'

export type Act =
  | { readonly do: 'wait' }
  | { readonly do: 'roll-back'; readonly reason: LookReason }
  | {
      readonly do: 'home'
      readonly then: 'superseded' | 'aborted' | 'paused' | 'given-up' | 'held' | 'rolled-back'
      readonly reason: LookReason
    }
  | { readonly do: 'rise'; readonly to: number }
  | { readonly do: 'promote' }
  /** The step passed; the rollout stays open for the next one. */
  | { readonly do: 'advance' }
  /** Keep the weight and let go. */
  | { readonly do: 'stay' }
  /** Someone else set the weight: leave it. */
  | { readonly do: 'leave'; readonly found: number }

/** Everything that a look decides by. */
export interface LookState {
  readonly plan: RolloutPlan
  /** The weight that the record says. */
  readonly weight: number
  /** The weight to climb back to where traffic is at home; 0 for the first one. */
  readonly rung: number
  /** Where the router stands; undefined where it could not be read, or may still be moving. */
  readonly found: number | undefined
  /** The parts of the router disagree, although nothing is pending. */
  readonly torn?: boolean
  readonly tolerance: number
  /** The router goes from nothing to the first rung only, whatever was reached before. */
  readonly oneWay?: boolean
  /** What every instance of the slot runs is the candidate; undefined where nobody can tell. */
  readonly versionMatches: boolean | undefined
  readonly sight: Sight
  readonly now: number
  readonly startedAt: number
  /** When the present weight was reached. */
  readonly arrivedAt: number
  /** Since when nobody could see, and since when the split has been off. */
  readonly blindSince: number | undefined
  readonly mismatchSince: number | undefined
  readonly asked: AskKind | undefined
  readonly cancelled: boolean
  readonly timeIsUp: boolean
  /** A scheduled run has continued this rollout, so that somebody will come again. */
  readonly somebodyComes: boolean
}

/**
 * What a look leads to: danger before doubt (rollout.md §4). The version comes first, since evidence about another one
 * says nothing; a weight set by hand is respected; then harm, silence, blindness and a wrong split, in this order;
 * then what people asked for; then the evidence.
 */
export function decideLook(state: LookState): Act {
  return danger(state) ?? asked(state) ?? progress(state)
}

function danger(state: LookState): Act | undefined {
  const { plan, sight, found, weight } = state
  // Nobody meant that: a part forgot its weight, or a hand reached only some. Home is the one place that is safe for all.
  if (state.torn === true) {
    return sight.harm
      ? { do: 'roll-back', reason: harmOf(sight) }
      : { do: 'home', then: 'aborted', reason: 'weight_changed' }
  }
  const byHand = found !== undefined && !sameWeight(found, weight, state.tolerance)
  if (byHand)
    return sight.harm && found === 0 ? { do: 'roll-back', reason: harmOf(sight) } : { do: 'leave', found }
  if (state.versionMatches === false) return { do: 'home', then: 'superseded', reason: 'slot_overwritten' }
  if (sight.harm) return { do: 'roll-back', reason: harmOf(sight) }
  if (weight === 0) return undefined
  if (sight.silentMs > 0 && state.now - state.arrivedAt >= plan.graceMs)
    return { do: 'roll-back', reason: 'candidate_silent' }
  if (lasts(state.blindSince, state)) return { do: 'roll-back', reason: 'source_unavailable' }
  if (lasts(state.mismatchSince, state)) return { do: 'roll-back', reason: 'sample_ratio_mismatch' }
  return undefined
}

/** Why the candidate must go. */
export function harmOf({ harmReason }: Sight): LookReason {
  return harmReason ?? 'regression_found'
}

function lasts(since: number | undefined, { now, plan }: LookState): boolean {
  return since !== undefined && now - since > plan.blindForMs
}

function asked(state: LookState): Act | undefined {
  switch (state.asked) {
    case 'abort':
      return { do: 'home', then: 'aborted', reason: 'aborted' }
    case 'release':
      // What everyone has already is promoted first, and then replaced.
      return arrivedAtAll(state)
        ? { do: 'promote' }
        : { do: 'home', then: 'superseded', reason: 'superseded' }
    case 'pause':
      return { do: 'home', then: 'paused', reason: 'paused' }
    case 'promote':
      return { do: 'promote' }
    case undefined:
      break
  }
  if (arrivedAtAll(state)) return undefined
  if (state.cancelled) return { do: 'home', then: 'paused', reason: 'paused' }
  if (state.now - state.startedAt > state.plan.giveUpAfterMs)
    return { do: 'home', then: 'given-up', reason: 'gave_up' }
  return undefined
}

/** Everyone is on the candidate and no bake is left: the decision was made when the weight was raised. */
function arrivedAtAll({ weight, plan }: LookState): boolean {
  return weight === 100 && (decidesAtAll(plan) || plan.holdBack > 0)
}

function progress(state: LookState): Act {
  const { plan, sight, weight, now } = state
  if (plan.watch !== undefined) return decideWatched(state, plan.watch) ?? undecided(state)
  if (arrivedAtAll(state)) return { do: 'promote' }
  const baking = plan.bakeMs > 0 && weight === bakeWeight(plan)
  const next = baking ? undefined : nextRung(plan, weight)
  if (weight === 0) {
    if (sight.blind && state.rung > 0) return undecided(state)
    const again = state.rung > 0 && state.oneWay !== true
    return { do: 'rise', to: again ? state.rung : firstStop(plan, next) }
  }
  if (baking) {
    if (now - state.arrivedAt >= plan.bakeMs && !sight.blind) return { do: 'promote' }
  } else if (sight.pass && sight.intervals > 0) {
    if (next === undefined) return { do: 'advance' }
    return next === 100 && plan.bakeMs === 0 ? { do: 'promote' } : { do: 'rise', to: firstStop(plan, next) }
  }
  return undecided(state)
}

/**
 * What a look leads to where every rung is watched: up after a pass that has lasted its minimum, home where the maximum
 * has passed without one. Undefined: undecided.
 */
function decideWatched(
  { plan, sight, weight, rung, now, arrivedAt }: LookState,
  { forMs, atMostMs }: NonNullable<RolloutPlan['watch']>,
): Act | undefined {
  if (weight === 0) return { do: 'rise', to: rung > 0 ? rung : (plan.ladder[0] ?? 100) }
  // Only a promotion goes above the last rung, where a control group was held back.
  if (weight > (plan.ladder.at(-1) ?? 100)) return { do: 'promote' }
  const watched = now - arrivedAt
  if (sight.pass && sight.intervals > 0 && watched >= forMs) {
    const next = nextRung(plan, weight)
    return next === undefined ? { do: 'promote' } : { do: 'rise', to: next }
  }
  if (sight.pass || watched < atMostMs) return undefined
  return { do: 'home', then: 'rolled-back', reason: sight.doubt ?? 'not_enough_data' }
}

/** Where to go for the next rung: with a bake, the last stop leaves the hold-back on the baseline. */
function firstStop(plan: RolloutPlan, next: number | undefined): number {
  const rung = next ?? plan.ladder.at(-1) ?? 0
  return rung === 100 && promotes(plan) ? bakeWeight(plan) : rung
}

function undecided(state: LookState): Act {
  return state.timeIsUp ? held(state) : { do: 'wait' }
}

/** Undecided at the end of the time: traffic stays only where the last look was good and somebody will come. */
function held({ plan, sight, weight, somebodyComes }: LookState): Act {
  const stays = plan.betweenRuns === 'stay' || (plan.betweenRuns === 'auto' && somebodyComes)
  return weight > 0 && stays && sight.calm
    ? { do: 'stay' }
    : { do: 'home', then: 'held', reason: 'not_enough_data' }
}

/** 0 and 100 are exact; elsewhere a router's own steps may round. */
export function sameWeight(a: number, b: number, tolerance: number): boolean {
  const allowed = b === 0 || b === 100 ? 1e-6 : Math.max(tolerance, 0.005)
  return Math.abs(a - b) <= allowed
}
