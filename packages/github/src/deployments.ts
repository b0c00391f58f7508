import { createOnce } from './create-once.ts'
import type { GitHub } from './connect.ts'
import { cutCharacters } from './cut.ts'
import { GitHubError } from './github-error.ts'

export interface DeploymentRequest {
  /** Branch, tag or commit. */
  readonly ref: string
  readonly environment: string
  readonly task?: string
  readonly description?: string
  /** Our state: what the next job needs to go on from the same beginning. */
  readonly payload: Readonly<Record<string, unknown>>
  /** GitHub's default: true for the environment `production` alone. */
  readonly production?: boolean
  readonly transient?: boolean
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  /** Undecoded; a payload stored as JSON text is parsed. */
  readonly payload: unknown
  readonly creator: string
  readonly createdAt: string
}

interface DeploymentData {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly payload: unknown
  readonly creator: { readonly login: string } | null
  readonly created_at: string
}

const MAX_DESCRIPTION = 140

const found = (data: DeploymentData): Deployment => ({
  id: data.id,
  sha: data.sha,
  ref: data.ref,
  task: data.task,
  environment: data.environment,
  payload: parsePayload(data.payload),
  creator: data.creator?.login ?? '',
  createdAt: data.created_at,
})

function parsePayload(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload
  try {
    return JSON.parse(payload)
  } catch {
    return payload
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Records a deployment as it is: nothing is merged first and no other check must be green, since
 * GitHub's defaults would let our own pending check block us. Throws `GitHubError`.
 */
export async function createDeployment(github: GitHub, asked: DeploymentRequest): Promise<Deployment> {
  const task = asked.task ?? 'deploy'
  return await createOnce(
    github,
    () => create(github, asked, task),
    async () => {
      const recent = await listDeployments(github, { environment: asked.environment, task, limit: 10 })
      return recent.find((one) => same(one.payload, asked.payload))
    },
  )
}

async function create(github: GitHub, asked: DeploymentRequest, task: string): Promise<Deployment> {
  const operation = `record a deployment to ${asked.environment}`
  const { data } = await github.ask(operation, (octokit) =>
    octokit.rest.repos.createDeployment({
      ...github.repo,
      ref: asked.ref,
      task,
      environment: asked.environment,
      description: cutCharacters(asked.description ?? '', MAX_DESCRIPTION),
      payload: asked.payload,
      auto_merge: false,
      required_contexts: [],
      ...(asked.production === undefined ? {} : { production_environment: asked.production }),
      ...(asked.transient === undefined ? {} : { transient_environment: asked.transient }),
      request: { retries: 0 },
    }),
  )
  if ('id' in data) return found(data)
  throw new GitHubError(
    operation,
    202,
    `could not ${operation}: GitHub made no deployment (${data.message ?? 'no message'})`,
    'The ref was merged instead; run again on the new commit.',
  )
}

export interface DeploymentFilter {
  readonly environment?: string
  readonly task?: string
  readonly sha?: string
  readonly ref?: string
  /** Stop after this many; default 100. */
  readonly limit?: number
}

/** Deployments that fit, newest first. Throws `GitHubError`. */
export async function listDeployments(
  github: GitHub,
  { limit = 100, ...filter }: DeploymentFilter,
): Promise<readonly Deployment[]> {
  let count = 0
  const deployments = await github.ask('list deployments', (octokit) =>
    octokit.paginate(
      octokit.rest.repos.listDeployments,
      { ...github.repo, ...filter, per_page: Math.min(limit, 100) },
      ({ data }, done) => {
        count += data.length
        if (count >= limit) done()
        return data
      },
    ),
  )
  return deployments.slice(0, limit).map(found)
}

/** One deployment by id. Throws `GitHubError`. */
export async function getDeployment(github: GitHub, id: number): Promise<Deployment> {
  const { data } = await github.ask(`read deployment ${id}`, (octokit) =>
    octokit.rest.repos.getDeployment({ ...github.repo, deployment_id: id }),
  )
  return found(data)
}
