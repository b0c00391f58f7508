import { kolmogorovSf } from './kolmogorov.ts'
import { at, type KsDistance, ksDistanceOf, type Numbers, sortedFinite } from '@sluice/stats'

/** Kolmogorov-Smirnov distance of two samples, ties handled as one step. StatsError on non-finite values. */
export function ksDistance(x: Numbers, y: Numbers): KsDistance {
  return ksDistanceOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'))
}

/** As {@link ksDistance}, for arms that are already ascending and finite. */
function ksDistanceOfSorted(x: Float64Array, y: Float64Array): KsDistance {
  const [m, n] = [x.length, y.length]
  let [i, j, above, below] = [0, 0, 0, 0]
  while (i < m && j < n) {
    const value = Math.min(at(x, i), at(y, j))
    while (i < m && at(x, i) === value) i++
    while (j < n && at(y, j) === value) j++
    const gap = i * n - j * m
    if (gap > above) above = gap
    else if (-gap > below) below = -gap
  }
  return ksDistanceOf(m, n, above, below)
}

/** p-value from the one-sample law with n' = round(mn/(m+n)), halves to even: what SciPy calls asymp. */
export function ksOneSampleP({ m, n, d }: KsDistance): number {
  const size = (m / (m + n)) * n
  const down = Math.floor(size)
  const half = size - down === 0.5
  return kolmogorovSf(d, half ? down + (down % 2) : Math.round(size))
}

/**
 * Exact P(D >= d) over all orderings of the two arms: the chance that a lattice path from (0, 0) to (m, n)
 * touches the boundary, every term positive. O(m n).
 */
export function ksExactP({ m, n, above, below }: KsDistance): number {
  const limit = Math.max(above, below)
  if (limit === 0) return 1
  const touched = new Float64Array(n + 1)
  for (let i = 0; i <= m; i++) {
    for (let j = 0; j <= n; j++) {
      if (Math.abs(i * n - j * m) >= limit) touched[j] = 1
      else if (i === 0) touched[j] = j === 0 ? 0 : at(touched, j - 1)
      else if (j > 0) touched[j] = (i * at(touched, j) + j * at(touched, j - 1)) / (i + j)
    }
  }
  return Math.min(1, at(touched, n))
}
