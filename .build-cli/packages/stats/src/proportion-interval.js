import { betaQuantile } from "./beta.js";
import { demand, demandOpenUnit } from "./errors.js";
import { normalUpperQuantile } from "./normal.js";
/** Raises a StatsError unless k events in n trials is possible (n above 0, 0 <= k <= n). */
export function demandProportion(k, n, name) {
    const fine = Number.isFinite(n) && n > 0 && k >= 0 && k <= n;
    demand(fine, () => `${name} needs events from 0 to its trials and at least one trial, got ${k} of ${n}`);
}
function check(k, n, confidence) {
    demandProportion(k, n, 'a proportion');
    demandOpenUnit(confidence, 'the confidence');
    return normalUpperQuantile((1 - confidence) / 2);
}
/** Wilson's score interval (1927) for k events in n trials; its ends are exactly 0 or 1 at k = 0 or n. */
export function wilson(k, n, confidence = 0.95) {
    const z = check(k, n, confidence);
    const p = k / n;
    const scale = 1 + (z * z) / n;
    const centre = (p + (z * z) / (2 * n)) / scale;
    const reach = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
    return { low: k === 0 ? 0 : Math.max(0, centre - reach), high: k === n ? 1 : Math.min(1, centre + reach) };
}
/** Wilson's interval with continuity correction (Newcombe 1998, method 4). */
export function wilsonCorrected(k, n, confidence = 0.95) {
    const z = check(k, n, confidence);
    const p = k / n;
    const q = 1 - p;
    const scale = 2 * (n + z * z);
    const centre = (2 * n * p + z * z) / scale;
    const below = (1 + z * Math.sqrt(Math.max(0, z * z - 2 - 1 / n + 4 * p * (n * q + 1)))) / scale;
    const above = (1 + z * Math.sqrt(Math.max(0, z * z + 2 - 1 / n + 4 * p * (n * q - 1)))) / scale;
    return { low: k === 0 ? 0 : Math.max(0, centre - below), high: k === n ? 1 : Math.min(1, centre + above) };
}
/** Clopper-Pearson's exact interval (1934), by beta quantiles. */
export function clopperPearson(k, n, confidence = 0.95) {
    check(k, n, confidence);
    const tail = (1 - confidence) / 2;
    return {
        low: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
        high: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
    };
}
/** Upper limit of a proportion after no event in n trials, 1 - α^(1/n): about 3/n at 95 %. */
export function ruleOfThree(n, confidence = 0.95) {
    check(0, n, confidence);
    return -Math.expm1(Math.log1p(-confidence) / n);
}
