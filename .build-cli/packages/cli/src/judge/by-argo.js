import { threshold } from '@sluice/judge';
import { UserError } from '@sluice/action';
import { readDocument } from "./documents.js";
import { readMeasurements } from "./measurements.js";
import { policyOf, verdictOf } from "./verdict-of.js";
// Conditions test nothing by chance, but a policy names a confidence.
const NOMINAL_CONFIDENCE = 0.95;
/** Judges recorded measurements by an Argo Rollouts analysis. Throws `UserError`. */
export async function judgeByArgo(options, io) {
    const template = threshold.readTemplate(await readDocument(options.rules, io), options.args);
    const records = await readMeasurements(options.data, io);
    refuseStrangers(template, [...records.keys()], options.data);
    const { replay, evidence } = threshold.judgeTemplate(template, records, options.compatible);
    const { phase, message, metrics, runSummary, dryRunSummary } = replay;
    const details = {
        kind: 'argo-analysis',
        exact: options.compatible,
        phase,
        message,
        effect: threshold.rolloutEffect(phase),
        phases: Object.fromEntries(metrics.map((metric) => [metric.name, metric.phase])),
        runSummary,
        dryRunSummary,
    };
    return verdictOf(evidence, policyOf(evidence, NOMINAL_CONFIDENCE), options.subject, details);
}
function refuseStrangers(template, names, path) {
    const known = template.metrics.map((metric) => metric.spec.name);
    const strangers = names.filter((name) => !known.includes(name));
    if (strangers.length === 0)
        return;
    throw new UserError('MEASUREMENTS', `${path}: the template has no metric named ${strangers.join(', ')}`, `Its metrics are ${known.join(', ')}.`);
}
