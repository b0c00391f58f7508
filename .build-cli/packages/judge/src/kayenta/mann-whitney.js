import { normalQuantile, zeroin } from '@sluice/stats';
import { averageRanks } from "./ranks.js";
// Kayenta's tolerance is absolute, so a metric in seconds and the same one in microseconds may differ.
const TOLERANCE = 1e-4;
/** Raised where every observation is tied at a shift, so that the variance is zero. Kayenta labels the metric Error. */
export class TiedObservations extends Error {
    name = 'TiedObservations';
    constructor() {
        super('no interval: all observations are tied at this shift');
    }
}
export function armsOf(experiment, control) {
    const x = Float64Array.from(experiment);
    const y = Float64Array.from(control);
    return { x, y, muMin: least(x) - most(y), muMax: most(x) - least(y) };
}
/**
 * Standardised rank sum of x − mu among y, continuity corrected, less `quantile`. Falls from positive to negative as
 * mu grows, in jumps. Throws `TiedObservations`.
 */
export function wilcoxonDiff({ x, y }, mu, quantile) {
    const n = x.length;
    const m = y.length;
    const both = new Float64Array(n + m);
    both.set(x.map((value) => value - mu));
    both.set(y, n);
    const { ranks, tieSum } = averageRanks(both);
    const rankSum = ranks.subarray(0, n).reduce((total, rank) => total + rank, 0);
    const dz = rankSum - (n * (n + 1)) / 2 - (n * m) / 2;
    const variance = ((n * m) / 12) * (n + m + 1 - tieSum / ((n + m) * (n + m - 1)));
    const sigma = Math.sqrt(variance);
    if (sigma === 0)
        throw new TiedObservations();
    return (dz - 0.5 * Math.sign(dz)) / sigma - quantile;
}
/** Where `wilcoxonDiff` crosses zero, without looking at the end points first. */
export function crossing(arms, quantile) {
    return zeroin((mu) => wilcoxonDiff(arms, mu, quantile), arms.muMin, arms.muMax, TOLERANCE);
}
function guardedCrossing(arms, quantile) {
    if (wilcoxonDiff(arms, arms.muMin, quantile) <= 0)
        return arms.muMin;
    if (wilcoxonDiff(arms, arms.muMax, quantile) >= 0)
        return arms.muMax;
    return crossing(arms, quantile);
}
/** Kayenta's interval for experiment − control at `confidence`, from R's asymptotic `wilcox.test`. Throws `TiedObservations`. */
export function mannWhitneyInterval(experiment, control, confidence) {
    const arms = armsOf(experiment, control);
    const z = normalQuantile((1 - confidence) / 2);
    return {
        low: guardedCrossing(arms, -z),
        high: guardedCrossing(arms, z),
        estimate: crossing(arms, 0),
    };
}
function least(values) {
    return values.reduce((a, b) => Math.min(a, b), Infinity);
}
function most(values) {
    return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
