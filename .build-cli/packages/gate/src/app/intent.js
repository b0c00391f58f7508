import { carried } from '@sluice/verdict';
const nothing = (because) => ({ kind: 'nothing', because });
/** Reads an authentic webhook. Addresses in it are never followed: only names and numbers are taken. */
export function intentOf(event, payload) {
    const repository = textAt(payload, 'repository', 'full_name');
    if (repository === undefined)
        return nothing('it names no repository');
    const action = textAt(payload, 'action');
    switch (event) {
        case 'deployment_protection_rule':
            return action === 'requested'
                ? asked(payload, repository)
                : nothing(`${event}.${action ?? ''} is not for the gate`);
        case 'check_run':
            return carriesEvidence(payload)
                ? aboutCommit(payload, repository, 'check_run', 'head_sha')
                : nothing('the check run carries no verdict');
        case 'deployment_status':
            return aboutCommit(payload, repository, 'deployment', 'sha');
        case 'workflow_job':
            return action === 'completed' || action === 'waiting'
                ? aboutCommit(payload, repository, 'workflow_job', 'head_sha')
                : nothing('the job is still at work');
        default:
            return nothing(`${event} is not for the gate`);
    }
}
function asked(payload, repository) {
    const callback = textAt(payload, 'deployment_callback_url') ?? '';
    const runId = Number(/\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(callback)?.[1] ?? Number.NaN);
    const environment = textAt(payload, 'environment');
    if (environment === undefined || !Number.isSafeInteger(runId))
        return nothing('it names no run and environment');
    return { kind: 'asked', repository, runId, environment };
}
function aboutCommit(payload, repository, ...path) {
    const sha = textAt(payload, ...path);
    return sha === undefined ? nothing('it names no commit') : { kind: 'commit', repository, sha };
}
function carriesEvidence(payload) {
    const said = `${textAt(payload, 'check_run', 'output', 'text') ?? ''}\n${textAt(payload, 'check_run', 'output', 'summary') ?? ''}`;
    return carried(said).length > 0 || said.includes('<!-- sluice:artifact ');
}
function textAt(value, ...path) {
    const found = path.reduce((at, key) => (isRecord(at) ? at[key] : undefined), value);
    return typeof found === 'string' ? found : undefined;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}
