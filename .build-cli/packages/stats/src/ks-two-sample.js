import { demand } from "./errors.js";
import { kolmogorovSf } from "./kolmogorov.js";
import { kolmogorovLimitSf } from "./kolmogorov-limit.js";
import { at, demandCounts } from "./numbers.js";
import { sortedFinite } from "./sort.js";
/** Pairs up to which the p-value is exact by default. */
const EXACT_PAIRS = 10_000;
function distance(m, n, above, below) {
    const [dPlus, dMinus] = [above / (m * n), below / (m * n)];
    return { m, n, above, below, dPlus, dMinus, d: Math.max(dPlus, dMinus) };
}
/** Kolmogorov-Smirnov distance of two samples, ties handled as one step. StatsError on non-finite values. */
export function ksDistance(x, y) {
    return ksDistanceOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'));
}
/** As {@link ksDistance}, for arms that are already ascending and finite. */
export function ksDistanceOfSorted(x, y) {
    const [m, n] = [x.length, y.length];
    let [i, j, above, below] = [0, 0, 0, 0];
    while (i < m && j < n) {
        const value = Math.min(at(x, i), at(y, j));
        while (i < m && at(x, i) === value)
            i++;
        while (j < n && at(y, j) === value)
            j++;
        const gap = i * n - j * m;
        if (gap > above)
            above = gap;
        else if (-gap > below)
            below = -gap;
    }
    return distance(m, n, above, below);
}
/** Distance from the counts of two histograms over the same bins; a lower bound for the raw values' distance. */
export function ksDistanceFromBins(x, y) {
    demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`);
    const m = demandCounts(x, 'the first histogram');
    const n = demandCounts(y, 'the second histogram');
    demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`);
    let [i, j, above, below] = [0, 0, 0, 0];
    for (let bin = 0; bin < x.length; bin++) {
        i += at(x, bin);
        j += at(y, bin);
        const gap = i * n - j * m;
        above = Math.max(above, gap);
        below = Math.max(below, -gap);
    }
    return distance(m, n, above, below);
}
/** p-value from the limiting law at √(mn/(m+n)) D; conservative for tied or binned data. */
export function ksLimitingP({ m, n, d }) {
    return kolmogorovLimitSf(Math.sqrt((m / (m + n)) * n) * d);
}
/** p-value from the one-sample law with n' = round(mn/(m+n)), halves to even: what SciPy calls asymp. */
export function ksOneSampleP({ m, n, d }) {
    const size = (m / (m + n)) * n;
    const down = Math.floor(size);
    const half = size - down === 0.5;
    return kolmogorovSf(d, half ? down + (down % 2) : Math.round(size));
}
/**
 * Exact P(D >= d) over all orderings of the two arms: the chance that a lattice path from (0, 0) to (m, n)
 * touches the boundary, every term positive. O(m n).
 */
export function ksExactP({ m, n, above, below }) {
    const limit = Math.max(above, below);
    if (limit === 0)
        return 1;
    const touched = new Float64Array(n + 1);
    for (let i = 0; i <= m; i++) {
        for (let j = 0; j <= n; j++) {
            if (Math.abs(i * n - j * m) >= limit)
                touched[j] = 1;
            else if (i === 0)
                touched[j] = j === 0 ? 0 : at(touched, j - 1);
            else if (j > 0)
                touched[j] = (i * at(touched, j) + j * at(touched, j - 1)) / (i + j);
        }
    }
    return Math.min(1, at(touched, n));
}
/** Two-sided two-sample Kolmogorov-Smirnov test: exact up to 10,000 pairs, else the limiting law. */
export function ksTest(x, y) {
    const found = ksDistance(x, y);
    const exact = found.m * found.n <= EXACT_PAIRS;
    return { ...found, exact, p: exact ? ksExactP(found) : ksLimitingP(found) };
}
