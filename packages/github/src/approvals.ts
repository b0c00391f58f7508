import type { GitHub } from './connect.ts'
import { GitHubError } from './github-error.ts'
import { tokenKind } from './self.ts'

export interface PendingDeployment {
  readonly environmentId: number
  readonly environment: string
  /** Whether this token's owner is a reviewer who may answer now. */
  readonly canApprove: boolean
}

export interface Approval {
  readonly environments: readonly string[]
  readonly state: string
  readonly user: string
  readonly comment: string
}

export interface ReviewRequest {
  readonly runId: number
  readonly environmentIds: readonly number[]
  readonly state: 'approved' | 'rejected'
  readonly comment: string
}

/** The environments whose jobs of this run still wait. Throws `GitHubError`. */
export async function listPendingDeployments(
  github: GitHub,
  runId: number,
): Promise<readonly PendingDeployment[]> {
  const { data } = await github.ask(`read what run ${runId} waits for`, (octokit) =>
    octokit.rest.actions.getPendingDeploymentsForRun({ ...github.repo, run_id: runId }),
  )
  return data.map((one) => ({
    environmentId: one.environment.id ?? 0,
    environment: one.environment.name ?? '',
    canApprove: one.current_user_can_approve,
  }))
}

/**
 * Refuses, before anything is sent, to review with a token that can never be a reviewer. Throws
 * `GitHubError` that names the alternatives.
 */
function requireReviewer(github: GitHub): void {
  if (tokenKind(github.token) !== 'installation') return
  throw new GitHubError(
    'review a pending deployment',
    403,
    'could not review a pending deployment: a GITHUB_TOKEN or an App is never a reviewer',
    'Give the token of a person who is a required reviewer, or let a GitHub App own a protection rule.',
  )
}

/** Approves or rejects as a required reviewer. Throws `GitHubError`. */
export async function reviewPendingDeployments(github: GitHub, asked: ReviewRequest): Promise<void> {
  requireReviewer(github)
  await github.ask(`review run ${asked.runId}`, (octokit) =>
    octokit.rest.actions.reviewPendingDeploymentsForRun({
      ...github.repo,
      run_id: asked.runId,
      environment_ids: [...asked.environmentIds],
      state: asked.state,
      comment: asked.comment,
    }),
  )
}

/** Who has answered for a run, and how, oldest first. Throws `GitHubError`. */
export async function listApprovals(github: GitHub, runId: number): Promise<readonly Approval[]> {
  const { data } = await github.ask(`read the approvals of run ${runId}`, (octokit) =>
    octokit.rest.actions.getReviewsForRun({ ...github.repo, run_id: runId }),
  )
  return data.map((one) => ({
    environments: one.environments.map(({ name }) => name ?? ''),
    state: one.state,
    user: one.user.login,
    comment: one.comment,
  }))
}
