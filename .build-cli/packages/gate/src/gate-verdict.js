import { conclude, digestOf, } from '@sluice/verdict';
/** The gate's decision as a verdict: pass is open, fail is closed, inconclusive is waiting; one condition, one evidence. */
export function gateVerdict(decided, target, now) {
    const document = {
        confidence: 1,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: decided.conditions.map(metricOf),
    };
    const evidence = decided.conditions.map((condition) => evidenceOf(condition, decided, now));
    const { repository, sha, environment, service = 'all', artifact } = target;
    return {
        schema: 1,
        action: 'promote-gate',
        subject: { repository, sha, environment, service, ...(artifact === undefined ? {} : { artifact }) },
        ...conclude(evidence),
        evidence,
        window: { from: now, to: now },
        policy: { digest: digestOf(document), document },
    };
}
const metricOf = ({ name }) => ({
    name,
    kind: 'scalar',
    worse: 'lower',
    margin: { value: 0, of: 'unit' },
    critical: true,
    weight: 1,
    judge: 'check',
});
function evidenceOf(condition, { decision }, now) {
    const { name, met, because } = condition;
    const value = met ? 1 : 0;
    const unmet = decision === 'closed' ? 'worse' : 'unknown';
    const nothing = { kind: 'absent', absence: 'not_observed' };
    return {
        metric: name,
        finding: met ? 'fine' : unmet,
        reason: met ? 'check_passed' : decision === 'closed' ? 'check_failed' : 'not_observed',
        scale: 'absolute',
        effect: { estimate: null, low: null, high: null },
        margin: null,
        unit: '',
        confidence: 1,
        observed: { baseline: { trials: 0, value: null }, candidate: { trials: 1, value } },
        judge: 'check',
        critical: true,
        notes: [because],
        policy: metricOf(condition),
        samples: {
            metric: name,
            blocks: [{ from: now, to: now, weight: 0, baseline: nothing, candidate: { kind: 'scalar', value } }],
        },
    };
}
