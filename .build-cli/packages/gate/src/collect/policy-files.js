import { readDefaultBranchFile } from '@sluice/github';
import { UserError } from '@sluice/action';
import { readGatePolicy } from "../policy.js";
/** The gate policy as the default branch has it, which a pull request cannot change. Throws `UserError` or `GitHubError`. */
export async function fetchPolicy(github, path) {
    const where = `${path} on the default branch`;
    const yaml = await readDefaultBranchFile(github, path);
    if (yaml !== undefined)
        return readGatePolicy(yaml, where);
    throw new UserError('NO_GATE_POLICY', `there is no ${where} of ${github.repository}`, 'Add it, or name another path as `policy`.');
}
/** The calendars and trusted roots that a policy names, from the default branch. Throws `GitHubError`. */
export async function fetchPolicyFiles(github, policy) {
    const calendars = policy.freeze.flatMap((one) => (one.kind === 'calendar' ? [one.path] : []));
    const roots = policy.attestations === undefined ? [] : [policy.attestations.root];
    const paths = [...new Set([...calendars, ...roots])];
    const texts = await Promise.all(paths.map(async (path) => [path, await readDefaultBranchFile(github, path)]));
    return Object.fromEntries(texts);
}
