import { UserError } from '@sluice/action'
import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { judgeFixed } from './fixed/judge-fixed.ts'
import { readFixedSettings } from './fixed/settings.ts'
import { judgeTogether } from './paired/judge-together.ts'
import { deliberate } from './sequential/deliberate.ts'
import type { SamplesOf } from './sequential/seat.ts'

/** One way of judging metrics. */
export interface Judge {
  /** Judges the metrics of a policy that name this judge, given the samples of each; one evidence for each, in order. */
  readonly judge: (
    policy: Policy,
    metrics: readonly MetricPolicy[],
    samplesOf: SamplesOf,
  ) => readonly Evidence[]
  /** Throws a `UserError` that names every setting of the metric that this judge does not take. */
  readonly checkSettings: (metric: MetricPolicy) => void
}

/** Judges by the name that a metric gives as `judge`. */
export type Judges = Readonly<Record<string, Judge>>

/** A judge that looks at each metric by itself. */
export function judgeEach(
  judgeOne: (policy: Policy, metric: MetricPolicy, samples: Samples) => Evidence,
): Judge['judge'] {
  return (policy, metrics, samplesOf) =>
    metrics.map((metric) =>
      judgeOne(policy, metric, samplesOf(metric) ?? { metric: metric.name, blocks: [] }),
    )
}

/** Throws a `UserError` if the metric has settings, for a judge that takes none. */
function refuseSettings(metric: MetricPolicy): void {
  if (Object.keys(metric.settings ?? {}).length > 0)
    throw new UserError(
      'JUDGE_SETTINGS',
      `${metric.name}: must not have settings, because the judge ${metric.judge} has none`,
      'Remove the settings of this metric.',
    )
}

/** The judges of Sluice itself; those that read the rules of other tools are in `@sluice/compat`. */
export const ownJudges = {
  sequential: {
    judge: (policy, metrics, samplesOf) => deliberate(policy, metrics, samplesOf).evidence,
    checkSettings: refuseSettings,
  },
  fixed: { judge: judgeEach(judgeFixed), checkSettings: readFixedSettings },
  // The settings of a paired metric are written by `shadow-compare`, never by people.
  paired: { judge: judgeTogether, checkSettings: () => undefined },
} as const satisfies Judges
