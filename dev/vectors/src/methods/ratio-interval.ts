import { ratioLogE } from './ratio-evidence.ts'
import {
  demandOpenUnit,
  type Dispersion,
  findCrossing,
  informsRatio,
  type LogWeights,
  type Side,
  type TwoArms,
} from '@sluice/stats'

/** A pair of bounds, each of them crossed by the truth with probability at most alpha over the whole time. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

/** No tempering. */
const EXACT: Dispersion = { measured: 1, cautious: 1 }

/** The tempering of the evidence that bounds an effect from below (side 1) or above. */
function temperOf({ measured, cautious }: Dispersion, side: Side): number {
  return side === 1 ? cautious : measured
}

const WIDEST = 40
const TOLERANCE = 1e-11

/**
 * Confidence sequence for the rate ratio candidate/baseline: the ratios that neither one-sided e-process rejects at
 * `alpha`, each bound one-sided. `low` is 0 and `high` is Infinity where the data bound nothing. `spread` tempers the
 * evidence for an increase cautiously, for a decrease as measured; `logWeights` are those of the test it inverts.
 */
export function ratioInterval(
  blocks: readonly TwoArms[],
  alpha: number,
  spread: Dispersion = EXACT,
  logWeights?: LogWeights,
): Bounds {
  demandOpenUnit(alpha, 'alpha')
  const informing = blocks.filter(informsRatio)
  const reach = -Math.log(alpha)
  const centre = informing.reduce((sum, { n, m }) => sum + Math.log(m / n), 0) / Math.max(1, informing.length)
  const excess = (logRatio: number, side: Side) =>
    ratioLogE(informing, Math.exp(logRatio), side, temperOf(spread, side), logWeights) - reach
  const bound = (side: Side, unbounded: number) => {
    const [inner, outer] = [centre + side * WIDEST, centre - side * WIDEST]
    if (excess(outer, side) <= 0) return unbounded
    return Math.exp(findCrossing((r) => excess(r, side), outer, inner, TOLERANCE))
  }
  if (informing.length === 0) return { low: 0, high: Infinity }
  return { low: bound(1, 0), high: bound(-1, Infinity) }
}
