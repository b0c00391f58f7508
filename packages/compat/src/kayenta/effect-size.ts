import { mean, summarise, total } from './descriptive.ts'
import { averageRanks } from './ranks.ts'

export type EffectMeasure = 'meanRatio' | 'cles'

/** mean(experiment) / mean(control); NaN where either mean is exactly 0. */
export function meanRatio(control: readonly number[], experiment: readonly number[]): number {
  const below = mean(control)
  const above = mean(experiment)
  return below === 0 || above === 0 ? NaN : above / below
}

/** Share of pairs where the experiment is higher, ties counting half (Vargha and Delaney 2000), in [0, 1]. */
export function cles(control: readonly number[], experiment: readonly number[]): number {
  const m = experiment.length
  const { ranks } = averageRanks(Float64Array.from([...experiment, ...control]))
  return (2 * total([...ranks.subarray(0, m)]) - m * (m + 1)) / (2 * control.length * m)
}

/** |difference of means| over the pooled standard deviation. */
export function cohenD(control: readonly number[], experiment: readonly number[]): number {
  const a = summarise(experiment)
  const b = summarise(control)
  const pooled = ((a.count - 1) * a.std ** 2 + (b.count - 1) * b.std ** 2) / (a.count + b.count - 2)
  return Math.abs(a.mean - b.mean) / Math.sqrt(pooled)
}

export function effectSize(
  measure: EffectMeasure,
  control: readonly number[],
  experiment: readonly number[],
): number {
  return measure === 'cles' ? cles(control, experiment) : meanRatio(control, experiment)
}
