import { listDeployments } from '@sluice/github';
import { carried } from '@sluice/verdict';
/** Documents in the payloads of a commit's deployments, under `verdict`: as text, or as `carry` packs it. Throws `GitHubError`. */
export async function collectFromDeployments(github, sha) {
    const deployments = await listDeployments(github, { sha });
    return deployments.flatMap(({ id, creator, payload }) => {
        const verdict = verdictIn(payload);
        if (verdict === undefined)
            return [];
        const packed = carried(verdict);
        const postedBy = creator.replace(/\[bot\]$/, '');
        return (packed.length > 0 ? packed : [verdict]).map((text) => ({
            origin: `deployment ${id}`,
            text,
            postedBy,
        }));
    });
}
function verdictIn(payload) {
    if (typeof payload !== 'object' || payload === null || !('verdict' in payload))
        return undefined;
    const { verdict } = payload;
    return typeof verdict === 'string' ? verdict : JSON.stringify(verdict);
}
