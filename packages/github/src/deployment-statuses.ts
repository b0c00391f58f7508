import type { GitHub } from './connect.ts'
import { cutCharacters } from './cut.ts'

export type DeploymentState =
  'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success'

export interface StatusRequest {
  readonly id: number
  readonly state: DeploymentState
  /** At most 140 characters are shown; more are cut. */
  readonly description?: string
  readonly environmentUrl?: string
  readonly logUrl?: string
  /** Let GitHub retire earlier non-production successes of the environment; default true. */
  readonly autoInactive?: boolean
}

export interface DeploymentStatus {
  readonly id: number
  readonly state: string
  readonly description: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly creator: string
  readonly createdAt: string
}

interface StatusData {
  readonly id: number
  readonly state: string
  readonly description: string
  readonly environment_url?: string
  readonly log_url?: string
  readonly creator: { readonly login: string } | null
  readonly created_at: string
}

const MAX_DESCRIPTION = 140

const found = (data: StatusData): DeploymentStatus => ({
  id: data.id,
  state: data.state,
  description: data.description,
  environmentUrl: data.environment_url ?? '',
  logUrl: data.log_url ?? '',
  creator: data.creator?.login ?? '',
  createdAt: data.created_at,
})

/** Appends a status to a deployment's history. Throws `GitHubError`. */
export async function addStatus(github: GitHub, asked: StatusRequest): Promise<DeploymentStatus> {
  const operation = `set deployment ${asked.id} to ${asked.state}`
  const { data } = await github.ask(operation, (octokit) =>
    octokit.rest.repos.createDeploymentStatus({
      ...github.repo,
      deployment_id: asked.id,
      state: asked.state,
      description: cutCharacters(asked.description ?? '', MAX_DESCRIPTION),
      ...(asked.environmentUrl === undefined ? {} : { environment_url: asked.environmentUrl }),
      ...(asked.logUrl === undefined ? {} : { log_url: asked.logUrl }),
      ...(asked.autoInactive === undefined ? {} : { auto_inactive: asked.autoInactive }),
    }),
  )
  return found(data)
}

/** A deployment's history, newest first. Throws `GitHubError`. */
export async function listStatuses(github: GitHub, id: number): Promise<readonly DeploymentStatus[]> {
  const statuses = await github.ask(`read the history of deployment ${id}`, (octokit) =>
    octokit.paginate(octokit.rest.repos.listDeploymentStatuses, {
      ...github.repo,
      deployment_id: id,
      per_page: 100,
    }),
  )
  return statuses.map(found)
}
