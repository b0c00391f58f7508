import { binomialAtLeast } from '@sluice/stats';
import { ARMS } from "../tally/counts.js";
import { pointsOf } from "../tally/distribution.js";
const QUANTILES = [0.5, 0.9, 0.95, 0.99, 1];
/** Points drawn of each cumulative distribution. */
const DRAWN = 120;
/** What was measured in each arm: quantiles, the distribution as a line, and the change on the same requests. */
export function measureRows(measures, confidence) {
    return [...measures]
        .filter(([, arms]) => arms.some((arm) => arm.n > 0))
        .map(([name, arms]) => ({
        name,
        arms: ARMS.flatMap((arm, k) => {
            const points = pointsOf(arms[k]?.data() ?? EMPTY);
            return points.length === 0 ? [] : [{ arm, ...spreadOf(points) }];
        }),
        change: medianOf(pointsOf(arms[3]?.data() ?? EMPTY), confidence),
    }));
}
const EMPTY = { exact: true, counts: [], sum: [], odd: 0 };
function spreadOf(points) {
    const n = points.reduce((sum, [, count]) => sum + count, 0);
    const step = Math.max(1, Math.floor(points.length / DRAWN));
    const cdf = [];
    let below = 0;
    points.forEach(([value, count], i) => {
        below += count;
        if (i % step === 0 || i === points.length - 1)
            cdf.push([value, below / n]);
    });
    return {
        n,
        mean: points.reduce((sum, [value, count]) => sum + (value * count) / n, 0),
        quantiles: QUANTILES.map((q) => valueAt(points, Math.max(1, Math.ceil(q * n)))),
        cdf,
    };
}
/** The median with bounds from order statistics; each holds with `confidence`. Null without pairs. */
function medianOf(points, confidence) {
    const n = points.reduce((sum, [, count]) => sum + count, 0);
    if (n === 0)
        return null;
    let rank = 0;
    let [low, high] = [0, n];
    // The largest rank that lies below the median for sure.
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (1 - binomialAtLeast(middle, n, 0.5) <= 1 - confidence)
            low = middle;
        else
            high = middle - 1;
    }
    rank = low;
    return {
        median: valueAt(points, Math.ceil(n / 2)),
        low: rank === 0 ? null : valueAt(points, rank),
        high: rank === 0 ? null : valueAt(points, n + 1 - rank),
    };
}
function valueAt(points, rank) {
    let seen = 0;
    for (const [value, count] of points) {
        seen += count;
        if (seen >= rank)
            return value;
    }
    return points.at(-1)?.[0] ?? 0;
}
