const at = (value, ...path) => path.reduce((found, key) => (typeof found === 'object' && found !== null ? decodeRecord(found)[key] : undefined), value);
const decodeRecord = (value) => value;
const text = (value, otherwise) => typeof value === 'string' && value !== '' ? value : otherwise;
/**
 * Says which commit and which pull request a run is about. The test-merge commit that
 * `pull_request` runs are given is never it: checks there confuse the merge box.
 */
export function subjectOf({ repository, sha, eventName, event }) {
    const pull = at(event, 'pull_request');
    if (pull !== undefined) {
        const number = at(pull, 'number');
        const head = text(at(pull, 'head', 'repo', 'full_name'), '');
        return {
            repository,
            sha: text(at(pull, 'head', 'sha'), sha),
            ...(typeof number === 'number' ? { pullRequest: number } : {}),
            isFork: head.toLowerCase() !== repository.toLowerCase(),
        };
    }
    if (eventName === 'merge_group') {
        return { repository, sha: text(at(event, 'merge_group', 'head_sha'), sha), isFork: false };
    }
    if (eventName === 'workflow_run')
        return workflowRunSubject(repository, sha, event);
    const issue = at(event, 'issue', 'number');
    const isPull = at(event, 'issue', 'pull_request') !== undefined;
    return {
        repository,
        sha,
        ...(isPull && typeof issue === 'number' ? { pullRequest: issue } : {}),
        isFork: false,
    };
}
function workflowRunSubject(repository, sha, event) {
    const run = at(event, 'workflow_run');
    const first = at(at(run, 'pull_requests'), '0', 'number');
    const head = text(at(run, 'head_repository', 'full_name'), repository);
    return {
        repository,
        sha: text(at(run, 'head_sha'), sha),
        ...(typeof first === 'number' ? { pullRequest: first } : {}),
        isFork: head.toLowerCase() !== repository.toLowerCase(),
    };
}
