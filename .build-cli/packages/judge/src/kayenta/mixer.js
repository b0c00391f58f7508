/** Raised where one of the arms was never fetched: an arm without points is an empty set, not a missing one. */
export class MissingMetricSet extends Error {
    name = 'MissingMetricSet';
    constructor(arm) {
        super(`no ${arm} metric set was given`);
    }
}
/** Pairs two arms; one without points becomes as many NaN as its interval should have held. Throws `MissingMetricSet`. */
export function mixMetricSets(control, experiment) {
    if (control === undefined)
        throw new MissingMetricSet('control');
    if (experiment === undefined)
        throw new MissingMetricSet('experiment');
    return { control: backfilled(control), experiment: backfilled(experiment) };
}
/** Points that an interval should hold: its length over its step; 0 where either is not known. */
export function expectedDataPoints({ startMs, endMs, stepMs }) {
    if (startMs === undefined || endMs === undefined || stepMs === undefined || !(stepMs > 0))
        return 0;
    return Math.max(0, Math.floor((endMs - startMs) / stepMs));
}
function backfilled(set) {
    if (set.values.length > 0)
        return set.values;
    return new Array(expectedDataPoints(set)).fill(NaN);
}
