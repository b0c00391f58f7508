import { chiSquareHomogeneity, jensenShannon, ksDistanceFromBins, ksLimitingP, massartHalfWidth, populationStability, } from '@sluice/stats';
import { binnedPoints, pointsOf } from "../tally/distribution.js";
/** Bins of equal share of both arms together, for the measures that need bins. */
const BINS = 10;
/** Drift of numbers from one arm to the other; undefined when one of them has none. */
export function numericDrift(name, stable, candidate) {
    const merged = mergePoints(stable, candidate);
    if (merged.stable === 0 || merged.candidate === 0)
        return undefined;
    const found = ksDistanceFromBins(merged.points.map(([, a]) => a), merged.points.map(([, , b]) => b));
    const { first, second } = binned(merged.points, merged.stable + merged.candidate);
    return {
        name,
        distance: found.d,
        p: ksLimitingP(found),
        reach: (confidence) => massartHalfWidth(merged.stable, (1 - confidence) / 2) +
            massartHalfWidth(merged.candidate, (1 - confidence) / 2),
        stability: populationStability(first, second),
        jensenShannon: Math.sqrt(jensenShannon(first, second)),
        wasserstein: wassersteinOf(merged),
    };
}
/** Drift of classes: a chi-square test of homogeneity, in which neither arm is taken for the truth. */
export function classDrift(name, counts) {
    const first = counts.map(([a]) => a);
    const second = counts.map(([, b]) => b);
    const [m, n] = [total(first), total(second)];
    if (m === 0 || n === 0)
        return undefined;
    return {
        name,
        distance: total(counts.map(([a, b]) => Math.abs(a / m - b / n))) / 2,
        p: chiSquareHomogeneity(first, second).p,
        reach: (confidence) => classBandOf(m, counts.length, confidence) + classBandOf(n, counts.length, confidence),
        stability: populationStability(first, second),
        jensenShannon: Math.sqrt(jensenShannon(first, second)),
    };
}
/** Total variation that n draws from so many classes keep to (Weissman et al. 2003); each arm has half the risk. */
function classBandOf(n, classes, confidence) {
    return Math.sqrt((classes * Math.LN2 + Math.log(2 / (1 - confidence))) / (2 * n));
}
function mergePoints(stable, candidate) {
    const all = new Map();
    // Values and bins are never the same points: where one arm has bins, so has the other.
    const read = stable.exact && candidate.exact ? pointsOf : binnedPoints;
    for (const [value, count] of read(stable))
        all.set(value, [count, 0]);
    for (const [value, count] of read(candidate)) {
        const known = all.get(value);
        if (known === undefined)
            all.set(value, [0, count]);
        else
            known[1] += count;
    }
    const points = [...all].map(([value, [a, b]]) => [value, a, b]).sort(([a], [b]) => a - b);
    return { points, stable: total(points.map(([, a]) => a)), candidate: total(points.map(([, , b]) => b)) };
}
function binned(points, n) {
    const first = [];
    const second = [];
    let [a, b, seen] = [0, 0, 0];
    points.forEach(([, x, y], i) => {
        a += x;
        b += y;
        seen += x + y;
        if (seen < ((first.length + 1) * n) / BINS && i < points.length - 1)
            return;
        first.push(a);
        second.push(b);
        a = b = 0;
    });
    return { first, second };
}
function wassersteinOf({ points, stable, candidate }) {
    let [below, other, area] = [0, 0, 0];
    points.forEach(([value, a, b], i) => {
        below += a / stable;
        other += b / candidate;
        area += Math.abs(below - other) * ((points[i + 1]?.[0] ?? value) - value);
    });
    return area;
}
function total(values) {
    return values.reduce((sum, value) => sum + value, 0);
}
