import { type RankSum, rankSumOfSorted } from './rank-sum.ts'
import {
  at,
  demandOpenUnit,
  normalCdf,
  normalSf,
  normalUpperQuantile,
  type Numbers,
  sortedFinite,
  zeroin,
} from '@sluice/stats'

const TOLERANCE = 1e-4

/** R's answer for tied or large samples: location shift, interval and p-value, known to about 1e-4 only. */
export interface WilcoxonLocation {
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly p: number
}

function z({ u, m, n, sigma }: RankSum, continuity: boolean): number {
  const shift = u - (m * n) / 2
  return (shift - (continuity ? Math.sign(shift) / 2 : 0)) / sigma
}

/**
 * What R's wilcox.test(x, y, conf.int = TRUE, exact = FALSE) reports: the shifts at which the continuity-corrected
 * z crosses ± the normal quantile, by root finding with tolerance 1e-4. NaN where every shifted value ties.
 */
export function wilcoxonLocation(x: Numbers, y: Numbers, confidence = 0.95): WilcoxonLocation {
  demandOpenUnit(confidence, 'the confidence')
  const [a, b] = [sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm')]
  const least = at(a, 0) - at(b, b.length - 1)
  const most = at(a, a.length - 1) - at(b, 0)
  const shifted = (by: number, continuity: boolean): number =>
    z(
      rankSumOfSorted(
        a.map((value) => value - by),
        b,
      ),
      continuity,
    )
  const [atLeast, atMost] = [shifted(least, true), shifted(most, true)]
  const root = (level: number): number => {
    if (atLeast - level <= 0) return least
    if (atMost - level >= 0) return most
    return zeroin((by) => shifted(by, true) - level, least, most, TOLERANCE)
  }
  const quantile = normalUpperQuantile((1 - confidence) / 2)
  const own = z(rankSumOfSorted(a, b), true)
  return {
    estimate: zeroin((by) => shifted(by, false), least, most, TOLERANCE),
    low: root(quantile),
    high: root(-quantile),
    p: Math.min(1, 2 * Math.min(normalCdf(own), normalSf(own))),
  }
}
