import { mean, total } from './descriptive.ts'
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

export function effectSize(
  measure: EffectMeasure,
  control: readonly number[],
  experiment: readonly number[],
): number {
  return measure === 'cles' ? cles(control, experiment) : meanRatio(control, experiment)
}
