import { binomialAtLeast } from '@sluice/stats'
import type { Arm } from '@sluice/verdict'

/** The values of an arm as ascending points with counts; those of a sketch are the middles of its bins. */
export type Spread = readonly (readonly [value: number, count: number])[]

/** Reads what a quantile or a mean can be taken of; undefined for an arm that is no collection of values. */
export function spreadOf(arm: Arm): Spread | undefined {
  if (arm.kind === 'values') return arm.values.map((value) => [value, 1] as const).sort(([a], [b]) => a - b)
  if (arm.kind === 'histogram') {
    return arm.counts
      .map((count, i) => [arm.bounds[i] ?? Infinity, count] as const)
      .filter(([, count]) => count > 0)
  }
  if (arm.kind !== 'sketch') return undefined
  const gamma = (1 + arm.accuracy) / (1 - arm.accuracy)
  const bins = arm.bins.map(([index, count]) => [(2 * gamma ** index) / (1 + gamma), count] as const)
  return arm.zeros > 0 ? [[0, arm.zeros], ...bins] : bins
}

/** The same where only the mean is asked for: a summary stands as two values that have its mean and its spread. */
export function spreadOfMean(arm: Arm): Spread | undefined {
  if (arm.kind !== 'summary') return spreadOf(arm)
  const { n, mean, m2 } = arm
  if (n === 0) return []
  const reach = Math.sqrt(Math.max(0, m2) / n)
  return [
    [mean - reach, n / 2],
    [mean + reach, n / 2],
  ]
}

export function sizeOf(spread: Spread): number {
  return spread.reduce((sum, [, count]) => sum + count, 0)
}

/** How many values lie above a limit. */
export function valuesAbove(spread: Spread, limit: number): number {
  return spread.reduce((sum, [value, count]) => (value > limit ? sum + count : sum), 0)
}

/** The value of a rank, counted from 1. */
export function valueAt(spread: Spread, rank: number): number {
  let seen = 0
  for (const [value, count] of spread) {
    seen += count
    if (seen >= rank) return value
  }
  return spread.at(-1)?.[0] ?? Number.NaN
}

/**
 * A quantile with distribution-free bounds from order statistics; each bound holds with `confidence`. An end beyond the
 * data is infinite.
 */
export function quantileBounds(
  spread: Spread,
  q: number,
  confidence: number,
): { readonly estimate: number; readonly low: number; readonly high: number } {
  const n = sizeOf(spread)
  const alpha = 1 - confidence
  // P(x_(l) > quantile) = P(Bin(n, q) < l), and P(x_(u) < quantile) = P(Bin(n, q) >= u).
  const low = lastRank(n, (rank) => 1 - binomialAtLeast(rank, n, q) <= alpha)
  const high = n + 1 - lastRank(n, (k) => binomialAtLeast(n + 1 - k, n, q) <= alpha)
  return {
    estimate: valueAt(spread, Math.max(1, Math.ceil(q * n))),
    low: low === 0 ? -Infinity : valueAt(spread, low),
    high: high > n ? Infinity : valueAt(spread, high),
  }
}

/** The largest k from 1 to n for which a property that holds up to some k still holds; 0 when it holds for none. */
function lastRank(n: number, holds: (k: number) => boolean): number {
  let [low, high] = [0, n]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
