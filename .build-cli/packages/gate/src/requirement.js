/** Pairs every requirement with each of its services and with the verdict that answers it. */
export function ask(policy, target, accepted) {
    return policy.require.flatMap((requirement) => {
        const environment = (requirement.environment ?? target.evidenceFrom).toLowerCase();
        const fitting = accepted.filter(({ verdict }) => verdict.action === requirement.action && verdict.subject.environment.toLowerCase() === environment);
        const services = requirement.services ?? (target.service === undefined ? anyOf(fitting) : [target.service]);
        return services.map((service) => ({
            requirement,
            service,
            answer: fitting.find(({ verdict }) => verdict.subject.service === service),
        }));
    });
}
/** Every service that there is evidence of, so that a failing one is not overlooked; without any, one that is missing. */
function anyOf(fitting) {
    return fitting.length === 0 ? [undefined] : fitting.map(({ verdict }) => verdict.subject.service);
}
/** Every condition on one answer, met or not. */
export function conditionsOf(asked, policy, refused, now) {
    const { requirement, service, answer } = asked;
    const what = `${requirement.action} of ${service ?? 'any service'}`;
    if (answer === undefined)
        return [missing(what, asked, refused)];
    const { verdict, origin } = answer;
    const say = (kind, met, [yes, no], because, heals) => ({
        name: `${what}: ${kind}`,
        kind,
        met,
        reason: met ? yes : no,
        because,
        heals,
    });
    const maxAge = requirement.maxAgeMs ?? policy.maxAgeMs;
    const age = now - verdict.window.to;
    const least = Math.max(requirement.minTrials ?? 0, policy.minTrials);
    const trials = fewestTrials(answer);
    const { confidence } = verdict.policy.document;
    return [
        say('evidence', true, ['evidence_accepted', 'evidence_missing'], `found in ${origin}`, 'evidence'),
        outcomeCondition(what, answer),
        say('trials', trials >= least, ['enough_trials', 'too_few_trials'], `the least observed metric had ${trials} trials of the candidate, ${least} are asked for`, 'evidence'),
        say('age', age <= maxAge, ['fresh', 'expired'], `its evidence ends ${ago(age)}, at most ${ago(maxAge)} is allowed`, 'evidence'),
        say('confidence', confidence >= policy.confidence, ['confidence_kept', 'confidence_too_low'], `it was judged at ${percent(confidence)}, at least ${percent(policy.confidence)} is asked for`, 'evidence'),
        say('policy', policy.policies?.includes(verdict.policy.digest) ?? true, ['policy_allowed', 'policy_not_allowed'], policy.policies === undefined
            ? 'any judging policy is allowed'
            : `it was judged under ${verdict.policy.digest}`, 'evidence'),
    ];
}
function missing(what, { requirement, service }, refused) {
    const name = `${what}: evidence`;
    // Who cannot be identified may have meant to answer anything.
    const tried = refused.filter(({ claims }) => claims === undefined ||
        (claims.action === requirement.action && (service === undefined || claims.service === service)));
    if (tried.length === 0) {
        return {
            name,
            kind: 'evidence',
            met: false,
            reason: 'evidence_missing',
            because: 'there is no verdict yet',
            heals: 'evidence',
        };
    }
    const why = tried.map((one) => `${one.origin}: ${one.refusal}, ${one.detail}`).join('; ');
    return { name, kind: 'evidence', met: false, reason: 'evidence_refused', because: why, heals: 'evidence' };
}
function outcomeCondition(what, { verdict }) {
    const reasons = {
        pass: 'outcome_passed',
        fail: 'outcome_failed',
        inconclusive: 'outcome_inconclusive',
    };
    return {
        name: `${what}: outcome`,
        kind: 'outcome',
        met: verdict.outcome === 'pass',
        reason: reasons[verdict.outcome],
        because: `its verdict is ${verdict.outcome} (${verdict.reason})`,
        heals: verdict.outcome === 'fail' ? 'never' : 'evidence',
    };
}
/** Trials of the candidate in the least observed critical metric, counted from the samples themselves. */
function fewestTrials({ verdict }) {
    const counts = verdict.evidence.filter((one) => one.critical).map(({ samples }) => trialsOf(samples));
    return counts.length === 0 ? 0 : Math.min(...counts);
}
function trialsOf({ blocks }) {
    return blocks.reduce((sum, { candidate }) => {
        switch (candidate.kind) {
            case 'proportion':
                return sum + candidate.trials;
            case 'count':
                return sum + candidate.exposure;
            case 'summary':
                return sum + candidate.n;
            case 'values':
                return sum + candidate.values.length;
            case 'histogram':
                return sum + candidate.counts.reduce((a, b) => a + b, 0);
            case 'sketch':
                return sum + candidate.zeros + candidate.bins.reduce((a, [, n]) => a + n, 0);
            case 'scalar':
                return sum + 1;
            case 'absent':
                return sum;
        }
    }, 0);
}
const percent = (share) => `${Math.round(share * 1000) / 10} %`;
function ago(ms) {
    const minutes = Math.round(ms / 60_000);
    return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}
