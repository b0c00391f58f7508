const MOST = 256;
const ALONE = 100;
/**
 * The whole weights from 0 to 256 whose ratio is nearest to the candidate's share in percent; the smallest such pair.
 * Zero is only ever given for a share of exactly 0 or 100.
 */
export function weightsFor(share, baselines, candidates) {
    if (share === 0)
        return { baseline: ALONE, candidate: 0 };
    if (share === 100)
        return { baseline: 0, candidate: ALONE };
    const ratio = (share * baselines) / ((100 - share) * candidates);
    let best = { baseline: 1, candidate: 1 };
    let bestError = Infinity;
    for (let baseline = 1; baseline <= MOST; baseline++) {
        const candidate = Math.min(MOST, Math.max(1, Math.round(baseline * ratio)));
        const error = Math.abs(shareOf({ baseline, candidate }, baselines, candidates) - share);
        if (error < bestError - 1e-9) {
            best = { baseline, candidate };
            bestError = error;
        }
    }
    return best;
}
/** The candidate's share in percent that weights give. */
export function shareOf(weights, baselines, candidates) {
    const candidate = weights.candidate * candidates;
    return (candidate / (weights.baseline * baselines + candidate)) * 100;
}
