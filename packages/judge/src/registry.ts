import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { judgeFixed } from './fixed/judge-fixed.ts'
import { judgeKayenta } from './kayenta/kayenta-judge.ts'
import { judgeTogether } from './paired/judge-together.ts'
import { deliberate } from './sequential/deliberate.ts'
import type { SamplesOf } from './sequential/seat.ts'
import { judgeThreshold } from './threshold/threshold-judge.ts'

/** Judges the metrics of a policy that name it, given the samples of each; one evidence for each, in order. */
export type Judge = (
  policy: Policy,
  metrics: readonly MetricPolicy[],
  samplesOf: SamplesOf,
) => readonly Evidence[]

/** A judge that looks at each metric by itself. */
function alone(judgeOne: (policy: Policy, metric: MetricPolicy, samples: Samples) => Evidence): Judge {
  return (policy, metrics, samplesOf) =>
    metrics.map((metric) =>
      judgeOne(policy, metric, samplesOf(metric) ?? { metric: metric.name, blocks: [] }),
    )
}

/** Every judge a metric may name; a judge is one file and one line here. */
export const judges = {
  sequential: (policy, metrics, samplesOf) => deliberate(policy, metrics, samplesOf).evidence,
  fixed: alone(judgeFixed),
  threshold: alone((_policy, metric, samples) => judgeThreshold(metric, samples)),
  kayenta: alone((_policy, metric, samples) => judgeKayenta(metric, samples)),
  paired: judgeTogether,
} as const satisfies Readonly<Record<string, Judge>>
