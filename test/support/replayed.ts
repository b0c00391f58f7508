import { learnHistories, planFromPast, redrawOf, type PastPlan } from '@sluice/judge'
import type { Arm, MetricPolicy, Policy } from '@sluice/verdict'

/** What is asked of the past: `times` null is a sound candidate that is to pass. */
interface Asked {
  readonly weight: number
  readonly times: number | null
}

/** Intervals until the judge decides, tried on this past of the baseline, with the noise learned from it. */
export function replayed(metric: MetricPolicy, past: readonly Arm[], { weight, times }: Asked): PastPlan {
  const policy: Policy = {
    confidence: 0.95,
    minTrials: 0,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: [metric],
  }
  const blocks = past.map((baseline, i) => ({
    from: i * 1000,
    to: (i + 1) * 1000,
    weight: 0,
    candidate: { kind: 'absent', absence: 'not_observed' } as const,
    baseline,
  }))
  const learned = learnHistories(policy, [{ metric: metric.name, blocks }]).policy
  return planFromPast({
    policy: learned,
    metric: learned.metrics[0] ?? metric,
    past: redrawOf(metric, past),
    seconds: 1,
    weight,
    times,
  })
}
