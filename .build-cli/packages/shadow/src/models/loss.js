import { addTo, settled, totalOf } from "../tally/exact-sum.js";
export function emptyLoss() {
    return { n: 0, stable: [], candidate: [], stableSquared: [], changeSquared: [] };
}
export function noteLoss(into, stable, candidate) {
    into.n++;
    addTo(into.stable, stable);
    addTo(into.candidate, candidate);
    addTo(into.stableSquared, stable * stable);
    addTo(into.changeSquared, (candidate - stable) ** 2);
}
export function addLoss(into, from) {
    into.n += from.n;
    for (const sum of SUMS)
        for (const part of from[sum])
            addTo(into[sum], part);
}
/** The same in the one form it has, whatever order it was counted in. */
export function settledLoss(loss) {
    return {
        n: loss.n,
        stable: settled(loss.stable),
        candidate: settled(loss.candidate),
        stableSquared: settled(loss.stableSquared),
        changeSquared: settled(loss.changeSquared),
    };
}
const SUMS = ['stable', 'candidate', 'stableSquared', 'changeSquared'];
/** The stable model's losses as number, mean and spread. */
export function stableLosses({ n, stable, stableSquared }) {
    return summary(n, totalOf(stable), totalOf(stableSquared));
}
/** The same of candidate minus stable, input by input. */
export function lossChanges({ n, stable, candidate, changeSquared }) {
    return summary(n, totalOf(candidate) - totalOf(stable), totalOf(changeSquared));
}
function summary(n, sum, squares) {
    const mean = n === 0 ? 0 : sum / n;
    return { kind: 'summary', n, mean, m2: Math.max(0, squares - sum * mean) };
}
