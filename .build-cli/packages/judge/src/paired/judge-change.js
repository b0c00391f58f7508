import { largerMeanP, meanError, studentQuantile } from '@sluice/stats';
import { missing } from "./finding.js";
/** Fewer inputs than this prove nothing, however alike they are: what is rare and large has hardly had a chance to be seen. */
const FEWEST = 100;
/**
 * The mean change of a loss on the same inputs: the baseline's arm holds its losses, the candidate's arm holds candidate minus
 * baseline, input by input. Student's paired test, one-sided, of "no larger"; the margin is in the unit of the loss, or a
 * share of the baseline's mean, which is then known no better than its own spread lets it be.
 */
export function draftChange(policy, samples, confidence) {
    const [block] = samples.blocks;
    if (block === undefined || samples.blocks.length > 1)
        return missing(policy, samples, 'wrong_samples');
    const { baseline, candidate: change } = block;
    if (change.kind === 'absent')
        return missing(policy, samples, change.absence);
    if (baseline.kind === 'absent')
        return missing(policy, samples, baseline.absence);
    if (baseline.kind !== 'summary' || change.kind !== 'summary' || baseline.n !== change.n) {
        return missing(policy, samples, 'wrong_samples');
    }
    const { n } = change;
    if (n === 0)
        return missing(policy, samples, 'no_data');
    const share = policy.margin.of === 'baseline' ? policy.margin.value : 0;
    const margin = policy.margin.of === 'baseline' ? share * baseline.mean : policy.margin.value;
    const error = n < 2 ? 0 : meanError(change);
    const own = n < 2 ? 0 : meanError(baseline);
    const t = n < 2 ? Infinity : studentQuantile(confidence, n - 1);
    // The margin moves with the baseline's mean: the two errors added are never too small, whatever they have in common.
    const reach = (of) => (of === 0 ? 0 : t * of);
    const high = change.mean + reach(error + share * own);
    return {
        policy,
        samples,
        p: largerMeanP(change),
        within: n >= FEWEST && high <= margin,
        estimate: change.mean,
        low: n < 2 ? null : change.mean - reach(error),
        high: n < 2 ? null : high,
        scale: 'difference',
        margin,
        observed: {
            baseline: { trials: n, value: baseline.mean },
            candidate: { trials: n, value: baseline.mean + change.mean },
        },
        needed: neededFor(change, error + share * own, margin, t),
        notes: [],
    };
}
function neededFor({ n, mean }, error, margin, t) {
    const distance = mean < margin ? margin - mean : mean;
    if (n < FEWEST)
        return FEWEST - n;
    if (distance <= 0)
        return n;
    return Math.max(n, Math.ceil(n * ((t * error) / distance) ** 2) - n);
}
