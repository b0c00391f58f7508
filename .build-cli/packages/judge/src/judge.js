import { checkPolicy } from "./check-policy.js";
import { judges } from "./registry.js";
import { unjudged } from "./unjudged.js";
/**
 * What the samples tell about every metric of a policy: one evidence for each, in the policy's order. Pure: the same
 * blocks give the same evidence, at whatever moment and however often they are judged. A metric without samples, or
 * with a judge nobody knows, is unknown. A policy that promises nothing sensible is a `UserError`.
 */
export function judge(policy, samples) {
    checkPolicy(policy);
    const byMetric = new Map(samples.map((each) => [each.metric, each]));
    const samplesOf = (metric) => byMetric.get(metric.name);
    const found = new Map();
    for (const [name, judgeMetrics] of Object.entries(judges)) {
        const own = policy.metrics.filter((metric) => metric.judge === name);
        if (own.length === 0)
            continue;
        for (const evidence of judgeMetrics(policy, own, samplesOf))
            found.set(evidence.metric, evidence);
    }
    return policy.metrics.map((metric) => noted(found.get(metric.name) ??
        unjudged(policy, metric, samplesOf(metric), 'judge_error', `There is no judge called ${metric.judge}.`)));
}
/** What the source had to say about its samples belongs before the reader as much as what the judge has. */
function noted(evidence) {
    const { notes = [] } = evidence.samples;
    return notes.length === 0 ? evidence : { ...evidence, notes: [...(evidence.notes ?? []), ...notes] };
}
