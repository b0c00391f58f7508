import { at, demand, demandCounts, type Numbers, sortedFinite } from '@sluice/stats'

/** Mann-Whitney's U of the first arm (ties count one half), and the spread it has when both arms are alike. */
export interface RankSum {
  readonly m: number
  readonly n: number
  readonly u: number
  /** Share of pairs in which the first arm is larger, ties one half: u / (m n). */
  readonly theta: number
  /** Standard deviation of u under equality, with the correction for ties; 0 when every value is the same. */
  readonly sigma: number
  readonly sigmaWithoutTies: number
  readonly ties: boolean
}

/** U of `x` against `y` by one merge of the sorted arms. StatsError on an empty arm or a non-finite value. */
export function rankSum(x: Numbers, y: Numbers): RankSum {
  return rankSumOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'))
}

/** As {@link rankSum}, for arms that are already ascending and finite. */
export function rankSumOfSorted(x: Float64Array, y: Float64Array): RankSum {
  const [m, n] = [x.length, y.length]
  let [i, j, wins, halves, tieTerm] = [0, 0, 0, 0, 0]
  while (i < m && j < n) {
    // Values that stand alone, the common case, need no look at their group.
    while (i < m - 1 && j < n - 1) {
      const a = at(x, i)
      const b = at(y, j)
      if (a < b) {
        if (at(x, i + 1) === a) break
        wins += j
        i++
      } else if (b < a && at(y, j + 1) !== b) j++
      else break
    }
    const value = Math.min(at(x, i), at(y, j))
    const [startX, startY] = [i, j]
    while (i < m && at(x, i) === value) i++
    while (j < n && at(y, j) === value) j++
    const [inX, inY] = [i - startX, j - startY]
    // Each x of a group beats every y before it and halves with the y of the group.
    wins += inX * startY
    halves += inX * inY
    const size = inX + inY
    tieTerm += size * size * size - size
  }
  wins += (m - i) * n
  tieTerm += tieTermOfRest(x, i) + tieTermOfRest(y, j)
  return summarize(m, n, wins + halves / 2, tieTerm)
}

function tieTermOfRest(values: Float64Array, from: number): number {
  let term = 0
  for (let i = from; i < values.length;) {
    const start = i
    const value = at(values, i)
    while (i < values.length && at(values, i) === value) i++
    const size = i - start
    term += size * size * size - size
  }
  return term
}

/** U from the counts of two histograms over the same ascending bins: each bin is one group of ties, O(bins). */
export function rankSumFromBins(x: Numbers, y: Numbers): RankSum {
  demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`)
  const m = demandCounts(x, 'the first histogram')
  const n = demandCounts(y, 'the second histogram')
  demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`)
  let [u, below, tieTerm] = [0, 0, 0]
  for (let bin = 0; bin < x.length; bin++) {
    const [inX, inY] = [at(x, bin), at(y, bin)]
    u += inX * (below + inY / 2)
    below += inY
    const size = inX + inY
    tieTerm += size * size * size - size
  }
  return summarize(m, n, u, tieTerm)
}

function summarize(m: number, n: number, u: number, tieTerm: number): RankSum {
  const pairs = m * n
  const size = m + n
  const tieShare = size > 1 ? tieTerm / (size * (size - 1)) : 0
  const variance = (pairs / 12) * (size + 1 - tieShare)
  const sigmaWithoutTies = Math.sqrt((pairs / 12) * (size + 1))
  // One value everywhere leaves only rounding: the tie term then equals the whole of it.
  const constant = tieTerm >= size * size * size - size
  const sigma = constant || variance <= 0 ? 0 : Math.sqrt(variance)
  return { m, n, u, theta: u / pairs, sigma, sigmaWithoutTies, ties: tieTerm > 0 }
}
