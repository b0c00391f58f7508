import { readFileSync } from 'node:fs';
/** Reads what the runner says about this run; works outside a workflow too, with empty facts. */
export function workflowFacts(env) {
    const read = (name, otherwise = '') => env[name] ?? otherwise;
    return {
        repository: read('GITHUB_REPOSITORY'),
        sha: read('GITHUB_SHA'),
        ref: read('GITHUB_REF'),
        runId: read('GITHUB_RUN_ID'),
        runAttempt: read('GITHUB_RUN_ATTEMPT', '1'),
        workflow: read('GITHUB_WORKFLOW'),
        job: read('GITHUB_JOB'),
        actor: read('GITHUB_ACTOR'),
        serverUrl: read('GITHUB_SERVER_URL', 'https://github.com'),
        apiUrl: read('GITHUB_API_URL', 'https://api.github.com'),
        eventName: read('GITHUB_EVENT_NAME'),
        event: eventPayload(read('GITHUB_EVENT_PATH')),
        workspace: read('GITHUB_WORKSPACE', '.'),
        tempDir: read('RUNNER_TEMP', read('TMPDIR', '/tmp')),
    };
}
function eventPayload(path) {
    if (path === '')
        return {};
    try {
        return JSON.parse(readFileSync(path, 'utf8'));
    }
    catch {
        // A run without a readable payload is still a run: what depends on the payload finds an empty object.
        return {};
    }
}
