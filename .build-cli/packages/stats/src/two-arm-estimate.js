import { informsRatio } from "./ratio-eprocess.js";
export function startTotals() {
    return {
        candidateEvents: 0,
        candidateExposure: 0,
        baselineEvents: 0,
        baselineExposure: 0,
        weightedCandidate: 0,
        weightedBaseline: 0,
        weight: 0,
    };
}
export function addTotals(totals, { x, n, y, m }) {
    totals.candidateEvents += x;
    totals.candidateExposure += n;
    totals.baselineEvents += y;
    totals.baselineExposure += m;
    if (!(n > 0 && m > 0))
        return;
    totals.weightedCandidate += (x * m) / (n + m);
    totals.weightedBaseline += (y * n) / (n + m);
    totals.weight += (n * m) / (n + m);
}
/** Mantel-Haenszel rate ratio; null without events, Infinity when only the candidate had some. */
export function ratioEstimate({ weightedCandidate, weightedBaseline }) {
    if (weightedCandidate === 0 && weightedBaseline === 0)
        return null;
    return weightedCandidate / weightedBaseline;
}
/** Mantel-Haenszel rate difference, candidate minus baseline; null where no block had both arms. */
export function differenceEstimate(totals) {
    if (totals.weight === 0)
        return null;
    return (totals.weightedCandidate - totals.weightedBaseline) / totals.weight;
}
/** Both arms together: events per exposure, null without exposure. */
export function pooledRate(totals) {
    const exposure = totals.candidateExposure + totals.baselineExposure;
    return exposure > 0 ? (totals.candidateEvents + totals.baselineEvents) / exposure : null;
}
/** Blocks that can say something about a ratio. */
export function informing(blocks) {
    return blocks.filter(informsRatio);
}
