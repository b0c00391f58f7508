export const NOTHING = { trials: 0, value: null };
/** A metric that cannot be judged for want of data. */
export function missing(policy, samples, reason) {
    return {
        policy,
        samples,
        p: 1,
        within: false,
        estimate: null,
        low: null,
        high: null,
        scale: 'absolute',
        margin: policy.margin.value,
        observed: { baseline: NOTHING, candidate: NOTHING },
        needed: undefined,
        notes: [],
        missing: reason,
    };
}
/**
 * Within the margin for sure: fine. Otherwise worse for sure, after correction for the number of questions asked: worse.
 * Otherwise unknown. `adjusted` is the corrected p-value.
 */
export function conclude(draft, adjusted, confidence) {
    const [finding, reason] = decide(draft, adjusted, confidence);
    const { policy, samples, estimate, low, high, observed, needed, notes } = draft;
    return {
        metric: samples.metric,
        finding,
        reason,
        scale: draft.scale,
        effect: { estimate, low, high },
        margin: draft.margin,
        unit: policy.unit ?? '',
        confidence,
        observed,
        ...(finding === 'unknown' && needed !== undefined ? { needed } : {}),
        judge: policy.judge,
        critical: policy.critical,
        ...(notes.length > 0 ? { notes } : {}),
        policy,
        samples,
    };
}
function decide(draft, adjusted, confidence) {
    if (draft.missing !== undefined)
        return ['unknown', draft.missing];
    const test = draft.policy.settings?.['test'];
    const limit = test === 'limit';
    const differences = test === 'budget' || draft.policy.settings?.['counts'] === 'differences';
    const certain = adjusted <= 1 - confidence;
    if (draft.within) {
        if (limit)
            return ['fine', 'limit_kept'];
        if (certain)
            return ['fine', 'tolerated_change'];
        return ['fine', differences ? 'difference_within_budget' : 'within_margin'];
    }
    if (!certain)
        return ['unknown', 'more_trials_needed'];
    if (limit)
        return ['worse', 'limit_exceeded'];
    return ['worse', differences ? 'difference_beyond_budget' : 'regression'];
}
