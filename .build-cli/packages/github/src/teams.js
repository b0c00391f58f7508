import { GitHubError } from "./github-error.js";
/**
 * True for an active member. Needs `members: read`, which no GITHUB_TOKEN has; whatever is not a
 * clear answer throws `GitHubError` rather than reading as no, or yes.
 */
export async function isTeamMember(github, asked) {
    try {
        const { data } = await github.ask(`look up ${asked.user} in ${asked.team}`, (octokit) => octokit.rest.teams.getMembershipForUserInOrg({
            org: asked.organization,
            team_slug: asked.team,
            username: asked.user,
        }));
        return data.state === 'active';
    }
    catch (error) {
        if (error instanceof GitHubError && error.status === 404)
            return false;
        throw error;
    }
}
