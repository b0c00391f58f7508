const MAX_AGE_MS = 24 * 3_600_000;
const MIN_REASON = 10;
const MIN_SHA = 7;
const COMMAND = /^\/sluice override (\S+) ([0-9a-f]{1,64})(?:[ \t]+(\S[^\r\n]*))?/;
/** The override that a comment asks for on its first line, or undefined. */
export function parseOverride(body) {
    const match = COMMAND.exec(body);
    if (match === null)
        return undefined;
    return { environment: match[1] ?? '', sha: match[2] ?? '', reason: (match[3] ?? '').trim().slice(0, 500) };
}
/** Sets aside what named teams may set aside; everything else stays as it is. */
export function applyOverrides(conditions, requests, policy, target, now) {
    const overrides = [];
    const refused = [];
    let left = conditions;
    for (const request of requests) {
        const refusal = refusalOf(request, policy, target, now);
        if (refusal !== undefined) {
            refused.push({ by: request.login, origin: request.origin, refusal });
            continue;
        }
        const rules = policy.overrides.filter(({ team }) => request.teams?.includes(team) ?? false);
        const kinds = new Set(rules.flatMap(({ may }) => may));
        const aside = left.filter((one) => !one.met && kinds.has(one.kind));
        if (aside.length === 0)
            continue;
        const team = rules[0]?.team ?? '';
        overrides.push({
            by: request.login,
            team,
            reason: request.reason,
            origin: request.origin,
            conditions: aside.map((one) => one.name),
        });
        const because = `set aside by ${request.login} of ${team}: ${request.reason}`;
        left = left.map((one) => aside.includes(one) ? { ...one, met: true, reason: 'overridden', because } : one);
    }
    return { conditions: left, overrides, refused };
}
function refusalOf(request, policy, target, now) {
    if (request.environment.toLowerCase() !== target.environment.toLowerCase())
        return 'other_environment';
    if (request.sha.length < MIN_SHA || !target.sha.startsWith(request.sha))
        return 'other_commit';
    if (request.edited)
        return 'edited';
    if (request.reason.length < MIN_REASON)
        return 'no_reason';
    if (now - request.at > MAX_AGE_MS)
        return 'expired';
    const { teams } = request;
    if (teams === undefined)
        return 'teams_unknown';
    return policy.overrides.some(({ team }) => teams.includes(team)) ? undefined : 'not_in_team';
}
