import { GitHubError } from "./github-error.js";
const MAX_FILE_BYTES = 1024 * 1024;
/**
 * A file as the default branch has it, or undefined when it has none: what a pull request can't
 * change. Throws `GitHubError`, also for a directory or a file over 1 MiB.
 */
export async function readDefaultBranchFile(github, path) {
    const operation = `read ${path} of the default branch`;
    try {
        const { data } = await github.ask(operation, (octokit) => octokit.rest.repos.getContent({ ...github.repo, path }));
        if (!Array.isArray(data) && data.type === 'file' && data.size <= MAX_FILE_BYTES) {
            return Buffer.from(data.content, 'base64').toString('utf8');
        }
    }
    catch (error) {
        if (error instanceof GitHubError && error.status === 404)
            return undefined;
        throw error;
    }
    throw new GitHubError(operation, 200, `could not ${operation}: it is not a file of at most 1 MiB`, 'Name a file.');
}
