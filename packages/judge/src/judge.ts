import type { Evidence, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { checkPolicy } from './check-policy.ts'
import type { Judges } from './registry.ts'
import { unjudged } from './unjudged.ts'

/**
 * What the samples tell about every metric of a policy: one evidence for each, in the policy's order. Pure: the same
 * blocks give the same evidence, at whatever moment and however often they are judged. A metric without samples, or
 * with a judge that is not among `judges`, is unknown. A policy that promises nothing sensible is a `UserError`.
 */
export function judgeWith(judges: Judges, policy: Policy, samples: readonly Samples[]): readonly Evidence[] {
  checkPolicy(policy)
  const byMetric = new Map(samples.map((each) => [each.metric, each]))
  const samplesOf = (metric: MetricPolicy) => byMetric.get(metric.name)
  const found = new Map<string, Evidence>()
  for (const [name, { judge }] of Object.entries(judges)) {
    const own = policy.metrics.filter((metric) => metric.judge === name)
    if (own.length === 0) continue
    for (const evidence of judge(policy, own, samplesOf)) found.set(evidence.metric, evidence)
  }
  return policy.metrics.map((metric) =>
    noted(
      found.get(metric.name) ??
        unjudged(
          policy,
          metric,
          samplesOf(metric),
          'judge_error',
          `There is no judge called ${metric.judge}.`,
        ),
    ),
  )
}

/** What the source had to say about its samples belongs before the reader as much as what the judge has. */
function noted(evidence: Evidence): Evidence {
  const { notes = [] } = evidence.samples
  return notes.length === 0 ? evidence : { ...evidence, notes: [...(evidence.notes ?? []), ...notes] }
}
