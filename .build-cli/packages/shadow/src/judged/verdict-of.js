import { digestOf, conclude, } from '@sluice/verdict';
import { detailsOf } from "../details/details.js";
import { metricsOf } from "./metrics.js";
/** The verdict on a comparison. A pure function of the counts and the settings. */
export function verdictOf(summary, comparison, settings, { subject, conduct, judge, }) {
    const metrics = metricsOf(summary, comparison, settings);
    const policy = {
        confidence: settings.confidence,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: metrics.map((metric) => metric.policy),
    };
    const evidence = judge(policy, metrics.map(({ samples }) => samples));
    return {
        schema: 1,
        action: 'shadow-compare',
        subject,
        ...conclude(evidence),
        evidence,
        window: settings.window,
        policy: { digest: digestOf(policy), document: policy },
        details: detailsOf(summary, comparison, evidence, conduct, settings.confidence),
    };
}
/** Decision of the action for an outcome. */
export function decisionOf(outcome) {
    if (outcome === 'pass')
        return 'accept';
    return outcome === 'fail' ? 'reject' : 'undecided';
}
