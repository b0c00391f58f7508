import { createOnce } from "./create-once.js";
import { cutCharacters } from "./cut.js";
import { publishing } from "./publishing.js";
import { selfOf } from "./self.js";
export const MAX_COMMENT_CHARACTERS = 65_536;
/** The hidden first line by which a comment is found again; no key can break out of it. */
export function commentMarker(key) {
    return `<!-- sluice:${key.map((part) => encodeURIComponent(part).replaceAll('-', '%2D')).join('/')} -->`;
}
/**
 * Edits our comment of this key, or writes it. Ours means marker *and* author: a marker that a
 * contributor planted is left alone. Two of ours, written at once, are reduced to the older.
 */
export async function upsertComment(github, asked) {
    return await publishing(() => upsert(github, asked));
}
async function upsert(github, asked) {
    const marker = commentMarker(asked.key);
    const body = cutCharacters(`${marker}\n${asked.body}`, MAX_COMMENT_CHARACTERS, asked.whenCut);
    const self = await selfOf(github);
    const list = () => ours(github, asked.issue, marker, self);
    const [known] = await list();
    if (known !== undefined)
        return await edit(github, known.id, body);
    const made = await createOnce(github, () => create(github, asked.issue, body), async () => (await list())[0]);
    return await keepOldest(github, made, await list(), body);
}
/** Oldest first, as GitHub lists them. */
async function ours(github, issue, marker, self) {
    const all = await github.ask('list comments', (octokit) => octokit.paginate(octokit.rest.issues.listComments, {
        ...github.repo,
        issue_number: issue,
        per_page: 100,
    }));
    return all.filter(({ body, user }) => {
        const written = body === marker || body?.startsWith(`${marker}\n`);
        return written === true && user !== null && self.wrote(user);
    });
}
async function keepOldest(github, made, all, body) {
    const [oldest] = all;
    if (oldest === undefined || oldest.id === made.id)
        return { id: made.id, url: made.html_url };
    await github.ask('delete a duplicate comment', (octokit) => octokit.rest.issues.deleteComment({ ...github.repo, comment_id: made.id }));
    return await edit(github, oldest.id, body);
}
async function create(github, issue, body) {
    const { data } = await github.ask('write a comment', (octokit) => octokit.rest.issues.createComment({
        ...github.repo,
        issue_number: issue,
        body,
        request: { retries: 0 },
    }));
    return data;
}
async function edit(github, id, body) {
    const { data } = await github.ask('edit the comment', (octokit) => octokit.rest.issues.updateComment({ ...github.repo, comment_id: id, body }));
    return { id: data.id, url: data.html_url };
}
