import type { Evidence, EvidenceReason, MetricPolicy, Policy, Samples } from '@sluice/verdict'

const NOTHING = { trials: 0, value: null } as const

/** The evidence of a metric that no judge could say anything about: unknown, with the reason, and never a pass. */
export function unjudged(
  policy: Policy,
  metric: MetricPolicy,
  samples: Samples | undefined,
  reason: EvidenceReason,
  note?: string,
): Evidence {
  return {
    metric: metric.name,
    finding: 'unknown',
    reason,
    scale: metric.margin.of === 'baseline' ? 'ratio' : 'difference',
    effect: { estimate: null, low: null, high: null },
    margin: null,
    unit: metric.unit ?? '',
    confidence: policy.confidence,
    observed: { baseline: NOTHING, candidate: NOTHING },
    judge: metric.judge,
    critical: metric.critical,
    ...(note === undefined ? {} : { notes: [note] }),
    policy: metric,
    samples: samples ?? { metric: metric.name, blocks: [] },
  }
}
