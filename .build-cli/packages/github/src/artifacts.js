import { GitHubError } from "./github-error.js";
/** What a run left behind, newest first. Throws `GitHubError`. */
export async function listArtifacts(github, runId) {
    const artifacts = await github.ask(`list the artifacts of run ${runId}`, (octokit) => octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
        ...github.repo,
        run_id: runId,
        per_page: 100,
    }));
    return artifacts.map((one) => ({
        id: one.id,
        name: one.name,
        bytes: one.size_in_bytes,
        expired: one.expired,
        digest: one.digest ?? undefined,
    }));
}
/** An artifact's zip archive, refused beyond `maxBytes`. Throws `GitHubError`. */
export async function downloadArtifact(github, artifact, maxBytes) {
    const operation = `download artifact ${artifact.name}`;
    if (artifact.bytes > maxBytes) {
        const message = `could not ${operation}: it has ${artifact.bytes} bytes`;
        throw new GitHubError(operation, 200, message, `At most ${maxBytes} bytes are read.`);
    }
    const { data } = await github.ask(operation, (octokit) => octokit.rest.actions.downloadArtifact({
        ...github.repo,
        artifact_id: artifact.id,
        archive_format: 'zip',
    }));
    return decodeBytes(data);
}
/** Octokit types the archive as unknown; it hands over an ArrayBuffer. */
const decodeBytes = (data) => new Uint8Array(data);
