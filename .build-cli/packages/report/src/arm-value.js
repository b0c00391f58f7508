/** The one number that best tells an arm of a block, for charts; null where there is none. */
export function armValue(arm, quantile) {
    switch (arm.kind) {
        case 'proportion':
            return arm.trials > 0 ? arm.events / arm.trials : null;
        case 'count':
            return arm.exposure > 0 ? arm.events / arm.exposure : null;
        case 'summary':
            return arm.n > 0 ? arm.mean : null;
        case 'values':
            return ofSorted([...arm.values].sort((a, b) => a - b), quantile);
        case 'histogram':
            return ofBuckets(arm.counts, (i, share) => within(arm.bounds, i, share), quantile);
        case 'sketch': {
            const gamma = (1 + arm.accuracy) / (1 - arm.accuracy);
            const counts = [arm.zeros, ...arm.bins.map(([, count]) => count)];
            return ofBuckets(counts, (i) => (i === 0 ? 0 : gamma ** (arm.bins[i - 1]?.[0] ?? 0)), quantile);
        }
        case 'scalar':
            return Number.isFinite(arm.value) ? arm.value : null;
        case 'absent':
            return null;
    }
}
function ofSorted(values, quantile) {
    return values[Math.min(values.length - 1, Math.floor(quantile * values.length))] ?? null;
}
/** Linear within a bucket, as people know it from Prometheus' `histogram_quantile`. */
function within(bounds, i, share) {
    const low = i === 0 ? 0 : (bounds[i - 1] ?? null);
    const high = bounds[i] ?? null;
    return low === null || high === null ? (bounds.at(-1) ?? null) : low + share * (high - low);
}
function ofBuckets(counts, value, quantile) {
    const total = counts.reduce((sum, count) => sum + count, 0);
    let seen = 0;
    for (const [i, count] of counts.entries()) {
        seen += count;
        if (count > 0 && seen >= quantile * total)
            return value(i, 1 - (seen - quantile * total) / count);
    }
    return null;
}
