import { demand, demandOpenUnit } from './errors.ts'
import { atOrder, orderOf } from './ieee-order.ts'
import { normalUpperQuantile } from './normal.ts'
import { at, type Numbers } from './numbers.ts'
import { sortedFinite } from './sort.ts'

/** Shift of the first arm against the second: the median of all m n differences and its interval. */
export interface Shift {
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** The interval runs from the rank-th smallest difference to the rank-th largest. */
  readonly rank: number
}

function countAtMost(x: Float64Array, y: Float64Array, limit: number): number {
  let count = 0
  let j = 0
  for (let i = 0; i < x.length; i++) {
    const value = at(x, i)
    // As x grows, fewer of the smallest y keep the difference within the limit.
    while (j < y.length && value - at(y, j) > limit) j++
    count += y.length - j
  }
  return count
}

/**
 * The k-th smallest (1-based) of the differences x_i - y_j of two ascending arms, without forming them: bisection
 * over the order of doubles, at most 64 sweeps of length m + n.
 */
function kthDifference(x: Float64Array, y: Float64Array, k: number): number {
  demand(
    k >= 1 && k <= x.length * y.length,
    () => `there is no ${k}-th of ${x.length} × ${y.length} differences`,
  )
  let low = orderOf(at(x, 0) - at(y, y.length - 1))
  let high = orderOf(at(x, x.length - 1) - at(y, 0))
  while (low < high) {
    const middle = (low + high) >> 1n
    if (countAtMost(x, y, atOrder(middle)) >= k) high = middle
    else low = middle + 1n
  }
  return atOrder(low)
}

/** Shift of two ascending arms with the interval from the rank-th smallest to the rank-th largest difference. */
export function shiftAtRank(x: Float64Array, y: Float64Array, rank: number): Shift {
  const pairs = x.length * y.length
  const half = Math.ceil(pairs / 2)
  const middle = kthDifference(x, y, half)
  const estimate = pairs % 2 === 1 ? middle : (middle + kthDifference(x, y, half + 1)) / 2
  return { estimate, low: kthDifference(x, y, rank), high: kthDifference(x, y, pairs + 1 - rank), rank }
}

function arms(x: Numbers, y: Numbers, confidence: number): readonly [Float64Array, Float64Array] {
  demandOpenUnit(confidence, 'the confidence')
  return [sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm')]
}

/** Hodges-Lehmann shift with the large-sample interval: rank = max(1, floor(mn/2 - z √(mn(m+n+1)/12))). */
export function hodgesLehmann(x: Numbers, y: Numbers, confidence = 0.95): Shift {
  const [a, b] = arms(x, y, confidence)
  const pairs = a.length * b.length
  const z = normalUpperQuantile((1 - confidence) / 2)
  const spread = Math.sqrt((pairs * (a.length + b.length + 1)) / 12)
  return shiftAtRank(a, b, Math.max(1, Math.floor(pairs / 2 - z * spread)))
}
