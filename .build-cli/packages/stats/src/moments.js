import { demand } from "./errors.js";
import { at, demandFinite, sum } from "./numbers.js";
/** Moments in two passes with compensated sums, so that a large common offset costs no digits. */
export function momentsOf(values) {
    demandFinite(values, 'the values');
    const n = values.length;
    const mean = sum(values) / n;
    let [squares, rest] = [0, 0];
    for (let i = 0; i < n; i++) {
        const off = at(values, i) - mean;
        squares += off * off;
        rest += off;
    }
    return { n, mean, m2: Math.max(0, squares - (rest * rest) / n) };
}
/** Moments with one more value (Welford 1962), for streams that keep nothing else. */
export function addToMoments({ n, mean, m2 }, value) {
    demand(Number.isFinite(value), () => `moments take finite values, got ${value}`);
    const off = value - mean;
    const next = mean + off / (n + 1);
    return { n: n + 1, mean: next, m2: m2 + off * (value - next) };
}
/** Moments of a sample known by its size, mean and standard deviation (n - 1 in the denominator). */
export function momentsFromSummary(n, mean, standardDeviation) {
    const fine = n >= 1 && Number.isFinite(n) && Number.isFinite(mean) && standardDeviation >= 0;
    demand(fine && Number.isFinite(standardDeviation), () => `a summary needs n >= 1, a finite mean and a deviation of at least 0, got ${n}, ${mean}, ${standardDeviation}`);
    return { n, mean, m2: standardDeviation * standardDeviation * (n - 1) };
}
/** Moments of two samples taken together (Chan, Golub & LeVeque 1983); an empty one changes nothing. */
export function mergeMoments(a, b) {
    if (a.n === 0)
        return b;
    if (b.n === 0)
        return a;
    const n = a.n + b.n;
    const off = b.mean - a.mean;
    return { n, mean: a.mean + (off * b.n) / n, m2: a.m2 + b.m2 + off * off * ((a.n * b.n) / n) };
}
/** Sample variance, n - 1 in the denominator; NaN below two values. */
export function varianceOf({ n, m2 }) {
    return n < 2 ? NaN : m2 / (n - 1);
}
