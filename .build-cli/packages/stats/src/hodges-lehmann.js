import { demand, demandOpenUnit } from "./errors.js";
import { atOrder, orderOf } from "./ieee-order.js";
import { rankSumQuantile } from "./mann-whitney-exact.js";
import { normalUpperQuantile } from "./normal.js";
import { at } from "./numbers.js";
import { sortedFinite } from "./sort.js";
function countAtMost(x, y, limit) {
    let count = 0;
    let j = 0;
    for (let i = 0; i < x.length; i++) {
        const value = at(x, i);
        // As x grows, fewer of the smallest y keep the difference within the limit.
        while (j < y.length && value - at(y, j) > limit)
            j++;
        count += y.length - j;
    }
    return count;
}
/**
 * The k-th smallest (1-based) of the differences x_i - y_j of two ascending arms, without forming them: bisection
 * over the order of doubles, at most 64 sweeps of length m + n.
 */
export function kthDifference(x, y, k) {
    demand(k >= 1 && k <= x.length * y.length, () => `there is no ${k}-th of ${x.length} × ${y.length} differences`);
    let low = orderOf(at(x, 0) - at(y, y.length - 1));
    let high = orderOf(at(x, x.length - 1) - at(y, 0));
    while (low < high) {
        const middle = (low + high) >> 1n;
        if (countAtMost(x, y, atOrder(middle)) >= k)
            high = middle;
        else
            low = middle + 1n;
    }
    return atOrder(low);
}
function shiftAt(x, y, rank) {
    const pairs = x.length * y.length;
    const half = Math.ceil(pairs / 2);
    const middle = kthDifference(x, y, half);
    const estimate = pairs % 2 === 1 ? middle : (middle + kthDifference(x, y, half + 1)) / 2;
    return { estimate, low: kthDifference(x, y, rank), high: kthDifference(x, y, pairs + 1 - rank), rank };
}
function arms(x, y, confidence) {
    demandOpenUnit(confidence, 'the confidence');
    return [sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm')];
}
/** Hodges-Lehmann shift with the exact interval for untied data (as R's wilcox.test with exact = TRUE). */
export function hodgesLehmannExact(x, y, confidence = 0.95) {
    const [a, b] = arms(x, y, confidence);
    return shiftAt(a, b, Math.max(1, rankSumQuantile((1 - confidence) / 2, a.length, b.length)));
}
/** Hodges-Lehmann shift with the large-sample interval: rank = max(1, floor(mn/2 - z √(mn(m+n+1)/12))). */
export function hodgesLehmann(x, y, confidence = 0.95) {
    const [a, b] = arms(x, y, confidence);
    const pairs = a.length * b.length;
    const z = normalUpperQuantile((1 - confidence) / 2);
    const spread = Math.sqrt((pairs * (a.length + b.length + 1)) / 12);
    return shiftAt(a, b, Math.max(1, Math.floor(pairs / 2 - z * spread)));
}
