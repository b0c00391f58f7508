import { GitHubError, isTeamMember } from '@sluice/github';
import { parseOverride } from "../override.js";
const LOOK_BACK_MS = 24 * 3_600_000;
const MAX_REQUESTS = 20;
/**
 * Override commands in the comments of the pull requests a commit belongs to. Comments are never evidence: only who
 * wrote one counts, and GitHub is asked for their teams. Throws `GitHubError`.
 */
export async function collectOverrides(github, sha, policy, now) {
    if (policy.overrides.length === 0)
        return [];
    const comments = await commentsAbout(github, sha, new Date(now - LOOK_BACK_MS).toISOString());
    const asking = comments.flatMap((comment) => {
        const asked = parseOverride(comment.body ?? '');
        return asked === undefined || comment.user?.type !== 'User'
            ? []
            : [{ comment, login: comment.user.login, asked }];
    });
    return await Promise.all(asking.slice(-MAX_REQUESTS).map(async ({ comment, login, asked }) => ({
        origin: comment.html_url,
        login,
        ...asked,
        teams: await teamsOf(github, login, policy),
        edited: comment.created_at !== comment.updated_at,
        at: Date.parse(comment.created_at),
    })));
}
async function commentsAbout(github, sha, since) {
    const pulls = await github.ask(`find the pull requests of ${sha}`, (octokit, request) => octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
        ...github.repo,
        commit_sha: sha,
        per_page: 100,
        request,
    }));
    const lists = await Promise.all(pulls.map(async ({ number }) => await github.ask(`list the comments of #${number}`, (octokit, request) => octokit.paginate(octokit.rest.issues.listComments, {
        ...github.repo,
        issue_number: number,
        since,
        per_page: 100,
        request,
    }))));
    return lists.flat();
}
/** Undefined when GitHub would not say; a token without `members: read` must not turn a comment into a crash, nor into a yes. */
async function teamsOf(github, user, policy) {
    const organization = github.repo.owner;
    try {
        const answers = await Promise.all(policy.overrides.map(async ({ team }) => (await isTeamMember(github, { organization, team, user })) ? [team] : []));
        return answers.flat();
    }
    catch (error) {
        if (error instanceof GitHubError)
            return undefined;
        throw error;
    }
}
