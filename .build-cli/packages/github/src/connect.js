import { isUnsettled, toGitHubError } from "./github-error.js";
import { loadOctokit } from "./octokit.js";
const DEFAULT_RETRIES = 3;
const DEFAULT_CALL_MS = 60_000;
const DEFAULT_RETRY_BASE_MS = 1000;
const DEFAULT_PATIENCE = 90;
/** Connects lazily: importing or calling this costs nothing at start-up. */
export function connectGitHub(options) {
    const { token, apiUrl, repository, signal: outer, log, fetch = globalThis.fetch } = options;
    const { retries = DEFAULT_RETRIES, callMs = DEFAULT_CALL_MS, retryBaseMs = DEFAULT_RETRY_BASE_MS } = options;
    const { patience = DEFAULT_PATIENCE, secondMs = 1000, client = 'workflow', memory = new Map() } = options;
    const [owner = '', repo = ''] = repository.split('/');
    const toLoad = { client, token, apiUrl, fetch, retries, retryBaseMs, secondMs, warn: log.warning };
    let loading;
    let isDown = false;
    let job;
    const retriesNow = () => (isDown ? 0 : retries);
    const deadlines = new Set();
    const mayWait = (seconds) => {
        if (seconds > patience)
            return false;
        // The plugin does not say whose wait it is; all calls under way are given the time.
        for (const deadline of deadlines)
            deadline.extend(seconds * secondMs);
        return true;
    };
    return {
        repository,
        repo: { owner, repo },
        token,
        log,
        retries: retriesNow,
        retryBaseMs,
        callMs,
        signal: outer,
        memory,
        ask: async (operation, work) => {
            outer.throwIfAborted();
            const deadline = startDeadline(callMs);
            deadlines.add(deadline);
            try {
                const answer = await until(AbortSignal.any([outer, deadline.signal]), async (signal) => {
                    const loaded = await (loading ??= loadOctokit({ ...toLoad, mayWait }));
                    job = loaded.job;
                    return await work(loaded.open({ signal, retries: retriesNow() }), { signal });
                });
                isDown = false;
                return answer;
            }
            catch (error) {
                outer.throwIfAborted();
                const late = deadline.signal.aborted ? new Error(`gave up after ${callMs} ms`) : error;
                const failure = toGitHubError(operation, late, job);
                isDown = isUnsettled(failure);
                throw failure;
            }
            finally {
                deadline.stop();
                deadlines.delete(deadline);
            }
        },
    };
}
function startDeadline(ms) {
    const controller = new AbortController();
    let due = performance.now() + ms;
    const check = () => {
        const left = due - performance.now();
        if (left <= 0)
            controller.abort();
        else
            timer = setTimeout(check, left);
    };
    let timer = setTimeout(check, ms);
    return {
        signal: controller.signal,
        extend: (more) => void (due += more),
        stop: () => clearTimeout(timer),
    };
}
/** Ends with the work or with the signal; waits inside the client do not hear a signal. */
async function until(signal, work) {
    const aborted = new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    return await Promise.race([work(signal), aborted]);
}
