import { demand } from "./errors.js";
import { at, demandCounts } from "./numbers.js";
import { sortedFinite } from "./sort.js";
/** U of `x` against `y` by one merge of the sorted arms. StatsError on an empty arm or a non-finite value. */
export function rankSum(x, y) {
    return rankSumOfSorted(sortedFinite(x, 'the first arm'), sortedFinite(y, 'the second arm'));
}
/** As {@link rankSum}, for arms that are already ascending and finite. */
export function rankSumOfSorted(x, y) {
    const [m, n] = [x.length, y.length];
    let [i, j, wins, halves, tieTerm] = [0, 0, 0, 0, 0];
    while (i < m && j < n) {
        // Values that stand alone, the common case, need no look at their group.
        while (i < m - 1 && j < n - 1) {
            const a = at(x, i);
            const b = at(y, j);
            if (a < b) {
                if (at(x, i + 1) === a)
                    break;
                wins += j;
                i++;
            }
            else if (b < a && at(y, j + 1) !== b)
                j++;
            else
                break;
        }
        const value = Math.min(at(x, i), at(y, j));
        const [startX, startY] = [i, j];
        while (i < m && at(x, i) === value)
            i++;
        while (j < n && at(y, j) === value)
            j++;
        const [inX, inY] = [i - startX, j - startY];
        // Each x of a group beats every y before it and halves with the y of the group.
        wins += inX * startY;
        halves += inX * inY;
        const size = inX + inY;
        tieTerm += size * size * size - size;
    }
    wins += (m - i) * n;
    tieTerm += tieTermOfRest(x, i) + tieTermOfRest(y, j);
    return summarize(m, n, wins + halves / 2, tieTerm);
}
function tieTermOfRest(values, from) {
    let term = 0;
    for (let i = from; i < values.length;) {
        const start = i;
        const value = at(values, i);
        while (i < values.length && at(values, i) === value)
            i++;
        const size = i - start;
        term += size * size * size - size;
    }
    return term;
}
/** U from the counts of two histograms over the same ascending bins: each bin is one group of ties, O(bins). */
export function rankSumFromBins(x, y) {
    demand(x.length === y.length, () => `both histograms need the same bins, got ${x.length} and ${y.length}`);
    const m = demandCounts(x, 'the first histogram');
    const n = demandCounts(y, 'the second histogram');
    demand(m > 0 && n > 0, () => `both histograms need at least one value, got ${m} and ${n}`);
    let [u, below, tieTerm] = [0, 0, 0];
    for (let bin = 0; bin < x.length; bin++) {
        const [inX, inY] = [at(x, bin), at(y, bin)];
        u += inX * (below + inY / 2);
        below += inY;
        const size = inX + inY;
        tieTerm += size * size * size - size;
    }
    return summarize(m, n, u, tieTerm);
}
function summarize(m, n, u, tieTerm) {
    const pairs = m * n;
    const size = m + n;
    const tieShare = size > 1 ? tieTerm / (size * (size - 1)) : 0;
    const variance = (pairs / 12) * (size + 1 - tieShare);
    const sigmaWithoutTies = Math.sqrt((pairs / 12) * (size + 1));
    // One value everywhere leaves only rounding: the tie term then equals the whole of it.
    const constant = tieTerm >= size * size * size - size;
    const sigma = constant || variance <= 0 ? 0 : Math.sqrt(variance);
    return { m, n, u, theta: u / pairs, sigma, sigmaWithoutTies, ties: tieTerm > 0 };
}
