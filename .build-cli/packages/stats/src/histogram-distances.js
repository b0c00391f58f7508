import { demand } from "./errors.js";
import { at, demandCounts } from "./numbers.js";
function totals(x, y) {
    demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`);
    const [m, n] = [demandCounts(x, 'the first histogram'), demandCounts(y, 'the second histogram')];
    demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`);
    return [m, n];
}
function shares(x, y) {
    const [m, n] = totals(x, y);
    return [Float64Array.from(x, (count) => count / m), Float64Array.from(y, (count) => count / n)];
}
// Evidently fills zeros with 0.0001, or with a millionth of the smallest share when that is no larger; the
// shares are then not scaled back to one.
function filled(share) {
    const least = share.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity);
    const fill = least <= 0.0001 ? least / 1e6 : 0.0001;
    return share.map((value) => (value === 0 ? fill : value));
}
function smoothed(counts, total) {
    return Float64Array.from(counts, (count) => (count + 0.5) / (total + 0.5 * counts.length));
}
/** Population stability index, sum (p - q) ln(p / q); 0 for equal shares, never negative. */
export function populationStability(x, y, fill = 'add-half') {
    const [m, n] = totals(x, y);
    const [p, q] = fill === 'add-half' ? [smoothed(x, m), smoothed(y, n)] : shares(x, y).map(filled);
    if (p === undefined || q === undefined)
        return NaN;
    let index = 0;
    for (let i = 0; i < p.length; i++)
        index += (at(p, i) - at(q, i)) * Math.log(at(p, i) / at(q, i));
    return index;
}
/** What the index is expected to show by chance alone: about (bins - 1)(1/m + 1/n). */
export function stabilityNoise(bins, m, n) {
    demand(bins >= 1 && m > 0 && n > 0, () => `noise needs bins and values, got ${bins}, ${m}, ${n}`);
    return (bins - 1) * (1 / m + 1 / n);
}
// p ln(p / middle), accurate where both shares are close.
function relative(p, other) {
    return p === 0 ? 0 : -p * Math.log1p((other - p) / (2 * p));
}
/** Jensen-Shannon divergence in nats, 0 to ln 2. Divide by ln 2 for bits; its square root is a distance. */
export function jensenShannon(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++) {
        total += relative(at(p, i), at(q, i)) + relative(at(q, i), at(p, i));
    }
    return Math.max(0, total / 2);
}
/** Hellinger distance, 0 to 1. */
export function hellinger(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++)
        total += (Math.sqrt(at(p, i)) - Math.sqrt(at(q, i))) ** 2;
    return Math.sqrt(total / 2);
}
/** Total variation distance, 0 to 1: the share of one histogram that must move to become the other. */
export function totalVariation(x, y) {
    const [p, q] = shares(x, y);
    let total = 0;
    for (let i = 0; i < p.length; i++)
        total += Math.abs(at(p, i) - at(q, i));
    return total / 2;
}
