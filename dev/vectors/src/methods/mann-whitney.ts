import { mannWhitneyExact } from './mann-whitney-exact.ts'
import { rankSum, type RankSum } from './rank-sum.ts'
import { type Alternative, normalCdf, normalSf, type Numbers } from '@sluice/stats'

/** How to turn ranks into a p-value; the continuity correction is on unless refused. */
export interface MannWhitneyOptions {
  readonly alternative?: Alternative
  readonly continuity?: boolean
  /** auto: exact when the smaller arm has at most 8 values and nothing is tied, as SciPy does. */
  readonly method?: 'auto' | 'exact' | 'asymptotic'
}

export interface MannWhitney extends RankSum {
  readonly p: number
  readonly method: 'exact' | 'asymptotic'
}

/** Normal approximation of the p-value, tie-corrected; 1 whenever every value is the same. */
export function mannWhitneyAsymptotic(
  { u, m, n, sigma }: RankSum,
  { alternative = 'two-sided', continuity = true }: MannWhitneyOptions = {},
): number {
  if (sigma === 0) return 1
  const shift = u - (m * n) / 2
  const half = continuity ? 0.5 : 0
  if (alternative === 'greater') return normalSf((shift - half) / sigma)
  if (alternative === 'less') return normalCdf((shift + half) / sigma)
  return Math.min(1, 2 * normalSf((Math.abs(shift) - half) / sigma))
}

/** Signed z with continuity correction: how many sigma U lies from its middle; 0 when nothing varies. */
export function mannWhitneyZ({ u, m, n, sigma }: RankSum): number {
  const shift = u - (m * n) / 2
  return sigma === 0 ? 0 : (Math.sign(shift) * Math.max(0, Math.abs(shift) - 0.5)) / sigma
}

/** Does `x` tend to be larger (greater), smaller (less) or either (two-sided) than `y`? StatsError on non-finite values. */
export function mannWhitney(x: Numbers, y: Numbers, options: MannWhitneyOptions = {}): MannWhitney {
  const ranks = rankSum(x, y)
  const { method = 'auto' } = options
  const small = Math.min(ranks.m, ranks.n) <= 8 && ranks.m * ranks.n <= 100_000
  const exact = method === 'exact' || (method === 'auto' && small && !ranks.ties)
  const p = exact ? mannWhitneyExact(ranks, options.alternative) : mannWhitneyAsymptotic(ranks, options)
  return { ...ranks, p, method: exact ? 'exact' : 'asymptotic' }
}
