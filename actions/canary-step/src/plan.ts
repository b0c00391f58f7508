import { UserError } from '@sluice/action'
import type { Slot, Span } from '@sluice/metrics'

/** A weight and the moment (epoch milliseconds) since when the router has held it. */
export interface Rung {
  readonly weight: number
  readonly from: number
}

/** The weights that are judged: a rung of 100 leaves no baseline, so reaching it is the promotion itself. */
export function judgedRungs(ladder: readonly number[]): readonly number[] {
  return ladder.filter((weight) => weight < 100)
}

/** The ladder of this step: `ladder` itself, or the one rung of `weight`. */
export function ladderOf(
  weight: number | undefined,
  ladder: readonly number[] | undefined,
): readonly number[] {
  if ((weight === undefined) === (ladder === undefined)) {
    throw new UserError(
      'BAD_INPUT',
      'give either weight or ladder, and not both',
      'Fix the `with:` block of this step.',
    )
  }
  if (weight === 100) {
    throw new UserError(
      'BAD_INPUT',
      'weight: 100 leaves no baseline to compare the candidate with',
      'Use a ladder such as `5, 25, 100`: its last rung is reached only on evidence.',
    )
  }
  return ladder ?? (weight === undefined ? [] : [weight])
}

/** Every whole interval at every rung so far, oldest first. An interval in which the weight changed is never a slot. */
export function slotsOf(rungs: readonly Rung[], intervalMs: number, now: number): readonly Slot[] {
  return rungs.flatMap((rung, i) => {
    const end = Math.min(rungs[i + 1]?.from ?? now, now)
    const whole = Math.max(0, Math.floor((end - rung.from) / intervalMs))
    return Array.from({ length: whole }, (_, k) => ({
      from: rung.from + k * intervalMs,
      to: rung.from + (k + 1) * intervalMs,
      weight: rung.weight,
    }))
  })
}

/** What to ask a source for at this moment. */
export function spanAt(
  rungs: readonly Rung[],
  intervalMs: number,
  arms: { readonly baseline: string; readonly candidate: string },
  now: number,
): Span {
  return { slots: slotsOf(rungs, intervalMs, now), intervalMs, ...arms }
}

/** Milliseconds until the interval that is running now has ended. */
export function untilSlotEnds(rung: Rung, intervalMs: number, now: number): number {
  return intervalMs - ((now - rung.from) % intervalMs)
}
