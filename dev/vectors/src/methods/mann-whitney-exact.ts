import type { RankSum } from './rank-sum.ts'
import { type Alternative, at, demand } from '@sluice/stats'

/** Pairs up to which the exact law is offered: the table costs O(min(m, n) · m n). */
const EXACT_PAIRS = 1_000_000

/**
 * P(U <= k) for k = 0 … m n without ties: the generating function prod (1 - q^(n+i)) / (1 - q^i), each step
 * scaled by i / (n + i) so that everything stays a probability.
 */
export function rankSumDistribution(m: number, n: number): Float64Array {
  const [few, many] = m <= n ? [m, n] : [n, m]
  demand(
    few >= 1 && few * many <= EXACT_PAIRS,
    () => `the exact law needs 1 to ${EXACT_PAIRS} pairs, got ${m} × ${n}`,
  )
  const top = few * many
  const middle = Math.floor(top / 2)
  const weight = new Float64Array(top + 1)
  weight[0] = 1
  for (let i = 1; i <= few; i++) {
    for (let k = middle; k >= many + i; k--) weight[k] = at(weight, k) - at(weight, k - many - i)
    for (let k = i; k <= middle; k++) weight[k] = at(weight, k) + at(weight, k - i)
    const scale = i / (many + i)
    for (let k = 0; k <= middle; k++) weight[k] = at(weight, k) * scale
  }
  // The law is symmetric: the upper half mirrors the lower one.
  for (let k = middle + 1; k <= top; k++) weight[k] = at(weight, top - k)
  for (let k = 1; k <= top; k++) weight[k] = at(weight, k) + at(weight, k - 1)
  return weight
}

/** Smallest q with P(U <= q) >= p, U the rank sum of m against n untied values. */
export function rankSumQuantile(p: number, m: number, n: number): number {
  const below = rankSumDistribution(m, n)
  // R's qwilcox forgives the same few units of rounding.
  const level = p - 10 * Number.EPSILON
  let q = 0
  while (q < m * n && at(below, q) < level) q++
  return q
}

/** Exact p-value of U; a StatsError when there are ties, which the exact law does not know. */
export function mannWhitneyExact(ranks: RankSum, alternative: Alternative = 'two-sided'): number {
  demand(!ranks.ties, () => 'the exact Mann-Whitney law needs values without ties')
  const below = rankSumDistribution(ranks.m, ranks.n)
  const atMost = (k: number): number => (k < 0 ? 0 : at(below, Math.min(k, below.length - 1)))
  const less = atMost(ranks.u)
  // By symmetry P(U >= u) = P(U <= mn - u), which keeps a small tail accurate.
  const greater = atMost(ranks.m * ranks.n - ranks.u)
  if (alternative === 'less') return Math.min(1, less)
  if (alternative === 'greater') return Math.min(1, greater)
  return Math.min(1, 2 * Math.min(less, greater))
}
