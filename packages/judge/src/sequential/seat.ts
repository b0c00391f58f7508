import type { MetricPolicy, Policy, Samples } from '@sluice/verdict'
import type { Ruling } from './evidence.ts'
import { kindOf } from './kind.ts'
import { metricProcess, type MetricProcess } from './metric-process.ts'

/** One metric before the judge: its running evidence, and what has been ruled about it so far. */
export interface Seat {
  readonly metric: MetricPolicy
  /** Null where the sequential judge has no method for the metric's kind. */
  readonly process: MetricProcess | null
  ruling: Ruling | null
}

/** Finds the samples of a metric. */
export type SamplesOf = (metric: MetricPolicy) => Samples | undefined

/** A seat for each metric, in order, with nothing seen yet. */
export function seatsOf(policy: Policy, metrics: readonly MetricPolicy[]): readonly Seat[] {
  return metrics.map((metric) => {
    const kind = kindOf(metric, policy)
    const process = kind === null ? null : kind((own) => metricProcess(own, metric, policy.stages))
    return { metric, process, ruling: null }
  })
}
