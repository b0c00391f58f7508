const ROUNDING = 1e-6;
/**
 * Cumulative `le` buckets as counts per bucket. Bounds are ordered as numbers; two spellings of one bound ("1", "1.0",
 * of two client libraries) are one bucket. A fall from one bucket to the next is smoothed where it is rounding and
 * refused where it is not; without +Inf the number of values is unknown, and that is refused too.
 */
export function histogramArm(buckets) {
    const merged = new Map();
    for (const [bound, count] of buckets)
        merged.set(bound, (merged.get(bound) ?? 0) + count);
    const sorted = [...merged].sort(([a], [b]) => a - b);
    const total = merged.get(Infinity);
    const counts = sorted.map(([, count]) => count);
    if (sorted.some(([bound]) => Number.isNaN(bound)))
        return refused('an le label is not a number');
    if (counts.some((count) => Number.isNaN(count)))
        return { kind: 'absent', absence: 'not_a_number' };
    if (counts.some((count) => !Number.isFinite(count)))
        return { kind: 'absent', absence: 'infinite' };
    if (counts.some((count) => count < 0))
        return { kind: 'absent', absence: 'negative' };
    if (total === undefined)
        return refused('the bucket le="+Inf" is missing');
    if (sorted.length < 2)
        return refused('the only bucket is +Inf: keep the le label, as in sum by (le) (…)');
    const differences = [];
    let before = 0;
    for (const [bound, count] of sorted) {
        if (count < before - ROUNDING * total) {
            return refused(`bucket le="${bound}" holds fewer (${count}) than the one below it (${before}): do the instances use the same buckets?`);
        }
        differences.push(Math.max(0, count - before));
        before = Math.max(before, count);
    }
    return { kind: 'histogram', bounds: sorted.slice(0, -1).map(([bound]) => bound), counts: differences };
}
function refused(detail) {
    return { kind: 'absent', absence: 'source_refused', detail };
}
