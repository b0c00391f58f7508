import type { GitHub } from './connect.ts'

export interface WorkflowRun {
  readonly id: number
  readonly name: string
  readonly path: string
  readonly event: string
  readonly branch: string
  readonly headSha: string
  readonly status: string
  readonly conclusion: string | null
  readonly url: string
  readonly actor: string
  readonly createdAt: string
  readonly attempt: number
  /** Of this attempt. */
  readonly startedAt: string
}

interface RunData {
  readonly id: number
  readonly name?: string | null
  readonly path: string
  readonly event: string
  readonly head_branch: string | null
  readonly head_sha: string
  readonly status: string | null
  readonly conclusion: string | null
  readonly html_url: string
  readonly actor?: { readonly login: string }
  readonly created_at: string
  readonly run_attempt?: number
  readonly run_started_at?: string
}

const found = (data: RunData): WorkflowRun => ({
  id: data.id,
  name: data.name ?? '',
  path: data.path,
  event: data.event,
  branch: data.head_branch ?? '',
  headSha: data.head_sha,
  status: data.status ?? '',
  conclusion: data.conclusion,
  url: data.html_url,
  actor: data.actor?.login ?? '',
  createdAt: data.created_at,
  attempt: data.run_attempt ?? 1,
  startedAt: data.run_started_at ?? data.created_at,
})

/** One workflow run. Throws `GitHubError`. */
export async function getRun(github: GitHub, runId: number): Promise<WorkflowRun> {
  const { data } = await github.ask(`read workflow run ${runId}`, (octokit) =>
    octokit.rest.actions.getWorkflowRun({ ...github.repo, run_id: runId }),
  )
  return found(data)
}
