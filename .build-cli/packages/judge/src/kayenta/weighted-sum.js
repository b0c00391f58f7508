import { roundHalfUp } from "./round.js";
const NODATA_LIMIT_PERCENT = 50;
const COUNTED = ['Pass', 'High', 'Low', 'NodataFailMetric'];
/**
 * Kayenta's weighted sum, faults included: Nodata and Error count nowhere, a group with nothing to count brings its
 * whole weight, and groups without a weight share what is left of 100.
 */
export function weightedSum(metrics, weights) {
    const groups = scoreGroups(metrics);
    const failed = metrics.find((metric) => metric.critical && metric.label !== 'Pass');
    if (failed !== undefined)
        return { score: 0, groups, reason: `Canary Failed: ${failed.reason ?? failed.label}` };
    const silent = metrics.filter((metric) => metric.label === 'Nodata').length;
    if ((silent / metrics.length) * 100 >= NODATA_LIMIT_PERCENT) {
        return {
            score: 0,
            groups,
            reason: `Canary Failed: ${NODATA_LIMIT_PERCENT}% or more metrics returned NODATA`,
        };
    }
    return { score: summary(groups, weights), groups };
}
/** The share of counted metrics that passed, per group; a metric in several groups counts in each. */
export function scoreGroups(metrics) {
    const names = new Set(metrics.flatMap((metric) => metric.groups));
    return [...names].map((name) => {
        const counted = metrics.filter((metric) => metric.groups.includes(name) && COUNTED.includes(metric.label));
        const passed = counted.filter((metric) => metric.label === 'Pass').length;
        const noData = counted.length === 0;
        return { name, score: noData ? 0 : (passed / counted.length) * 100, noData };
    });
}
function summary(groups, weights) {
    const given = [...weights.values()].reduce((total, weight) => total + weight, 0);
    const unweighted = groups.filter((group) => !weights.has(group.name)).length;
    const share = unweighted === 0 ? 0 : (100 - given) / unweighted;
    const total = groups.reduce((sum, group) => {
        const score = group.noData ? 100 : group.score;
        return sum + score * ((weights.get(group.name) ?? share) / 100);
    }, 0);
    return roundHalfUp(total, 2);
}
