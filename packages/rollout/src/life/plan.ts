/** The part of a plan that every rollout has; it travels in the record. Times in milliseconds, weights in percent. */
export interface RolloutPlan {
  /** Rising weights. A last weight of 100 promotes; without it the rollout stays open for the next step. */
  readonly ladder: readonly number[]
  readonly intervalMs: number
  /** How long after its traffic has arrived a candidate may show nothing. */
  readonly graceMs: number
  /** How long nobody may see, and how long the split may be off, before traffic goes home. */
  readonly blindForMs: number
  readonly giveUpAfterMs: number
  /** How long it is still judged after 100%, and the share that stays on the baseline meanwhile. */
  readonly bakeMs: number
  readonly holdBack: number
  /** Where traffic waits between runs: `auto` keeps it only where somebody will come and the last look was good. */
  readonly betweenRuns: 'auto' | 'stay' | 'home'
  /** A promoted rollout stays open until `finish` has moved traffic home (a fixed candidate beside stable). */
  readonly finishes: boolean
  /**
   * Every rung, 100% too, must prove itself: it is watched for at least `forMs` and at most `atMostMs`, and traffic goes
   * home where it has not passed by then. Without it, reaching 100% is the promotion itself.
   */
  readonly watch?: { readonly forMs: number; readonly atMostMs: number }
  /** A promoted rollout stays open until the baseline is retired. */
  readonly retires?: boolean
  /** What the action itself needs to go on: metrics, policy, names. */
  readonly details: unknown
}

/** The last weight below the end: where a bake is watched, with `holdBack` percent left on the baseline. */
export function bakeWeight({ holdBack }: RolloutPlan): number {
  return 100 - holdBack
}

/** The first weight of the ladder above this one; undefined at its end. */
export function nextRung({ ladder }: RolloutPlan, weight: number): number | undefined {
  return ladder.find((rung) => rung > weight)
}

/** Whether the ladder's end is a promotion. */
export function promotes({ ladder }: RolloutPlan): boolean {
  return ladder.at(-1) === 100
}

/** Reaching 100% decides by itself: nothing is watched there. */
export function decidesAtAll({ bakeMs, watch }: RolloutPlan): boolean {
  return bakeMs === 0 && watch === undefined
}

/** Reads a plan back from a record; undefined where it is not one. */
export function readRolloutPlan(plan: unknown): RolloutPlan | undefined {
  if (typeof plan !== 'object' || plan === null) return undefined
  const given = plan as Partial<RolloutPlan>
  const numbers = [
    given.intervalMs,
    given.graceMs,
    given.blindForMs,
    given.giveUpAfterMs,
    given.bakeMs,
    given.holdBack,
  ]
  const whole =
    Array.isArray(given.ladder) &&
    given.ladder.length > 0 &&
    given.ladder.every((rung) => typeof rung === 'number') &&
    numbers.every((value) => typeof value === 'number') &&
    typeof given.finishes === 'boolean' &&
    ['auto', 'stay', 'home'].includes(given.betweenRuns ?? '')
  const { watch } = given
  const watched =
    watch === undefined || (typeof watch.forMs === 'number' && typeof watch.atMostMs === 'number')
  return whole && watched ? (given as RolloutPlan) : undefined
}
