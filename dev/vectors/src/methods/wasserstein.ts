import { at, momentsOf, type Numbers, sortedFinite } from '@sluice/stats'

/** First Wasserstein distance of two samples, the area between their distribution functions, in their unit. */
export function wasserstein(x: Numbers, y: Numbers): number {
  return wassersteinOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'))
}

/** As {@link wasserstein}, for arms that are already ascending and finite. */
function wassersteinOfSorted(x: Float64Array, y: Float64Array): number {
  const [m, n] = [x.length, y.length]
  let [i, j, area] = [0, 0, 0]
  let last = Math.min(at(x, 0), at(y, 0))
  while (i < m || j < n) {
    const value = j >= n || (i < m && at(x, i) <= at(y, j)) ? at(x, i) : at(y, j)
    area += Math.abs(i / m - j / n) * (value - last)
    last = value
    if (j >= n || (i < m && at(x, i) === value)) i++
    else j++
  }
  return area
}

/** The distance in units of the reference's standard deviation (n in the denominator, at least 0.001), as Evidently. */
export function normedWasserstein(x: Numbers, reference: Numbers): number {
  const { n, m2 } = momentsOf(reference)
  return wasserstein(x, reference) / Math.max(Math.sqrt(m2 / n), 0.001)
}
