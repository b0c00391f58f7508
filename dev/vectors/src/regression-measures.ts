import { momentsOf, studentQuantile } from '@sluice/stats'

/** Errors of predictions against the truth, in its unit (`r2` has none; `mape` is a share). */
export interface RegressionMeasures {
  readonly mae: number
  readonly rmse: number
  readonly bias: number
  readonly maxError: number
  readonly r2: number
  readonly mape: number
}

export function regressionMeasures(
  truth: readonly number[],
  predicted: readonly number[],
): RegressionMeasures {
  const errors = predicted.map((value, k) => value - (truth[k] ?? Number.NaN))
  const n = errors.length
  const squares = total(errors.map((e) => e * e))
  const middle = total(truth) / n
  return {
    mae: total(errors.map(Math.abs)) / n,
    rmse: Math.sqrt(squares / n),
    bias: total(errors) / n,
    maxError: Math.max(...errors.map(Math.abs)),
    r2: 1 - squares / total(truth.map((value) => (value - middle) ** 2)),
    mape: total(errors.map((e, k) => Math.abs(e) / Math.max(Math.abs(truth[k] ?? 0), 2 ** -52))) / n,
  }
}

/** Lin's concordance correlation (1989), with n in the denominators: 1 only when both agree in every value. */
export function concordance(x: readonly number[], y: readonly number[]): number {
  const n = x.length
  const [mx, my] = [total(x) / n, total(y) / n]
  const cross = total(x.map((value, k) => (value - mx) * ((y[k] ?? my) - my))) / n
  const spread = (values: readonly number[], m: number): number => total(values.map((v) => (v - m) ** 2)) / n
  return (2 * cross) / (spread(x, mx) + spread(y, my) + (mx - my) ** 2)
}

/** Pearson's correlation. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  const n = x.length
  const [mx, my] = [total(x) / n, total(y) / n]
  const cross = total(x.map((value, k) => (value - mx) * ((y[k] ?? my) - my)))
  const spread = (values: readonly number[], m: number): number => total(values.map((v) => (v - m) ** 2))
  return cross / Math.sqrt(spread(x, mx) * spread(y, my))
}

/** Bland and Altman's limits of agreement of y - x: mean difference, its interval, and mean ± 1.96 standard deviations. */
export function blandAltman(x: readonly number[], y: readonly number[]) {
  const { n, mean, m2 } = momentsOf(y.map((value, k) => value - (x[k] ?? Number.NaN)))
  const sd = Math.sqrt(m2 / (n - 1))
  const reach = (studentQuantile(0.975, n - 1) * sd) / Math.sqrt(n)
  return {
    mean,
    sd,
    low: mean - 1.96 * sd,
    high: mean + 1.96 * sd,
    meanLow: mean - reach,
    meanHigh: mean + reach,
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
