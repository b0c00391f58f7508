import { binomialAtLeast, clopperPearson } from '@sluice/stats';
import { missing, NOTHING } from "./finding.js";
import { pairsNeeded } from "./judge-paired.js";
/** A rate against a budget: Clopper-Pearson's bound, and the exact binomial test of "no more than the budget". */
export function draftBudget(policy, samples, confidence) {
    let [events, n] = [0, 0];
    const shown = { events: 0, trials: 0 };
    for (const { baseline, candidate } of samples.blocks) {
        if (candidate.kind === 'absent')
            return missing(policy, samples, candidate.absence);
        if (candidate.kind !== 'proportion')
            return missing(policy, samples, 'wrong_samples');
        if (!(candidate.events >= 0 && candidate.events <= candidate.trials)) {
            return missing(policy, samples, 'events_exceed_trials');
        }
        events += candidate.events;
        n += candidate.trials;
        if (baseline.kind === 'proportion') {
            shown.events += baseline.events;
            shown.trials += baseline.trials;
        }
    }
    if (n === 0)
        return missing(policy, samples, 'no_data');
    const margin = policy.margin.value;
    // A census is not a sample: what it counts is the truth, and needs no bound.
    const census = policy.settings?.['census'] === true;
    const share = events / n;
    const { low, high } = census ? { low: share, high: share } : clopperPearson(events, n, 2 * confidence - 1);
    return {
        policy,
        samples,
        p: census
            ? share > margin
                ? 0
                : 1
            : margin <= 0
                ? events > 0
                    ? 0
                    : 1
                : binomialAtLeast(events, n, Math.min(margin, 1)),
        within: high <= margin,
        estimate: share,
        low,
        high,
        scale: 'absolute',
        margin,
        observed: { baseline: observed(shown), candidate: { trials: n, events, value: share } },
        needed: pairsNeeded(events, 0, n, margin, confidence),
        notes: [],
    };
}
/** What the baseline did decides nothing here; it is told to compare with. */
function observed({ events, trials }) {
    return trials > 0 ? { trials, events, value: events / trials } : NOTHING;
}
