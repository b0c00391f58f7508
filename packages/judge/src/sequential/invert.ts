import { findCrossing } from '@sluice/stats'

/** Where the bound of an effect is looked for. */
export interface Search {
  /** An effect that is not excluded, such as the estimate. */
  readonly around: number
  /** The first step away from it; nothing is looked for where it is not above 0. */
  readonly step: number
  /** How far to go: a bound beyond it is no bound. */
  readonly end: number
  readonly tolerance: number
}

/**
 * One bound of a confidence sequence: the effect at which the evidence against "the effect is not above" (side 1, the
 * lower bound) or "not below" it just reaches the level. `excess` is that evidence less the level; null where nothing is
 * excluded up to `end`.
 */
export function boundOf(
  excess: (effect: number) => number,
  side: 1 | -1,
  { around, step, end, tolerance }: Search,
): number | null {
  // Where nothing varies, no step leads anywhere, and nothing is excluded.
  if (!(step > 0)) return null
  let [inner, outer] = [around, around]
  for (let stride = step; excess(outer) <= 0; stride *= 1.8) {
    if (outer === end) return null
    inner = outer
    outer = side === 1 ? Math.max(end, outer - stride) : Math.min(end, outer + stride)
  }
  return inner === outer ? around : findCrossing(excess, outer, inner, tolerance)
}
