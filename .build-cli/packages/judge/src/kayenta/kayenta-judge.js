import { UserError } from '@sluice/action';
import { armValue } from "../threshold/arm-value.js";
import { judgeMetric } from "./canary-judge.js";
import { JUDGE_TEST } from "./classification.js";
import { readSettings } from "./settings.js";
const OWN_KEYS = ['strict', 'groups'];
const DIRECTIONS = { higher: 'increase', lower: 'decrease', either: 'either' };
/**
 * Judges one metric as NetflixACAJudge labels it, each block being one point (or several, where an arm holds values).
 * Settings are those of a canary config's `canary` table and `strict` (default true). Throws `UserError` for bad ones.
 */
export function judgeKayenta(metric, samples) {
    const { settings, strict } = readKayentaSettings(metric);
    const control = seriesOf(samples.blocks.map((block) => block.baseline));
    const experiment = seriesOf(samples.blocks.map((block) => block.candidate));
    if (control === undefined || experiment === undefined)
        return evidenceOf(metric, samples, WRONG);
    const judged = judgeMetric({ name: metric.name, groups: [], settings }, { control, experiment }, strict);
    return evidenceOf(metric, samples, { judged, ...conclusionOf(judged) });
}
/** The settings of one metric; the direction follows `worse` unless it is given. Throws `UserError`. */
export function readKayentaSettings(metric) {
    const given = metric.settings ?? {};
    const problems = [];
    const table = Object.fromEntries(Object.entries(given).filter(([key]) => !OWN_KEYS.includes(key)));
    const strict = given['strict'] !== false;
    const settings = readSettings({ direction: DIRECTIONS[metric.worse], ...table }, 'settings', strict ? problems : undefined);
    if (problems.length > 0) {
        const hint = 'Correct the settings of this metric, or set strict: false to read them as Kayenta does.';
        throw new UserError('KAYENTA_SETTINGS', problems.map((problem) => `metric ${metric.name}: ${problem}`).join('\n'), hint);
    }
    return { settings, strict };
}
/** The points of one arm, an absent one being NaN; `undefined` where an arm holds no points at all (histograms). */
export function seriesOf(arms) {
    if (arms.some((arm) => armValue(arm).kind === 'wrong'))
        return undefined;
    return arms.flatMap(pointsOf);
}
function pointsOf(arm) {
    if (arm.kind === 'values')
        return arm.values;
    const value = armValue(arm);
    return value.kind === 'value' ? value.value : NaN;
}
const WRONG = { finding: 'unknown', reason: 'wrong_samples' };
const DOUBTS = {
    infinite: 'infinite',
    too_few: 'too_few_trials',
    zero_baseline: 'not_comparable',
};
function conclusionOf({ label, doubt }) {
    switch (label) {
        case 'Pass':
            return { finding: 'fine', reason: 'within_margin' };
        case 'High':
        case 'Low':
            return { finding: 'worse', reason: 'regression' };
        case 'NodataFailMetric':
            return { finding: 'worse', reason: 'no_data' };
        case 'Nodata':
            return { finding: 'unknown', reason: 'no_data' };
        case 'Error':
            return { finding: 'unknown', reason: 'judge_error' };
        case 'Unknown':
            return { finding: 'unknown', reason: doubt === undefined ? 'judge_error' : DOUBTS[doubt] };
    }
}
function evidenceOf(metric, samples, { judged, finding, reason }) {
    const shift = judged?.shift;
    return {
        metric: metric.name,
        finding,
        reason,
        scale: 'difference',
        effect: { estimate: finite(shift?.estimate), low: finite(shift?.low), high: finite(shift?.high) },
        margin: null,
        unit: metric.unit ?? '',
        confidence: JUDGE_TEST.confidence,
        observed: { baseline: observed(judged?.control), candidate: observed(judged?.experiment) },
        judge: 'kayenta',
        critical: metric.critical && judged?.muted !== true,
        notes: judged === undefined
            ? []
            : [`Kayenta's label: ${judged.label}${judged.reason ? `, ${judged.reason}` : ''}.`],
        policy: metric,
        samples,
    };
}
function observed(summary) {
    if (summary === undefined || summary.count === 0)
        return { trials: 0, value: null };
    return { trials: summary.count, value: finite(summary.mean) };
}
function finite(value) {
    return value !== undefined && Number.isFinite(value) ? value : null;
}
