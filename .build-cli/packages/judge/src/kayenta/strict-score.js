import { roundHalfUp } from "./round.js";
import { classifyScore } from "./score-class.js";
import { scoreGroups } from "./weighted-sum.js";
const UNJUDGED = ['Nodata', 'Error', 'Unknown'];
/**
 * The weighted sum with its faults repaired: only groups that were judged carry weight, and a metric that could not be
 * judged keeps the canary from passing. A failing score still fails.
 */
export function strictScore(metrics, weights, thresholds) {
    const groups = scoreGroups(metrics);
    const failed = metrics.find((metric) => metric.critical && metric.label !== 'Pass');
    if (failed !== undefined) {
        const reason = `critical metric ${failed.name}: ${failed.reason ?? failed.label}`;
        return { score: 0, groups, reason, classification: 'Fail' };
    }
    const unjudged = metrics.filter((metric) => UNJUDGED.includes(metric.label));
    const score = weighedOverJudged(groups, weights);
    if (score === undefined)
        return { score: 0, groups, reason: 'nothing could be judged', classification: 'Inconclusive' };
    const classification = classifyScore(score, thresholds);
    if (classification === 'Fail' || unjudged.length === 0)
        return { score, groups, classification };
    const reason = `not judged: ${unjudged.map((metric) => metric.name).join(', ')}`;
    return { score, groups, reason, classification: 'Inconclusive' };
}
function weighedOverJudged(groups, weights) {
    const judged = groups.filter((group) => !group.noData);
    const given = judged.reduce((total, group) => total + (weights.get(group.name) ?? 0), 0);
    const unweighted = judged.filter((group) => !weights.has(group.name)).length;
    const share = unweighted === 0 ? 0 : Math.max(0, 100 - given) / unweighted;
    const weigh = (name) => weights.get(name) ?? share;
    const total = judged.reduce((sum, group) => sum + weigh(group.name), 0);
    if (!(total > 0))
        return undefined;
    return roundHalfUp(judged.reduce((sum, group) => sum + group.score * (weigh(group.name) / total), 0), 2);
}
