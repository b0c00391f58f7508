import { createOnce } from "./create-once.js";
import { cutCharacters } from "./cut.js";
import { GitHubError } from "./github-error.js";
const MAX_DESCRIPTION = 140;
const found = (data) => ({
    id: data.id,
    sha: data.sha,
    ref: data.ref,
    task: data.task,
    environment: data.environment,
    payload: parsePayload(data.payload),
    creator: data.creator?.login ?? '',
    createdAt: data.created_at,
});
function parsePayload(payload) {
    if (typeof payload !== 'string')
        return payload;
    try {
        return JSON.parse(payload);
    }
    catch {
        return payload;
    }
}
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/**
 * Records a deployment as it is: nothing is merged first and no other check must be green, since
 * GitHub's defaults would let our own pending check block us. Throws `GitHubError`.
 */
export async function createDeployment(github, asked) {
    const task = asked.task ?? 'deploy';
    return await createOnce(github, () => create(github, asked, task), async () => {
        const recent = await listDeployments(github, { environment: asked.environment, task, limit: 10 });
        return recent.find((one) => same(one.payload, asked.payload));
    });
}
async function create(github, asked, task) {
    const operation = `record a deployment to ${asked.environment}`;
    const { data } = await github.ask(operation, (octokit) => octokit.rest.repos.createDeployment({
        ...github.repo,
        ref: asked.ref,
        task,
        environment: asked.environment,
        description: cutCharacters(asked.description ?? '', MAX_DESCRIPTION),
        payload: asked.payload,
        auto_merge: false,
        required_contexts: [],
        ...(asked.production === undefined ? {} : { production_environment: asked.production }),
        ...(asked.transient === undefined ? {} : { transient_environment: asked.transient }),
        request: { retries: 0 },
    }));
    if ('id' in data)
        return found(data);
    throw new GitHubError(operation, 202, `could not ${operation}: GitHub made no deployment (${data.message ?? 'no message'})`, 'The ref was merged instead; run again on the new commit.');
}
/** Deployments that fit, newest first. Throws `GitHubError`. */
export async function listDeployments(github, { limit = 100, ...filter }) {
    let count = 0;
    const deployments = await github.ask('list deployments', (octokit) => octokit.paginate(octokit.rest.repos.listDeployments, { ...github.repo, ...filter, per_page: Math.min(limit, 100) }, ({ data }, done) => {
        count += data.length;
        if (count >= limit)
            done();
        return data;
    }));
    return deployments.slice(0, limit).map(found);
}
/** One deployment by id. Throws `GitHubError`. */
export async function getDeployment(github, id) {
    const { data } = await github.ask(`read deployment ${id}`, (octokit) => octokit.rest.repos.getDeployment({ ...github.repo, deployment_id: id }));
    return found(data);
}
