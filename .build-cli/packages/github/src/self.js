import { isForbidden } from "./github-error.js";
/** Installation tokens, `GITHUB_TOKEN` among them, can't ask who they are; only bots write with them. */
const aBot = { wrote: ({ type }) => type === 'Bot' };
const known = new WeakMap();
/** Asks once per connection who writes with this token. */
export function selfOf(github) {
    const self = known.get(github) ?? find(github);
    known.set(github, self);
    return self;
}
async function find(github) {
    if (tokenKind(github.token) === 'installation')
        return aBot;
    try {
        const { data } = await github.ask('ask who the token is', (octokit) => octokit.rest.users.getAuthenticated());
        return { wrote: ({ login }) => login === data.login };
    }
    catch (error) {
        if (isForbidden(error))
            return aBot;
        throw error;
    }
}
/** What the prefix of a token says about whose it is. */
export function tokenKind(token) {
    if (token.startsWith('ghs_'))
        return 'installation';
    return /^(ghp|gho|ghu|github_pat)_/.test(token) ? 'person' : 'unknown';
}
