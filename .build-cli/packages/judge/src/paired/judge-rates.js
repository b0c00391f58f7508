import { clopperPearson, fisherExact, miettinenNurminen } from '@sluice/stats';
import { missing } from "./finding.js";
import { pairsNeeded } from "./judge-paired.js";
/**
 * Two rates over different numbers of pairs: how often the candidate differed among all, how often the baseline's own repeat
 * did among those that have one. Fisher's exact test, one-sided, of "no more often than the repeat", and Miettinen and
 * Nurminen's interval of the difference; Clopper-Pearson's where the repeat never differed. Pairs in which both differ make
 * the two rates alike, which this does not use: it errs on the side of "not known".
 */
export function draftRates(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate } = block;
    if (candidate.kind === 'absent')
        return missing(policy, samples, candidate.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'proportion' || candidate.kind !== 'proportion') {
        return missing(policy, samples, 'wrong_samples');
    }
    const arms = [baseline, candidate];
    if (arms.some(({ events, trials }) => ![events, trials].every(isCount) || events > trials))
        return missing(policy, samples, 'events_exceed_trials');
    if (arms.some(({ trials }) => trials === 0))
        return missing(policy, samples, 'no_data');
    const rates = {
        baseline: baseline.events / baseline.trials,
        candidate: candidate.events / candidate.trials,
    };
    const { low, high } = baseline.events === 0
        ? clopperPearson(candidate.events, candidate.trials, 2 * confidence - 1)
        : miettinenNurminen(candidate, baseline, 2 * confidence - 1);
    const margin = policy.margin.value;
    return {
        policy,
        samples,
        p: fisherExact(candidate.events, candidate.trials, baseline.events, baseline.trials, 'greater'),
        within: high <= margin,
        estimate: rates.candidate - rates.baseline,
        low,
        high,
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: baseline.trials, events: baseline.events, value: rates.baseline },
            candidate: { trials: candidate.trials, events: candidate.events, value: rates.candidate },
        },
        needed: pairsNeeded(candidate.events, Math.round(rates.baseline * candidate.trials), candidate.trials, margin, confidence),
        notes: [],
    };
}
function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
