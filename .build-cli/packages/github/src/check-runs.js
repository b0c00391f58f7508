import { createOnce } from "./create-once.js";
import { cutBytes, cutCharacters } from "./cut.js";
import { isForbidden } from "./github-error.js";
import { publishing } from "./publishing.js";
/** GitHub counts these in bytes, whatever its documentation says. */
export const MAX_OUTPUT_BYTES = 65_535;
const MAX_TITLE_CHARACTERS = 255;
const found = (data) => ({
    id: data.id,
    url: data.html_url ?? '',
    name: data.name,
    externalId: data.external_id ?? '',
    status: data.status,
    conclusion: data.conclusion,
    summary: data.output.summary ?? '',
    text: data.output.text ?? '',
    detailsUrl: data.details_url ?? '',
    appId: data.app?.id,
    appSlug: data.app?.slug,
    headSha: data.head_sha,
    completedAt: data.completed_at,
});
/** All check runs of a commit, or those of one name, newest of each suite. */
export async function listCheckRuns(github, ref, name) {
    const runs = await github.ask('list check runs', (octokit) => octokit.paginate(octokit.rest.checks.listForRef, {
        ...github.repo,
        ref,
        per_page: 100,
        ...(name === undefined ? {} : { check_name: name }),
    }));
    return runs.map(found);
}
/** Creates the check run or edits the one of the same name and external id; a refusal is a value. */
export async function upsertCheckRun(github, asked) {
    return await publishing(() => upsert(github, asked));
}
async function upsert(github, asked) {
    const find = async () => {
        const runs = await listCheckRuns(github, asked.headSha, asked.name);
        return runs.find((run) => run.externalId === asked.externalId);
    };
    const known = await find();
    if (known !== undefined) {
        const edited = await edit(github, known.id, asked);
        if (edited !== undefined)
            return edited;
    }
    return await createOnce(github, () => create(github, asked), find);
}
/** Undefined when another App owns the check: its name and id were then only alike. */
async function edit(github, id, asked) {
    try {
        const { data } = await github.ask('edit the check run', (octokit) => octokit.rest.checks.update({ ...github.repo, check_run_id: id, ...contentOf(asked) }));
        return found(data);
    }
    catch (error) {
        if (isForbidden(error) && error instanceof Error && error.message.includes('app_id'))
            return undefined;
        throw error;
    }
}
async function create(github, asked) {
    const { data } = await github.ask('create a check run', (octokit) => octokit.rest.checks.create({
        ...github.repo,
        name: asked.name,
        head_sha: asked.headSha,
        ...contentOf(asked),
        request: { retries: 0 },
    }));
    return found(data);
}
function contentOf(asked) {
    const fit = (text) => cutBytes(text, MAX_OUTPUT_BYTES, asked.whenCut);
    return {
        external_id: asked.externalId,
        status: asked.status,
        ...(asked.conclusion === undefined ? {} : { conclusion: asked.conclusion }),
        ...(asked.detailsUrl === undefined ? {} : { details_url: asked.detailsUrl }),
        output: {
            title: cutCharacters(asked.title, MAX_TITLE_CHARACTERS),
            summary: fit(asked.summary),
            ...(asked.text === undefined ? {} : { text: fit(asked.text) }),
        },
    };
}
