import { normalQuantile } from '@sluice/stats'
import type { ShiftInterval } from './mann-whitney.ts'

/**
 * Hodges-Lehmann shift of experiment over control with its order-statistic interval at `confidence` (Hollander and
 * Wolfe): both are differences that were seen, so changing the unit of the data changes only the unit of the answer.
 */
export function exactShift(
  experiment: readonly number[],
  control: readonly number[],
  confidence: number,
): ShiftInterval {
  const differences = pairwise(experiment, control)
  const pairs = differences.length
  const sigma = Math.sqrt((pairs * (experiment.length + control.length + 1)) / 12)
  const reach = normalQuantile(1 - (1 - confidence) / 2) * sigma
  const rank = Math.max(1, Math.floor(pairs / 2 - reach))
  const middle = (pairs - 1) / 2
  return {
    low: differences[rank - 1] ?? NaN,
    high: differences[pairs - rank] ?? NaN,
    estimate: ((differences[Math.floor(middle)] ?? NaN) + (differences[Math.ceil(middle)] ?? NaN)) / 2,
  }
}

function pairwise(experiment: readonly number[], control: readonly number[]): Float64Array {
  const differences = new Float64Array(experiment.length * control.length)
  experiment.forEach((x, i) =>
    differences.set(
      control.map((y) => x - y),
      i * control.length,
    ),
  )
  return differences.sort()
}

/** The smallest two-sided p-value that a rank test of n against m points can reach: 2 / C(n+m, n), at most 1. */
export function smallestP(n: number, m: number): number {
  let ways = 1
  for (let k = 1; k <= Math.min(n, m) && ways < 1e15; k++) ways *= (Math.max(n, m) + k) / k
  return Math.min(1, 2 / ways)
}
