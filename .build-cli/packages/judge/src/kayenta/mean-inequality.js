import { noData, passes } from "./classification.js";
import { mean } from "./descriptive.js";
/** Kayenta's benchmark classifier: whichever mean is greater, by however little. */
export function classifyByMeans(control, experiment, settings) {
    if (control.length === 0 || experiment.length === 0)
        return missing(settings);
    const above = mean(experiment);
    const below = mean(control);
    const deviation = above / below;
    const critical = settings.critical;
    if (settings.direction !== 'decrease' && above > below) {
        return { label: 'High', reason: 'the mean was greater', deviation, critical };
    }
    if (settings.direction !== 'increase' && above < below) {
        return { label: 'Low', reason: 'the mean was less', deviation, critical };
    }
    return passes(1);
}
function missing(settings) {
    if (settings.nanStrategy === 'replace')
        return passes(1);
    const verdict = noData({ ...NEUTRAL, ...settings }, 'metric');
    return verdict.label === 'Nodata' ? { ...verdict, deviation: 0 } : verdict;
}
const NEUTRAL = {
    direction: 'either',
    nanStrategy: 'remove',
    critical: false,
    mustHaveData: false,
    muted: false,
    measure: 'meanRatio',
    allowed: { decrease: 1, increase: 1 },
    criticalAt: { decrease: 1, increase: 1 },
};
