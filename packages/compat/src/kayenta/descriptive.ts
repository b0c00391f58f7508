/** What Kayenta reports of one arm. An empty arm has zero everywhere. */
export interface Summary {
  readonly min: number
  readonly max: number
  readonly mean: number
  readonly std: number
  readonly count: number
}

/** Mean in two passes (commons-math), which decides the last digit of every ratio. NaN for no values. */
export function mean(values: readonly number[]): number {
  const n = values.length
  const first = total(values) / n
  return first + total(values.map((x) => x - first)) / n
}

/** Sample standard deviation (n − 1), 0 for a single value, NaN for none. */
export function standardDeviation(values: readonly number[]): number {
  const n = values.length
  if (n <= 1) return n === 1 ? 0 : NaN
  const centre = mean(values)
  const deviations = values.map((x) => x - centre)
  const square = total(deviations.map((d) => d * d))
  const drift = total(deviations)
  return Math.sqrt((square - (drift * drift) / n) / (n - 1))
}

/** Percentile `p` in (0, 100] by linear interpolation between order statistics (type R-7, NumPy's default); NaN for no values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  if (n === 0) return NaN
  const position = p >= 100 ? n : 1 + (n - 1) * (p / 100)
  if (position >= n) return sorted[n - 1] ?? NaN
  const whole = Math.floor(position)
  const below = sorted[whole - 1] ?? NaN
  return below + (position - whole) * ((sorted[whole] ?? NaN) - below)
}

export function summarise(values: readonly number[]): Summary {
  if (values.length === 0) return { min: 0, max: 0, mean: 0, std: 0, count: 0 }
  return {
    min: values.reduce((a, b) => Math.min(a, b), Infinity),
    max: values.reduce((a, b) => Math.max(a, b), -Infinity),
    mean: mean(values),
    std: standardDeviation(values),
    count: values.length,
  }
}

export function total(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
