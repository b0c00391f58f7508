import { connectGitHub, subjectOf } from '@sluice/github';
/** One call to GitHub, with all its retries. */
const CALL_MS = 30_000;
/** Connects without sending anything. */
export function connect(asked, io) {
    const { facts } = io;
    const { repository, sha, pullRequest, isFork } = subjectOf(facts);
    const token = asked['github-token'];
    const reconnect = (signal, callMs = CALL_MS) => token === undefined || repository === ''
        ? undefined
        : connectGitHub({
            token,
            apiUrl: facts.apiUrl,
            repository,
            signal,
            log: io.log,
            fetch: io.fetch,
            callMs,
        });
    return {
        subject: {
            repository,
            sha: asked.sha ?? sha,
            environment: asked.environment,
            service: asked.service,
            ...(asked.artifact === undefined ? {} : { artifact: asked.artifact }),
        },
        pullRequest,
        isFork,
        github: reconnect(io.signal),
        reconnect,
        runUrl: facts.runId === '' ? undefined : `${facts.serverUrl}/${repository}/actions/runs/${facts.runId}`,
        run: facts.runId === '' ? 'local' : `${facts.runId}.${facts.runAttempt}`,
    };
}
