import { judgeThreshold } from "../threshold/threshold-judge.js";
import { judgeCanary } from "./canary-judge.js";
import { judgeKayenta } from "./kayenta-judge.js";
export const SCORE_METRIC = 'canary score';
/**
 * Judges a canary config. A single metric may be High in a canary whose score still passes, so metrics are shown without
 * deciding; the score decides, held against the config's thresholds, and can be judged again from its own evidence.
 */
export function judgeCanaryConfig(config, data, strict) {
    const judgement = judgeCanary(config, data, strict);
    const metrics = config.metrics.map(({ name, given }) => judgeKayenta(metricPolicy(name, { ...given, strict }), samplesOf(name, data)));
    return { judgement, evidence: [...metrics, scoreEvidence(config, judgement, strict)] };
}
function scoreEvidence({ thresholds }, judgement, strict) {
    const arm = judgement.classification === 'Inconclusive'
        ? {
            kind: 'absent',
            absence: 'not_observed',
            detail: judgement.reason ?? 'not every metric could be judged',
        }
        : { kind: 'scalar', value: judgement.score };
    const policy = {
        ...metricPolicy(SCORE_METRIC, {
            successCondition: `result >= ${thresholds.pass}`,
            failureCondition: `result < ${thresholds.marginal}`,
        }),
        kind: 'scalar',
        worse: 'lower',
        critical: true,
        judge: 'threshold',
    };
    const evidence = judgeThreshold(policy, { metric: SCORE_METRIC, blocks: [block(0, ABSENT, arm)] });
    const label = `Kayenta ${strict ? 'repaired' : 'as it is'}: ${judgement.classification}, score ${judgement.score}`;
    const why = judgement.reason === undefined ? '' : ` (${judgement.reason})`;
    return { ...evidence, unit: 'points', notes: [`${label}${why}.`, ...(evidence.notes ?? [])] };
}
const ABSENT = { kind: 'absent', absence: 'not_observed' };
function metricPolicy(name, settings) {
    return {
        name,
        kind: 'series',
        worse: 'either',
        margin: { value: 0, of: 'baseline' },
        critical: false,
        weight: 1,
        judge: 'kayenta',
        settings,
    };
}
function samplesOf(name, data) {
    const { control = [], experiment = [] } = data.get(name) ?? {};
    return { metric: name, blocks: [block(0, valuesArm(control), valuesArm(experiment))] };
}
function valuesArm(values) {
    return { kind: 'values', values };
}
function block(at, baseline, candidate) {
    return { from: at, to: at, weight: 50, baseline, candidate };
}
