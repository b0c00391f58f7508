import { demand } from "./errors.js";
import { at } from "./numbers.js";
/** Adjusted p-values, each at most 1, equal to R's p.adjust. StatsError outside [0, 1]. */
export function adjustP(p, method) {
    p.forEach((value, i) => {
        demand(value >= 0 && value <= 1, () => `p-values must lie in [0, 1], got ${value} at position ${i}`);
    });
    const order = p.map((_, i) => i).sort((a, b) => at(p, a) - at(p, b));
    const ranked = order.map((i) => at(p, i));
    const adjusted = adjustRanked(ranked, method);
    const result = new Array(p.length).fill(1);
    order.forEach((place, rank) => {
        result[place] = Math.min(1, at(adjusted, rank));
    });
    return result;
}
function adjustRanked(p, method) {
    const n = p.length;
    switch (method) {
        case 'bonferroni':
            return p.map((value) => n * value);
        case 'holm':
            return rising(p.map((value, i) => (n - i) * value));
        case 'hommel':
            return hommel(p);
        case 'benjamini-hochberg':
            return falling(p.map((value, i) => (n / (i + 1)) * value));
        case 'benjamini-yekutieli': {
            const harmonic = p.reduce((total, _, i) => total + 1 / (i + 1), 0);
            return falling(p.map((value, i) => ((harmonic * n) / (i + 1)) * value));
        }
    }
}
function rising(values) {
    let high = 0;
    return values.map((value) => (high = Math.max(high, value)));
}
function falling(values) {
    let low = Infinity;
    return values
        .toReversed()
        .map((value) => (low = Math.min(low, value)))
        .toReversed();
}
// Hommel (1988) in the form of Wright (1992): Simes's inequality over every size of intersection.
function hommel(p) {
    const n = p.length;
    const whole = p.reduce((low, value, i) => Math.min(low, (n * value) / (i + 1)), Infinity);
    const adjusted = p.map(() => whole);
    for (let size = n - 1; size >= 2; size--) {
        const lower = n - size + 1;
        let least = Infinity;
        for (let k = 2; k <= size; k++)
            least = Math.min(least, (size * at(p, lower + k - 2)) / k);
        // The largest hypotheses take the bound of the last one below them.
        const last = Math.min(size * at(p, lower - 1), least);
        p.forEach((value, i) => {
            const bound = i < lower ? Math.min(size * value, least) : last;
            adjusted[i] = Math.max(at(adjusted, i), bound);
        });
    }
    return adjusted.map((value, i) => Math.max(value, at(p, i)));
}
