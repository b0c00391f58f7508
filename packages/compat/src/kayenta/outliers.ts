import { percentile } from './descriptive.ts'

/** For each value, whether it is an outlier among its fellows. */
export type Detector = (values: readonly number[]) => readonly boolean[]

/**
 * Outside the quartiles by more than `factor` interquartile ranges. With reduced sensitivity the fences never come
 * inside the 1st and 99th percentile, so that a tight bulk does not make outliers of its own tails.
 */
export function interquartile(factor: number, reduceSensitivity: boolean): Detector {
  return (values) => {
    const lower = percentile(values, 25)
    const upper = percentile(values, 75)
    const reach = factor * (upper - lower)
    const fences = reduceSensitivity
      ? [Math.min(percentile(values, 1), lower - reach), Math.max(percentile(values, 99), upper + reach)]
      : [lower - reach, upper + reach]
    return values.map((x) => x < (fences[0] ?? NaN) || x > (fences[1] ?? NaN))
  }
}

export function removeOutliers(values: readonly number[], detect: Detector): readonly number[] {
  const outlier = detect(values)
  return values.filter((_, i) => outlier[i] !== true)
}
