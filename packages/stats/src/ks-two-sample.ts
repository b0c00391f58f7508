import { demand } from './errors.ts'
import { kolmogorovLimitSf } from './kolmogorov-limit.ts'
import { at, demandCounts, type Numbers } from './numbers.ts'

/** Largest distance between two empirical distribution functions F_x and F_y, kept on the grid of whole numbers. */
export interface KsDistance {
  readonly m: number
  readonly n: number
  /** m n times the largest F_x - F_y and F_y - F_x: whole numbers, so that equal distances compare equal. */
  readonly above: number
  readonly below: number
  readonly d: number
  readonly dPlus: number
  readonly dMinus: number
}

/** The distance of m and n values from its two parts, each times m n. */
export function ksDistanceOf(m: number, n: number, above: number, below: number): KsDistance {
  const [dPlus, dMinus] = [above / (m * n), below / (m * n)]
  return { m, n, above, below, dPlus, dMinus, d: Math.max(dPlus, dMinus) }
}

/** Distance from the counts of two histograms over the same bins; a lower bound for the raw values' distance. */
export function ksDistanceFromBins(x: Numbers, y: Numbers): KsDistance {
  demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`)
  const m = demandCounts(x, 'the first histogram')
  const n = demandCounts(y, 'the second histogram')
  demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`)
  let [i, j, above, below] = [0, 0, 0, 0]
  for (let bin = 0; bin < x.length; bin++) {
    i += at(x, bin)
    j += at(y, bin)
    const gap = i * n - j * m
    above = Math.max(above, gap)
    below = Math.max(below, -gap)
  }
  return ksDistanceOf(m, n, above, below)
}

/** p-value from the limiting law at √(mn/(m+n)) D; conservative for tied or binned data. */
export function ksLimitingP({ m, n, d }: KsDistance): number {
  return kolmogorovLimitSf(Math.sqrt((m / (m + n)) * n) * d)
}
