import { binsOfHistogram, binsOfSketch, binsOfSorted } from '@sluice/stats';
import { faultOf, whyUnusable } from "./arms.js";
/** Reads raw values, histograms and sketches. Arms of different kinds or buckets cannot be compared. */
export function readSpread(block) {
    const candidate = readArm(block.candidate);
    const baseline = readArm(block.baseline);
    if ('missing' in candidate || 'missing' in baseline) {
        const lacks = (arm) => ('missing' in arm ? arm.missing : undefined);
        return { missing: whyUnusable(lacks(baseline), lacks(candidate)) };
    }
    const layout = layoutOf(block.candidate);
    if (layout !== layoutOf(block.baseline))
        return { missing: 'wrong_samples' };
    return { value: { candidate: candidate.value, baseline: baseline.value, layout } };
}
function layoutOf(arm) {
    if (arm.kind === 'histogram')
        return `histogram ${arm.bounds.join(' ')}`;
    return arm.kind === 'sketch' ? `sketch ${arm.accuracy}` : arm.kind;
}
function readArm(arm) {
    switch (arm.kind) {
        case 'absent':
            return { missing: arm.absence };
        case 'values':
            return readValues(arm.values);
        case 'histogram':
            return readHistogram(arm);
        case 'sketch':
            return readSketch(arm);
        case 'proportion':
        case 'count':
        case 'summary':
        case 'scalar':
            return { missing: 'wrong_samples' };
    }
}
function readValues(values) {
    if (values.some((value) => Number.isNaN(value)))
        return { missing: 'not_a_number' };
    if (values.some((value) => !Number.isFinite(value)))
        return { missing: 'infinite' };
    return some(binsOfSorted(Float64Array.from(values).sort()));
}
function readHistogram({ bounds, counts }) {
    const finite = bounds.at(-1) === Infinity ? bounds.slice(0, -1) : bounds;
    const rising = finite.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound > (finite[i - 1] ?? 0)));
    // Some sources state the last bucket's bound as +Inf, with nothing above it.
    const above = counts.slice(finite.length).reduce((sum, count) => sum + count, 0);
    if (!rising || counts.length !== bounds.length + 1)
        return { missing: 'wrong_samples' };
    const missing = faultIn(counts);
    return missing === undefined
        ? some(binsOfHistogram(finite, [...counts.slice(0, finite.length), above]))
        : { missing };
}
function readSketch({ accuracy, zeros, bins }) {
    const sorted = bins.every(([index], i) => Number.isInteger(index) && (i === 0 || index > (bins[i - 1]?.[0] ?? 0)));
    const far = bins.some(([index]) => Math.abs(index) * accuracy > 300);
    if (!(accuracy > 1e-6 && accuracy < 0.5) || !sorted || far)
        return { missing: 'wrong_samples' };
    const missing = faultIn([zeros, ...bins.map(([, count]) => count)]);
    return missing === undefined ? some(binsOfSketch(accuracy, zeros, bins)) : { missing };
}
function faultIn(counts) {
    return counts.map(faultOf).find((fault) => fault !== undefined);
}
function some(bins) {
    return bins.total > 0 ? { value: bins } : { missing: 'no_data' };
}
