import { collectFromChecks, collectFromDeployments, collectOverrides, decideGate, fetchPolicyFiles, fetchPolicy, gateBrief, } from '@sluice/gate';
import { answerProtectionRule, GitHubError, listDeployments, listPendingDeployments, MAX_REPORT_CHARACTERS, } from '@sluice/github';
import { rejudge } from '@sluice/judge';
import { readRun, wasAnswered } from "./run.js";
/**
 * Looks at one waiting job and answers it if it can be decided. What it decides depends on nothing but GitHub's state,
 * the policy and the time, so that any copy of this App decides alike. Throws `GitHubError` or `UserError`.
 */
export async function consider(github, login, waiting, options) {
    const { runId, environment } = waiting;
    const run = await readRun(github, runId);
    if (await isSettled(github, login, run, environment))
        return { kind: 'settled' };
    const decided = await decide(github, run, environment, options);
    if (decided.decision === 'waiting')
        return { kind: 'decided', decided };
    const state = decided.decision === 'open' ? 'approved' : 'rejected';
    // Deciding took a while, and another copy may have been faster.
    if (await isSettled(github, login, run, environment))
        return { kind: 'settled' };
    try {
        await answerProtectionRule(github, {
            runId,
            environment,
            state,
            comment: gateBrief(decided, MAX_REPORT_CHARACTERS),
        });
    }
    catch (error) {
        if (!(error instanceof GitHubError) || !(await isSettled(github, login, run, environment)))
            throw error;
        return { kind: 'settled' };
    }
    return { kind: 'decided', decided };
}
async function isSettled(github, login, run, environment) {
    const pending = await listPendingDeployments(github, run.id);
    if (!pending.some((one) => sameName(one.environment, environment)))
        return true;
    return await wasAnswered(github, run, environment, login);
}
async function decide(github, run, environment, options) {
    const now = options.now();
    const policy = await fetchPolicy(github, options.policyPath);
    const sha = run.headSha;
    const [checks, deployments, overrides, files, since] = await Promise.all([
        collectFromChecks(github, sha),
        collectFromDeployments(github, sha),
        collectOverrides(github, sha, policy, now),
        fetchPolicyFiles(github, policy),
        waitsSince(github, run, environment),
    ]);
    const target = { repository: github.repository, sha, environment, evidenceFrom: environment };
    return decideGate(policy, { target, documents: [...checks, ...deployments], files, overrides, rejudge, since }, now);
}
/** GitHub records a deployment the moment a job begins to wait for an environment. */
async function waitsSince(github, run, environment) {
    const [newest] = await listDeployments(github, { sha: run.headSha, environment, task: 'deploy', limit: 1 });
    return Math.max(Date.parse(newest?.createdAt ?? ''), run.startedAt) || run.startedAt;
}
export function sameName(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
