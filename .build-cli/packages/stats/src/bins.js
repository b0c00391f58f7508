import { demand } from "./errors.js";
import { at } from "./numbers.js";
/** Every distinct value a bin of its own. The values must be ascending and finite. */
export function binsOfSorted(values) {
    const [distinct, counts] = [[], []];
    for (let i = 0; i < values.length; i++) {
        const last = distinct.length - 1;
        if (last >= 0 && distinct[last] === at(values, i))
            counts[last] = (counts[last] ?? 0) + 1;
        else {
            distinct.push(at(values, i));
            counts.push(1);
        }
    }
    return { lower: distinct, upper: distinct, counts, total: values.length };
}
/** Buckets (bounds[i-1], bounds[i]] and one above the last bound, as a Prometheus histogram has; the first begins at 0. */
export function binsOfHistogram(bounds, counts) {
    demand(counts.length === bounds.length + 1, () => `a histogram of ${bounds.length} bounds needs ${bounds.length + 1} counts, got ${counts.length}`);
    const upper = [...Array.from(bounds), Infinity];
    const first = at(upper, 0);
    const lower = [first > 0 && first < Infinity ? 0 : -Infinity, ...Array.from(bounds)];
    let total = 0;
    for (let i = 0; i < counts.length; i++)
        total += at(counts, i);
    return { lower, upper, counts, total };
}
/** Log-width buckets (γ^(i-1), γ^i], γ = (1 + accuracy)/(1 - accuracy), after `zeros` values taken as 0. */
export function binsOfSketch(accuracy, zeros, bins) {
    const width = Math.log((1 + accuracy) / (1 - accuracy));
    const filled = bins.filter(([, count]) => count > 0);
    const first = zeros > 0 ? [zeros] : [];
    const lower = [...first.map(() => 0), ...filled.map(([index]) => Math.exp((index - 1) * width))];
    const upper = [...first.map(() => 0), ...filled.map(([index]) => Math.exp(index * width))];
    const counts = [...first, ...filled.map(([, count]) => count)];
    return { lower, upper, counts, total: counts.reduce((sum, count) => sum + count, 0) };
}
/** Reads how many values are at most x, for x that only rises from call to call. */
function rising(bins) {
    let [bin, before] = [0, 0];
    return (x, inclusive) => {
        while (bin < bins.counts.length) {
            const [low, high] = [at(bins.lower, bin), at(bins.upper, bin)];
            const whole = low === high ? (inclusive ? high <= x : high < x) : high <= x && high < Infinity;
            if (!whole)
                return before + part(low, high, at(bins.counts, bin), x);
            before += at(bins.counts, bin++);
        }
        return before;
    };
}
function part(low, high, count, x) {
    if (!(x > low) || low === high || low === -Infinity || high === Infinity)
        return 0;
    return (count * (x - low)) / (high - low);
}
/** Values above x: whole bins, and the even share of the bin that x falls into. */
export function countAbove(bins, x) {
    return bins.total - rising(bins)(x, true);
}
/** Values that are above x wherever they lie in their bins, and values that may be. */
export function boundsAbove({ lower, upper, counts }, x) {
    let [sure, possible] = [0, 0];
    for (let i = 0; i < counts.length; i++) {
        const [low, high] = [at(lower, i), at(upper, i)];
        if (low === high ? high > x : low >= x)
            sure += at(counts, i);
        if (high > x)
            possible += at(counts, i);
    }
    return { sure, possible };
}
/** Mann-Whitney's U of `c` against slope x `b` + offset: pairs in which c is larger, ties and shared bins one half. */
export function binnedU(c, b, slope = 1, offset = 0) {
    const atMost = rising(b);
    let u = 0;
    for (let i = 0; i < c.counts.length; i++) {
        const count = at(c.counts, i);
        const [low, high] = [at(c.lower, i), at(c.upper, i)];
        if (count === 0)
            continue;
        const from = atMost((low - offset) / slope, low !== high);
        const to = high === Infinity ? b.total : atMost((high - offset) / slope, true);
        u += (count * (from + to)) / 2;
    }
    return u;
}
/** The q-quantile, evenly interpolated within its bin; the lower end of a bin without an upper one, NaN when empty. */
export function binnedQuantile({ lower, upper, counts, total }, q) {
    const rank = q * total;
    let before = 0;
    for (let i = 0; i < counts.length; i++) {
        const count = at(counts, i);
        if (count > 0 && before + count >= rank) {
            const [low, high] = [at(lower, i), at(upper, i)];
            if (low === -Infinity)
                return high;
            return high === Infinity || low === high ? low : low + ((high - low) * (rank - before)) / count;
        }
        before += count;
    }
    return NaN;
}
/** Adds `weight` times one to the other; where that makes more than `most` bins, neighbours are put together. */
export function mergeBins(a, b, weight = 1, most = 4096) {
    const [lower, upper, counts] = [[], [], []];
    const put = (low, high, count) => {
        const last = counts.length - 1;
        if (last >= 0 && lower[last] === low && upper[last] === high)
            counts[last] = (counts[last] ?? 0) + count;
        else {
            lower.push(low);
            upper.push(high);
            counts.push(count);
        }
    };
    let [i, j] = [0, 0];
    while (i < a.counts.length || j < b.counts.length) {
        const fromA = j >= b.counts.length || (i < a.counts.length && before(a, i, b, j));
        if (fromA)
            put(at(a.lower, i), at(a.upper, i), at(a.counts, i++));
        else
            put(at(b.lower, j), at(b.upper, j), weight * at(b.counts, j++));
    }
    const merged = { lower, upper, counts, total: a.total + weight * b.total };
    return counts.length > most ? halved(merged) : merged;
}
function before(a, i, b, j) {
    const [high, other] = [at(a.upper, i), at(b.upper, j)];
    return high < other || (high === other && at(a.lower, i) <= at(b.lower, j));
}
function halved({ lower, upper, counts, total }) {
    const pairs = Array.from({ length: Math.ceil(counts.length / 2) }, (_, i) => 2 * i);
    const second = (i) => Math.min(i + 1, counts.length - 1);
    return {
        lower: pairs.map((i) => at(lower, i)),
        upper: pairs.map((i) => at(upper, second(i))),
        counts: pairs.map((i) => at(counts, i) + (i + 1 < counts.length ? at(counts, i + 1) : 0)),
        total,
    };
}
/** No values at all. */
export const NO_BINS = { lower: [], upper: [], counts: [], total: 0 };
