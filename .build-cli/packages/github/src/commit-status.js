import { cutCharacters } from "./cut.js";
import { publishing } from "./publishing.js";
const MAX_DESCRIPTION = 140;
/** Sets a commit status: what a personal token can do where it can't create a check run. */
export async function setCommitStatus(github, asked) {
    return await publishing(async () => {
        const { data } = await github.ask('set a commit status', (octokit) => octokit.rest.repos.createCommitStatus({
            ...github.repo,
            sha: asked.sha,
            context: asked.context,
            state: asked.state,
            description: cutCharacters(asked.description, MAX_DESCRIPTION),
            ...(asked.targetUrl === undefined ? {} : { target_url: asked.targetUrl }),
        }));
        return { url: data.url };
    });
}
