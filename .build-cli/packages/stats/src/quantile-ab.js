import { betaBinomialLogE } from "./beta-binomial-mixture.js";
import { demand, demandOpenUnit } from "./errors.js";
import { at } from "./numbers.js";
import { sortedFinite } from "./sort.js";
function countBelow(values, x, inclusive) {
    let [low, high] = [0, values.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        const value = at(values, middle);
        if (value < x || (inclusive && value === x))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
function least(f) {
    const golden = (Math.sqrt(5) - 1) / 2;
    let [low, high] = [0, 1];
    for (let step = 0; step < 80; step++) {
        const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
        if (f(left) <= f(right))
            high = right;
        else
            low = left;
    }
    return (low + high) / 2;
}
function arm(values, p, optimal, alpha) {
    const n = values.length;
    const variance = p * (1 - p);
    const mixture = { g: p, h: 1 - p, optimal: variance * optimal, sides: 'two', alpha };
    const logE = (share) => betaBinomialLogE((share - p) * n, variance * n, mixture);
    const middle = least(logE);
    const start = at(values, Math.max(0, Math.ceil(middle * n) - 1));
    const end = at(values, Math.min(n - 1, Math.floor(middle * n)));
    const evidence = (x) => {
        if (x < start)
            return logE(countBelow(values, x, true) / n);
        if (x > end)
            return logE(countBelow(values, x, false) / n);
        return logE(middle);
    };
    return { values, start, end, evidence };
}
/**
 * Always-valid p-value that two arms share a p-quantile (Howard & Ramdas 2022, section 5): the least product of
 * both arms' beta-binomial e-values over all places where that quantile could lie.
 */
export function quantileAbP(x, y, p, optimal, alpha = 0.05) {
    demandOpenUnit(p, 'the quantile');
    demand(optimal > 0, () => `the optimal size must be above 0, got ${optimal}`);
    const a = arm(sortedFinite(x, 'the first arm'), p, optimal, alpha);
    const b = arm(sortedFinite(y, 'the second arm'), p, optimal, alpha);
    const [first, second] = a.end <= b.end ? [a, b] : [b, a];
    const both = (place) => first.evidence(place) + second.evidence(place);
    let lowest = Math.min(both(first.end), both(second.start));
    const from = Math.max(1, countBelow(second.values, first.end, true));
    const to = countBelow(second.values, second.start, true);
    for (let i = from; i <= to; i++)
        lowest = Math.min(lowest, both(at(second.values, i - 1)));
    return Math.min(1, Math.exp(-lowest));
}
