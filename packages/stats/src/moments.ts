import { at, demandFinite, type Numbers, sum } from './numbers.ts'

/** Count, mean and sum of squared deviations from the mean: enough for means and variances, and mergeable. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly m2: number
}

/** Moments in two passes with compensated sums, so that a large common offset costs no digits. */
export function momentsOf(values: Numbers): Moments {
  demandFinite(values, 'the values')
  const n = values.length
  const mean = sum(values) / n
  let [squares, rest] = [0, 0]
  for (let i = 0; i < n; i++) {
    const off = at(values, i) - mean
    squares += off * off
    rest += off
  }
  return { n, mean, m2: Math.max(0, squares - (rest * rest) / n) }
}

/** Moments of two samples taken together (Chan, Golub & LeVeque 1983); an empty one changes nothing. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const n = a.n + b.n
  const off = b.mean - a.mean
  return { n, mean: a.mean + (off * b.n) / n, m2: a.m2 + b.m2 + off * off * ((a.n * b.n) / n) }
}

/** Sample variance, n - 1 in the denominator; NaN below two values. */
export function varianceOf({ n, m2 }: Moments): number {
  return n < 2 ? NaN : m2 / (n - 1)
}
