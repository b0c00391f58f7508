const NOTHING = { trials: 0, value: null };
/** The evidence of a metric that no judge could say anything about: unknown, with the reason, and never a pass. */
export function unjudged(policy, metric, samples, reason, note) {
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
    };
}
