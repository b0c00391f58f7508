import type { GitHub } from './connect.ts'
import { GitHubError } from './github-error.ts'

/**
 * Whether this attempt of a workflow run has ended: the run is over, a later attempt has begun, or GitHub no longer knows
 * the run. Undefined when this token may not ask (`actions: read`). Throws `GitHubError` otherwise.
 */
export async function workflowRunIsOver(
  github: GitHub,
  runId: number,
  attempt = 1,
): Promise<boolean | undefined> {
  if (!Number.isSafeInteger(runId)) return undefined
  try {
    const { data } = await github.ask(`read workflow run ${runId}`, (octokit) =>
      octokit.rest.actions.getWorkflowRun({ ...github.repo, run_id: runId }),
    )
    return data.status === 'completed' || (data.run_attempt ?? 1) > attempt
  } catch (error) {
    if (error instanceof GitHubError && error.status === 403) return undefined
    if (error instanceof GitHubError && error.status === 404) return true
    throw error
  }
}
