import { anyNumber, count, flag, isRecord, listOf, note, number, object, oneOf, orNull, record, text, } from "./decoder.js";
import { EVIDENCE_REASONS } from "./evidence.js";
import { VerdictRefused } from "./refused.js";
import { VERDICT_REASONS } from "./verdict.js";
const ARMS = {
    proportion: object({ kind: text, events: number, trials: number }),
    count: object({ kind: text, events: number, exposure: number }),
    summary: object({ kind: text, n: count, mean: anyNumber, m2: anyNumber }),
    values: object({ kind: text, values: listOf(anyNumber) }),
    histogram: object({ kind: text, bounds: listOf(anyNumber), counts: listOf(number) }),
    sketch: object({
        kind: text,
        accuracy: number,
        zeros: count,
        bins: listOf((data, path, problems) => {
            const pair = listOf(number)(data, path, problems);
            if (pair.length !== 2)
                note(problems, path, 'an index and a count');
            return [pair[0] ?? 0, pair[1] ?? 0];
        }),
    }),
    scalar: object({ kind: text, value: anyNumber }),
    absent: object({
        kind: text,
        absence: oneOf([
            'no_data',
            'not_a_number',
            'infinite',
            'counter_reset',
            'negative',
            'zero_exposure',
            'events_without_exposure',
            'events_exceed_trials',
            'source_unreachable',
            'source_refused',
            'not_observed',
        ]),
    }, { detail: text }),
};
const arm = (data, path, problems) => {
    const kind = isRecord(data) && typeof data['kind'] === 'string' ? data['kind'] : '';
    const decode = Object.hasOwn(ARMS, kind) ? ARMS[kind] : undefined;
    if (decode !== undefined)
        return decode(data, path, problems);
    note(problems, `${path}.kind`, `one of ${Object.keys(ARMS).join(', ')}`);
    return { kind: 'absent', absence: 'no_data' };
};
const block = object({ from: number, to: number, weight: number, baseline: arm, candidate: arm }, { paired: object({ candidateOnly: count, baselineOnly: count }) });
export const samples = object({ metric: text, blocks: listOf(block) }, { notes: listOf(text) });
const metricPolicy = object({
    name: text,
    kind: oneOf(['proportion', 'count', 'mean', 'quantile', 'series', 'scalar']),
    worse: oneOf(['higher', 'lower', 'either']),
    margin: object({ value: number, of: oneOf(['baseline', 'unit']) }),
    critical: flag,
    weight: count,
    judge: text,
}, { quantile: number, limit: number, unit: text, settings: record });
export const policy = object({
    confidence: number,
    minTrials: count,
    failWhen: oneOf(['beyond-margin', 'any-regression', 'certainly-beyond-margin']),
    stages: number,
    metrics: listOf(metricPolicy),
});
const observed = object({ trials: number, value: orNull(number) }, { events: number });
const evidence = object({
    metric: text,
    finding: oneOf(['fine', 'worse', 'unknown']),
    reason: oneOf(EVIDENCE_REASONS),
    scale: oneOf(['ratio', 'difference', 'absolute']),
    effect: object({ estimate: orNull(number), low: orNull(number), high: orNull(number) }),
    margin: orNull(number),
    unit: text,
    confidence: number,
    observed: object({ baseline: observed, candidate: observed }),
    judge: text,
    critical: flag,
    policy: metricPolicy,
    samples,
}, { needed: number, notes: listOf(text), logE: object({ fail: number, pass: number }) });
const verdict = object({
    schema: ((data, path, problems) => {
        if (data !== 1)
            note(problems, path, '1, the only schema known here');
        return 1;
    }),
    action: text,
    subject: object({ repository: text, sha: text, environment: text, service: text }, { artifact: text }),
    outcome: oneOf(['pass', 'fail', 'inconclusive']),
    reason: oneOf(VERDICT_REASONS),
    evidence: listOf(evidence),
    window: object({ from: number, to: number }),
    policy: object({ digest: text, document: policy }),
}, {
    exposed: object({ requests: count, share: number }),
    details: ((data, path, problems) => {
        const kept = record(data, path, problems);
        return { ...kept, kind: text(kept['kind'], `${path}.kind`, problems) };
    }),
});
/** Unknown data as a verdict, or `VerdictRefused` naming every place that does not fit. */
export function readVerdict(data) {
    return read(verdict, 'verdict', data);
}
/** Unknown data as samples, or `VerdictRefused` naming every place that does not fit. */
export function readSamples(data) {
    return read(samples, 'samples', data);
}
/** Unknown data as a policy, or `VerdictRefused` naming every place that does not fit. */
export function readPolicy(data) {
    return read(policy, 'policy', data);
}
function read(decode, what, data) {
    const problems = [];
    const value = decode(data, what, problems);
    if (problems.length > 0)
        throw new VerdictRefused(problems);
    return value;
}
