import { cutCharacters } from "./cut.js";
import { listDeployments } from "./deployments.js";
const MAX_DESCRIPTION = 140;
const found = (data) => ({
    id: data.id,
    state: data.state,
    description: data.description,
    environmentUrl: data.environment_url ?? '',
    logUrl: data.log_url ?? '',
    creator: data.creator?.login ?? '',
    createdAt: data.created_at,
});
/** Appends a status to a deployment's history. Throws `GitHubError`. */
export async function addStatus(github, asked) {
    const operation = `set deployment ${asked.id} to ${asked.state}`;
    const { data } = await github.ask(operation, (octokit) => octokit.rest.repos.createDeploymentStatus({
        ...github.repo,
        deployment_id: asked.id,
        state: asked.state,
        description: cutCharacters(asked.description ?? '', MAX_DESCRIPTION),
        ...(asked.environmentUrl === undefined ? {} : { environment_url: asked.environmentUrl }),
        ...(asked.logUrl === undefined ? {} : { log_url: asked.logUrl }),
        ...(asked.autoInactive === undefined ? {} : { auto_inactive: asked.autoInactive }),
    }));
    return found(data);
}
/** A deployment's history, newest first. Throws `GitHubError`. */
export async function listStatuses(github, id) {
    const statuses = await github.ask(`read the history of deployment ${id}`, (octokit) => octokit.paginate(octokit.rest.repos.listDeploymentStatuses, {
        ...github.repo,
        deployment_id: id,
        per_page: 100,
    }));
    return statuses.map(found);
}
/**
 * Sets every other active deployment of the environment inactive, which GitHub leaves to us where
 * it is a production one. Returns the ids it changed. Throws `GitHubError`.
 */
export async function deactivatePrevious(github, { keep, ...filter }) {
    const others = (await listDeployments(github, filter)).filter((one) => one.id !== keep);
    const histories = await Promise.all(others.map(({ id }) => listStatuses(github, id)));
    const active = others.filter((_, i) => histories[i]?.[0]?.state === 'success');
    for (const { id } of active)
        await addStatus(github, { id, state: 'inactive', autoInactive: false });
    return active.map(({ id }) => id);
}
