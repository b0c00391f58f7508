export const JUDGE_TEST = { tolerance: 0.25, confidence: 0.98 };
export function passes(deviation, reason) {
    return { label: 'Pass', deviation, critical: false, ...(reason === undefined ? {} : { reason }) };
}
/** Equal as multisets: the same values, in any order. */
export function sameValues(a, b) {
    if (a.length !== b.length)
        return false;
    const left = Float64Array.from(a).sort();
    const right = Float64Array.from(b).sort();
    return left.every((value, i) => value === right[i]);
}
export function distinct(values) {
    return new Set(values).size;
}
/** A change counts when the effect reaches its limit. Upstream an effect that can't be computed always does. */
export function reaches(effect, side, limits) {
    if (Number.isNaN(effect))
        return true;
    return side === 'High' ? effect >= limits.increase : effect <= limits.decrease;
}
/** The side on which the interval clears `bound`, in a direction that was asked about. */
export function clearedSide(shift, bound, direction, effect, limits) {
    if (direction !== 'decrease' && shift.low > bound && reaches(effect, 'High', limits))
        return 'High';
    if (direction !== 'increase' && shift.high < -bound && reaches(effect, 'Low', limits))
        return 'Low';
    return undefined;
}
/** What missing data comes to, by the metric's configuration. */
export function noData(settings, name) {
    const fails = settings.mustHaveData && !settings.critical;
    return {
        label: fails ? 'NodataFailMetric' : 'Nodata',
        reason: `Missing data for ${name}`,
        deviation: 1,
        critical: !fails && settings.critical,
    };
}
