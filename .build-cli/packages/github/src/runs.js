const found = (data) => ({
    id: data.id,
    name: data.name ?? '',
    path: data.path,
    event: data.event,
    branch: data.head_branch ?? '',
    headSha: data.head_sha,
    status: data.status ?? '',
    conclusion: data.conclusion,
    url: data.html_url,
    actor: data.actor?.login ?? '',
    createdAt: data.created_at,
});
/** One workflow run. Throws `GitHubError`. */
export async function getRun(github, runId) {
    const { data } = await github.ask(`read workflow run ${runId}`, (octokit) => octokit.rest.actions.getWorkflowRun({ ...github.repo, run_id: runId }));
    return found(data);
}
/** Every run in this state, newest first. Throws `GitHubError`. */
export async function listRuns(github, status) {
    const runs = await github.ask(`list ${status} workflow runs`, (octokit) => octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, {
        ...github.repo,
        status,
        per_page: 100,
    }));
    return runs.map(found);
}
