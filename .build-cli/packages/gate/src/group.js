/** All answers must be about one artifact: the one to be promoted, where the gate knows it. */
export function artifactCondition(policy, target, asked) {
    if (policy.artifact === 'any')
        return [];
    return [...new Set(asked.map(({ service }) => service))].flatMap((service) => {
        const answers = asked.flatMap((one) => one.service === service && one.answer !== undefined ? [one.answer] : []);
        if (answers.length === 0)
            return [];
        const named = answers.flatMap(({ verdict }) => verdict.subject.artifact ?? []);
        // The gate is asked about one artifact; it belongs to the service it was asked about.
        const expected = target.service === undefined || target.service === service ? target.artifact : undefined;
        const wanted = expected ?? named[0];
        const base = {
            name: `artifact of ${service ?? 'any service'}`,
            kind: 'artifact',
            heals: 'evidence',
        };
        const other = named.find((digest) => digest !== wanted);
        if (other !== undefined)
            return [
                {
                    ...base,
                    met: false,
                    reason: 'other_artifact',
                    because: `tested was ${other}, to be promoted is ${wanted ?? 'unknown'}`,
                },
            ];
        const mustName = policy.artifact === 'required' || expected !== undefined;
        if (mustName && named.length < answers.length)
            return [
                {
                    ...base,
                    met: false,
                    reason: 'artifact_missing',
                    because: 'a verdict does not say which artifact was tested',
                },
            ];
        return [
            {
                ...base,
                met: true,
                reason: 'same_artifact',
                because: wanted === undefined ? 'no verdict names an artifact' : `all verdicts are about ${wanted}`,
            },
        ];
    });
}
/** Enough members of a lock-step group are ready, and none of them failed. */
export function quorumCondition(quorum, asked, conditions) {
    const base = { name: `quorum ${quorum.name}`, kind: 'quorum' };
    const failed = quorum.services.filter((service) => asked.some((one) => one.service === service && one.answer?.verdict.outcome === 'fail'));
    if (failed.length > 0) {
        return {
            ...base,
            met: false,
            reason: 'group_member_failed',
            because: `${failed.join(', ')} failed, and the group goes together`,
            heals: 'never',
        };
    }
    const ready = quorum.services.filter((service) => {
        const about = asked.filter((one) => one.service === service);
        return about.length > 0 && about.every((one) => conditions.get(one)?.every(({ met }) => met) ?? false);
    });
    const met = ready.length >= quorum.atLeast;
    const because = `${ready.length} of ${quorum.services.length} are ready, ${quorum.atLeast} are asked for`;
    return { ...base, met, reason: met ? 'quorum_reached' : 'quorum_missing', because, heals: 'evidence' };
}
