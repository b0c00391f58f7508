import { JUDGE_TEST } from "./classification.js";
import { classifyCompatible } from "./compatible-classifier.js";
import { summarise } from "./descriptive.js";
import { TiedObservations } from "./mann-whitney.js";
import { handleMissing } from "./missing.js";
import { interquartile, removeOutliers } from "./outliers.js";
import { classifyScore } from "./score-class.js";
import { classifyStrict } from "./strict-classifier.js";
import { strictScore } from "./strict-score.js";
import { weightedSum } from "./weighted-sum.js";
/**
 * NetflixACAJudge: labels every metric, scores the groups and classifies the score. `strict` repairs its known faults,
 * each named in docs/kayenta.md.
 */
export function judgeCanary(config, data, strict) {
    const metrics = config.metrics.map((metric) => judgeMetric(metric, data.get(metric.name), strict));
    const scored = metrics.filter((metric) => !metric.muted).map(asScored);
    if (strict)
        return { ...strictScore(scored, config.weights, config.thresholds), metrics };
    const score = weightedSum(scored, config.weights);
    return { ...score, classification: classifyScore(score.score, config.thresholds), metrics };
}
/** Cleans and labels one metric, in Kayenta's order: NaN, outliers, statistics, classification. */
export function judgeMetric({ name, groups, settings }, pair, strict) {
    const control = cleaned(pair?.control ?? [], settings, strict);
    const experiment = cleaned(pair?.experiment ?? [], settings, strict);
    return {
        name,
        groups,
        muted: settings.muted,
        control: summarise(control),
        experiment: summarise(experiment),
        ...classify(control, experiment, settings, strict, name),
    };
}
function classify(control, experiment, settings, strict, name) {
    if (strict)
        return classifyStrict(control, experiment, settings, JUDGE_TEST);
    try {
        return classifyCompatible(control, experiment, settings, JUDGE_TEST, name);
    }
    catch (error) {
        if (!(error instanceof TiedObservations))
            throw error;
        return { label: 'Error', reason: 'Metric Classification Failed', deviation: NaN, critical: false };
    }
}
// Strictly, replacing NaN by zero fills gaps (it does not make a series out of nothing), and no infinity is an outlier.
function cleaned(values, settings, strict) {
    if (strict && values.every(Number.isNaN))
        return [];
    const present = handleMissing(values, settings.nanStrategy);
    if (settings.outlierFactor === undefined || (strict && !present.every(Number.isFinite)))
        return present;
    return removeOutliers(present, interquartile(settings.outlierFactor, true));
}
function asScored({ name, label, groups, critical, reason }) {
    return { name, label, groups, critical, ...(reason === undefined ? {} : { reason }) };
}
