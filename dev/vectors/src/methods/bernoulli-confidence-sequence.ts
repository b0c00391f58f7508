import { betaBinomialLogE } from './beta-binomial-mixture.ts'
import { bisectRoot, demandOpenUnit, demandProportion, type Interval } from '@sluice/stats'

/**
 * Interval for a share after k of n, valid at every n at once (Howard et al. 2021, beta-binomial mixture);
 * tightest near `optimal` trials. Its end is 0 or 1 when no, or every, trial was an event.
 */
export function bernoulliConfidenceSequence(
  k: number,
  n: number,
  alpha: number,
  optimal: number,
  tunedFor = 0.05,
): Interval {
  demandProportion(k, n, 'a confidence sequence')
  demandOpenUnit(alpha, 'alpha')
  const seen = k / n
  const miss = (p: number): number => {
    const variance = p * (1 - p)
    // At the rim every other share of events is certain to be refused.
    if (!(variance > 0)) return p === seen ? -1 : 1
    const mixture = { g: p, h: 1 - p, optimal: variance * optimal, sides: 'two', alpha: tunedFor } as const
    return betaBinomialLogE((seen - p) * n, variance * n, mixture) + Math.log(alpha)
  }
  return { low: k === 0 ? 0 : bisectRoot(miss, 0, seen), high: k === n ? 1 : bisectRoot(miss, seen, 1) }
}
