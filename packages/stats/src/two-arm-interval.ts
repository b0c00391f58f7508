import { findCrossing } from './crossing.ts'
import type { Dispersion } from './dispersion.ts'
import { demandOpenUnit } from './errors.ts'
import type { TwoArms } from './two-arms.ts'
import { EXACT, temperOf, type Bounds } from './ratio-interval.ts'
import { tiltLogE, type LogWeights, type Side } from './tilt.ts'
import { addBetBlock, startBet, type RateLine } from './two-arm-bet.ts'
import type { EventLaw } from './two-arms.ts'

/** log e-value of all blocks against a null on one side of a line. */
export function betLogE(
  blocks: readonly TwoArms[],
  law: EventLaw,
  line: RateLine,
  side: Side,
  phi = 1,
  logWeights?: LogWeights,
): number {
  const state = startBet(side, law, line)
  for (const block of blocks) addBetBlock(state, block)
  return tiltLogE(state, phi, logWeights)
}

/** A family of lines indexed by the effect they stand for, rising with it, and the effects worth looking at. */
export interface LineFamily {
  readonly at: (effect: number) => RateLine
  readonly least: number
  readonly most: number
  /** About one standard error: where to begin looking, and how finely to end. */
  readonly step: number
  /** Those of the test that is inverted; equal where left out. */
  readonly logWeights?: LogWeights
}

/**
 * Confidence sequence for an effect by inverting the two bets of each line, each bound one-sided at `alpha`. A bound
 * is the end of the family (`least`, `most`) where the data exclude nothing on that side. `around` is an effect that
 * is not excluded, such as the estimate.
 */
export function lineInterval(
  blocks: readonly TwoArms[],
  law: EventLaw,
  family: LineFamily,
  around: number,
  alpha: number,
  spread: Dispersion = EXACT,
): Bounds {
  demandOpenUnit(alpha, 'alpha')
  const reach = -Math.log(alpha)
  const bound = (side: Side, end: number) => {
    const excess = (effect: number) =>
      betLogE(blocks, law, family.at(effect), side, temperOf(spread, side), family.logWeights) - reach
    let [inner, outer] = [around, around]
    for (let step = 2 * family.step; excess(outer) <= 0; step *= 1.7) {
      if (outer === end) return end
      inner = outer
      outer = side === 1 ? Math.max(end, outer - step) : Math.min(end, outer + step)
    }
    return inner === outer ? around : findCrossing(excess, outer, inner, family.step * 1e-4)
  }
  return { low: bound(1, family.least), high: bound(-1, family.most) }
}
