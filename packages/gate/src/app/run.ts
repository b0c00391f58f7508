import type { WaitingRun } from '@sluice/gate'
import { getRun, listPendingDeployments, type GitHub } from '@sluice/github'

/** What the gate needs to know about a workflow run. */
export interface GuardedRun extends WaitingRun {
  readonly attempt: number
  /** Epoch milliseconds, of this attempt. */
  readonly startedAt: number
}

/** Reads a run. Throws `GitHubError`. */
export async function readRun(github: GitHub, runId: number): Promise<GuardedRun> {
  const run = await getRun(github, runId)
  return { ...run, startedAt: Date.parse(run.startedAt) }
}

export interface WaitingJob {
  readonly runId: number
  readonly environment: string
}

/** Every job of this repository that waits for an environment with a rule of ours; `sha` narrows to one commit. Throws `GitHubError`. */
export async function listGuarded(
  github: GitHub,
  login: string,
  sha?: string,
): Promise<readonly WaitingJob[]> {
  const waiting = await listWaiting(github, sha)
  const names = [...new Set(waiting.map((one) => one.environment))]
  const guarded = await Promise.all(
    names.map(async (name) => ((await guards(github, name, login)) ? [name] : [])),
  )
  return waiting.filter((one) => guarded.flat().includes(one.environment))
}

async function listWaiting(github: GitHub, sha: string | undefined): Promise<readonly WaitingJob[]> {
  const runs = await github.ask('list waiting workflow runs', (octokit, request) =>
    octokit.paginate(octokit.rest.actions.listWorkflowRunsForRepo, {
      ...github.repo,
      status: 'waiting',
      per_page: 100,
      ...(sha === undefined ? {} : { head_sha: sha }),
      request,
    }),
  )
  const lists = await Promise.all(
    runs.map(async ({ id }) => {
      const pending = await listPendingDeployments(github, id)
      return pending.map(({ environment }) => ({ runId: id, environment }))
    }),
  )
  return lists.flat()
}

async function guards(github: GitHub, environment: string, login: string): Promise<boolean> {
  const { data } = await github.ask(`read the rules of ${environment}`, (octokit, request) =>
    octokit.rest.repos.getAllDeploymentProtectionRules({
      ...github.repo,
      environment_name: environment,
      request,
    }),
  )
  const rules = data.custom_deployment_protection_rules ?? []
  return rules.some((rule) => rule.enabled && `${rule.app.slug}[bot]` === login)
}
