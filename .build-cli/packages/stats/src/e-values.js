import { demand, demandOpenUnit } from "./errors.js";
import { logSumExp } from "./log-space.js";
import { at } from "./numbers.js";
// An e-value on the threshold itself counts; its log may fall short by rounding only.
const SLACK = 1e-12;
function check(logE) {
    demand(logE.length > 0, () => 'at least one e-value is needed, got none');
    const index = logE.findIndex((value) => Number.isNaN(value));
    demand(index === -1, () => `e-values must be numbers, got NaN at position ${index}`);
}
function weightsFor(logE, weights) {
    check(logE);
    if (weights === undefined)
        return logE.map(() => 1 / logE.length);
    demand(weights.length === logE.length, () => `need ${logE.length} weights, got ${weights.length}`);
    const total = weights.reduce((a, b) => a + b, 0);
    const fine = weights.every((weight) => weight >= 0) && Math.abs(total - 1) < 1e-9;
    demand(fine, () => `weights must be at least 0 and sum to 1, got ${weights.join(', ')}`);
    return weights;
}
/**
 * log of the weighted average of e-values given as logs, itself an e-value under any dependence. Use values of
 * the same look, never running maxima. Weights default to equal ones and must sum to 1.
 */
export function logAverageE(logE, weights) {
    const share = weightsFor(logE, weights);
    return logSumExp(logE.map((value, i) => (at(share, i) === 0 ? -Infinity : value + Math.log(at(share, i)))));
}
/** Which e-values reach 1/(alpha w) on their own: weighted Bonferroni. */
export function bonferroniE(logE, alpha, weights) {
    demandOpenUnit(alpha, 'alpha');
    const share = weightsFor(logE, weights);
    return logE.map((value, i) => value + Math.log(at(share, i)) >= -Math.log(alpha) - SLACK);
}
/**
 * Whom to blame for a rejected average: everyone beyond 1/(alpha w), or else the largest weighted e-value.
 * Places in the input, ascending; empty unless the average reaches 1/alpha.
 */
export function blame(logE, alpha, weights) {
    if (logAverageE(logE, weights) < -Math.log(alpha) - SLACK)
        return [];
    const share = weightsFor(logE, weights);
    const alone = bonferroniE(logE, alpha, weights).flatMap((reached, i) => (reached ? [i] : []));
    if (alone.length > 0)
        return alone;
    const weighted = logE.map((value, i) => value + Math.log(at(share, i)));
    return [weighted.indexOf(weighted.reduce((a, b) => Math.max(a, b), -Infinity))];
}
/** e-BH (Wang & Ramdas 2022): places rejected at false discovery rate alpha under any dependence, ascending. */
export function eBenjaminiHochberg(logE, alpha) {
    check(logE);
    demandOpenUnit(alpha, 'alpha');
    const order = logE.map((_, i) => i).sort((a, b) => at(logE, b) - at(logE, a));
    const total = logE.length;
    const last = order.findLastIndex((place, rank) => at(logE, place) >= Math.log(total / ((rank + 1) * alpha)) - SLACK);
    return order.slice(0, last + 1).sort((a, b) => a - b);
}
