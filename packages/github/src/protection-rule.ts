import type { GitHub } from './connect.ts'
import { cutCharacters } from './cut.ts'

/** Longest text of a status report that GitHub takes. */
export const MAX_REPORT_CHARACTERS = 1024

export interface RuleAnswer {
  readonly runId: number
  readonly environment: string
  /** Left out: a progress report, of which there can be ten. */
  readonly state?: 'approved' | 'rejected'
  /** Markdown, cut at 1024 characters. */
  readonly comment: string
}

/**
 * Answers a custom protection rule. Only an installation token of the App that owns the rule can;
 * GitHub takes one verdict per deployment. Throws `GitHubError`.
 */
export async function answerProtectionRule(github: GitHub, answer: RuleAnswer): Promise<void> {
  const what = answer.state ?? 'report on'
  const comment = cutCharacters(answer.comment, MAX_REPORT_CHARACTERS)
  const { environment: environment_name, state, runId: run_id } = answer
  await github.ask(`${what} ${environment_name} of run ${run_id}`, (octokit) =>
    octokit.rest.actions.reviewCustomGatesForRun(
      state === undefined
        ? { ...github.repo, run_id, environment_name, comment }
        : { ...github.repo, run_id, environment_name, state, comment },
    ),
  )
}
