import { kayenta } from '@sluice/judge';
import { UserError } from '@sluice/action';
import { readCanaryData } from "./canary-data.js";
import { readDocument } from "./documents.js";
import { policyOf, verdictOf } from "./verdict-of.js";
/** Judges two arms by a Kayenta canary config. Throws `UserError`. */
export async function judgeByKayenta(options, io) {
    const strict = !options.compatible;
    const thresholds = { ...kayenta.USUAL_THRESHOLDS, ...given(options) };
    const config = kayenta.readCanaryConfig(await readDocument(options.rules, io), strict, thresholds);
    const data = await readCanaryData(options.data, io);
    refuseStrangers(config, data, options.data);
    const { judgement, evidence } = kayenta.judgeCanaryConfig(config, data, strict);
    const { score, classification, reason = '', groups } = judgement;
    const details = {
        kind: 'kayenta',
        strict,
        score,
        classification,
        reason,
        groups,
        labels: labelsOf(judgement),
    };
    return verdictOf(evidence, policyOf(evidence, kayenta.JUDGE_TEST.confidence), options.subject, details);
}
function given({ pass, marginal }) {
    return { ...(pass === undefined ? {} : { pass }), ...(marginal === undefined ? {} : { marginal }) };
}
function refuseStrangers(config, data, path) {
    const known = config.metrics.map((metric) => metric.name);
    const strangers = [...data.keys()].filter((name) => !known.includes(name));
    if (strangers.length === 0)
        return;
    throw new UserError('CANARY_DATA', `${path}: the config has no metric named ${strangers.join(', ')}`, `Its metrics are ${known.join(', ')}.`);
}
function labelsOf({ metrics }) {
    return Object.fromEntries(metrics.map((metric) => [metric.name, metric.label]));
}
