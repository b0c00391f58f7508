import type { MetricPolicy, Policy, Samples } from '@sluice/verdict'
import type { Ruling } from './evidence.ts'
import { kindOf } from './kind.ts'
import { metricProcess, type MetricProcess } from './metric-process.ts'

/** One metric before the judge: its running evidence, and what has been ruled about it so far. */
export interface Seat {
  readonly metric: MetricPolicy
  readonly process: MetricProcess
  ruling: Ruling | null
}

/** Finds the samples of a metric. */
export type SamplesOf = (metric: MetricPolicy) => Samples | undefined

/** A seat for each metric, in order, with nothing seen yet. */
export function seatsOf(policy: Policy, metrics: readonly MetricPolicy[]): readonly Seat[] {
  return metrics.map((metric) => {
    const process = kindOf(metric, policy)((kind) => metricProcess(kind, metric, policy.stages))
    return { metric, process, ruling: null }
  })
}
