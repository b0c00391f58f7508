import { demand } from './errors.ts'
import { at, demandFinite, type Numbers } from './numbers.ts'

/** Count, mean and sum of squared deviations from the mean: enough for means and variances, and mergeable. */
export interface Moments {
  readonly n: number
  readonly mean: number
  readonly m2: number
}

/** Moments in one pass (Welford 1962), free of the cancellation of sums of squares. */
export function momentsOf(values: Numbers): Moments {
  demandFinite(values, 'the values')
  let [mean, m2] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    const off = at(values, i) - mean
    mean += off / (i + 1)
    m2 += off * (at(values, i) - mean)
  }
  return { n: values.length, mean, m2 }
}

/** Moments of a sample known by its size, mean and standard deviation (n - 1 in the denominator). */
export function momentsFromSummary(n: number, mean: number, standardDeviation: number): Moments {
  const fine = n >= 1 && Number.isFinite(n) && Number.isFinite(mean) && standardDeviation >= 0
  demand(
    fine && Number.isFinite(standardDeviation),
    () =>
      `a summary needs n >= 1, a finite mean and a deviation of at least 0, got ${n}, ${mean}, ${standardDeviation}`,
  )
  return { n, mean, m2: standardDeviation * standardDeviation * (n - 1) }
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
