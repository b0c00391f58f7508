import { cutCharacters } from "./cut.js";
/** Status reports that GitHub takes per deployment, and their length. */
export const MAX_REPORTS = 10;
export const MAX_REPORT_CHARACTERS = 1024;
/**
 * Answers a custom protection rule. Only an installation token of the App that owns the rule can;
 * GitHub takes one verdict per deployment. Throws `GitHubError`.
 */
export async function answerProtectionRule(github, answer) {
    const what = answer.state ?? 'report on';
    const comment = cutCharacters(answer.comment, MAX_REPORT_CHARACTERS);
    const { environment: environment_name, state, runId: run_id } = answer;
    await github.ask(`${what} ${environment_name} of run ${run_id}`, (octokit) => octokit.rest.actions.reviewCustomGatesForRun(state === undefined
        ? { ...github.repo, run_id, environment_name, comment }
        : { ...github.repo, run_id, environment_name, state, comment }));
}
