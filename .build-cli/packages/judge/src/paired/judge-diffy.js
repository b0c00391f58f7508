import { diffyFilter } from '@sluice/stats';
import { missing } from "./finding.js";
/** Diffy's filter as it is: no sampling error, no correction. What it reports is worse, the rest is fine. */
export function draftDiffy(policy, samples) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion' || candidate.trials <= 0) {
        return missing(policy, samples, 'wrong_samples');
    }
    const n = candidate.trials;
    const { reported } = diffyFilter(candidate.events, baseline.events, n);
    return {
        policy,
        samples,
        p: reported ? 0 : 1,
        within: !reported,
        estimate: (candidate.events - baseline.events) / n,
        low: null,
        high: null,
        scale: 'difference',
        margin: policy.margin.value,
        observed: {
            baseline: { trials: n, events: baseline.events, value: baseline.events / n },
            candidate: { trials: n, events: candidate.events, value: candidate.events / n },
        },
        needed: undefined,
        notes: [],
    };
}
