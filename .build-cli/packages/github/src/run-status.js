import { GitHubError } from "./github-error.js";
/**
 * Whether a workflow run has ended; one that GitHub no longer knows has. Undefined when this token may not ask
 * (`actions: read`). Throws `GitHubError` otherwise.
 */
export async function workflowRunIsOver(github, runId) {
    if (!Number.isSafeInteger(runId))
        return undefined;
    try {
        const { data } = await github.ask(`read workflow run ${runId}`, (octokit) => octokit.rest.actions.getWorkflowRun({ ...github.repo, run_id: runId }));
        return data.status === 'completed';
    }
    catch (error) {
        if (error instanceof GitHubError && error.status === 403)
            return undefined;
        if (error instanceof GitHubError && error.status === 404)
            return true;
        throw error;
    }
}
