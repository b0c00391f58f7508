import type { Evidence, MetricPolicy, Policy } from '@sluice/verdict'
import { deliberate } from './sequential/deliberate.ts'
import type { SamplesOf } from './sequential/seat.ts'

/** Judges the metrics of a policy that name it, given the samples of each; one evidence for each, in order. */
export type Judge = (
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: SamplesOf,
) => readonly Evidence[]

/** Every judge a metric may name; a judge is one file and one line here. */
export const judges = {
  sequential: (policy, metrics, samplesOf) => deliberate(policy, metrics, samplesOf).evidence,
} as const satisfies Readonly<Record<string, Judge>>
