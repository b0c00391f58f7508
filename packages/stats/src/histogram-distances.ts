import { demand } from './errors.ts'
import { at, demandCounts, type Numbers } from './numbers.ts'

/** How empty bins are filled before shares are compared by their logarithm. */
export type ZeroFill = 'add-half' | 'evidently'

function totals(x: Numbers, y: Numbers): readonly [number, number] {
  demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`)
  const [m, n] = [demandCounts(x, 'the first histogram'), demandCounts(y, 'the second histogram')]
  demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`)
  return [m, n]
}

/** Counts of both histograms as shares of their totals; StatsError unless they have the same bins and some value. */
export function binShares(x: Numbers, y: Numbers): readonly [Float64Array, Float64Array] {
  const [m, n] = totals(x, y)
  return [Float64Array.from(x, (count) => count / m), Float64Array.from(y, (count) => count / n)]
}

// Evidently fills zeros with 0.0001, or with a millionth of the smallest share when that is no larger; the
// shares are then not scaled back to one.
function filled(share: Float64Array): Float64Array {
  const least = share.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity)
  const fill = least <= 0.0001 ? least / 1e6 : 0.0001
  return share.map((value) => (value === 0 ? fill : value))
}

function smoothed(counts: Numbers, total: number): Float64Array {
  return Float64Array.from(counts, (count) => (count + 0.5) / (total + 0.5 * counts.length))
}

/** Population stability index, sum (p - q) ln(p / q); 0 for equal shares, never negative. */
export function populationStability(x: Numbers, y: Numbers, fill: ZeroFill = 'add-half'): number {
  const [m, n] = totals(x, y)
  const [p, q] = fill === 'add-half' ? [smoothed(x, m), smoothed(y, n)] : binShares(x, y).map(filled)
  if (p === undefined || q === undefined) return NaN
  let index = 0
  for (let i = 0; i < p.length; i++) index += (at(p, i) - at(q, i)) * Math.log(at(p, i) / at(q, i))
  return index
}

// p ln(p / middle), accurate where both shares are close.
function relative(p: number, other: number): number {
  return p === 0 ? 0 : -p * Math.log1p((other - p) / (2 * p))
}

/** Jensen-Shannon divergence in nats, 0 to ln 2. Divide by ln 2 for bits; its square root is a distance. */
export function jensenShannon(x: Numbers, y: Numbers): number {
  const [p, q] = binShares(x, y)
  let total = 0
  for (let i = 0; i < p.length; i++) {
    total += relative(at(p, i), at(q, i)) + relative(at(q, i), at(p, i))
  }
  return Math.max(0, total / 2)
}
