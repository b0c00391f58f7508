import { at } from "./numbers.js";
/** log(e^a + e^b) without overflow; -Infinity is log 0. */
export function logAddExp(a, b) {
    const high = Math.max(a, b);
    if (!Number.isFinite(high))
        return high;
    return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
/** log(sum e^v) without overflow; -Infinity for an empty row (a sum of nothing is 0). */
export function logSumExp(values) {
    let high = -Infinity;
    for (let i = 0; i < values.length; i++) {
        const value = at(values, i);
        if (!(value <= high))
            high = value;
    }
    if (!Number.isFinite(high))
        return high;
    let total = 0;
    for (let i = 0; i < values.length; i++)
        total += Math.exp(at(values, i) - high);
    return high + Math.log(total);
}
/** log of the mean of e^v, which is the log of the average of e-values given as logs. */
export function logMeanExp(values) {
    return logSumExp(values) - Math.log(values.length);
}
/** log(1 + e^z), exact at both ends. */
export function softplus(z) {
    return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
}
/** log(p / (1 - p)); minus and plus infinity at 0 and 1. */
export function logit(p) {
    return Math.log(p) - Math.log1p(-p);
}
/** 1 / (1 + e^-z), the inverse of {@link logit}; small values keep their relative accuracy. */
export function expit(z) {
    if (z >= 0)
        return 1 / (1 + Math.exp(-z));
    const odds = Math.exp(z);
    return odds / (1 + odds);
}
