import { appOf, loginOf } from '../auth/credential.ts'
import type { StoredDeployment, Repository } from '../model/index.ts'
import { commitOf, deploymentOf, environmentNamed, makeEnvironment, repositoryOf } from '../repositories.ts'
import { created, decodeBody, noContent, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { invalid } from '../server/refusal.ts'
import { viewDeployment } from '../views/deployment.ts'
import type { Backend } from '../backend.ts'
import { mergeDefault, refuseUnlessGreen } from './deployment-guards.ts'

interface DeploymentBody {
  readonly ref: string
  readonly task?: string
  readonly auto_merge?: boolean
  readonly required_contexts?: readonly string[]
  readonly payload?: unknown
  readonly environment?: string
  readonly description?: string | null
  readonly transient_environment?: boolean
  readonly production_environment?: boolean
}

const MAX_DESCRIPTION = 140

function create(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const body = decodeBody<DeploymentBody>(call)
  const { sha } = commitOf(repository, body.ref, 422)
  if ([...(body.description ?? '')].length > MAX_DESCRIPTION) {
    throw invalid('Deployment', 'description', 'description is too long (maximum is 140 characters)')
  }
  const merged = (body.auto_merge ?? true) ? mergeDefault(repository, body.ref, sha, backend) : undefined
  if (merged !== undefined) return { status: 202, body: { message: merged } }
  refuseUnlessGreen(repository, sha, body.ref, body.required_contexts)
  const deployment = addDeployment(repository, backend, {
    ...body,
    sha,
    creator: loginOf(call.credential),
    appId: appOf(call.credential)?.id,
  })
  backend.lists.made(deployment)
  return created(viewDeployment(deployment, repository, backend, call.api))
}

interface NewDeployment extends DeploymentBody {
  readonly sha: string
  readonly creator: string
  readonly appId: number | undefined
}

/** Records a deployment as the API does, its environment made on first use, and tells the Apps. */
export function addDeployment(
  repository: Repository,
  backend: Backend,
  asked: NewDeployment,
): StoredDeployment {
  const environment = asked.environment ?? 'production'
  if (environmentNamed(repository, environment) === undefined)
    makeEnvironment(repository, environment, backend)
  const now = backend.timestamp()
  const deployment: StoredDeployment = {
    id: backend.store.nextId(),
    sha: asked.sha,
    ref: asked.ref,
    task: asked.task ?? 'deploy',
    payload: asked.payload ?? {},
    environment,
    description: asked.description ?? null,
    creator: asked.creator,
    appId: asked.appId,
    transient: asked.transient_environment ?? false,
    production: asked.production_environment ?? environment === 'production',
    createdAt: now,
    updatedAt: now,
    statuses: [],
  }
  repository.deployments.push(deployment)
  backend.emit('deployment', 'created', repository, {
    deployment: viewDeployment(deployment, repository, backend, backend.api()),
    workflow: null,
    workflow_run: null,
  })
  return deployment
}

function list(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const wanted = (name: 'sha' | 'ref' | 'task' | 'environment', one: StoredDeployment): boolean => {
    const asked = call.query[name]
    return asked === undefined || asked === 'none' || one[name] === asked
  }
  const found = backend.lists
    .shown(repository.deployments)
    .filter(
      (one) => wanted('sha', one) && wanted('ref', one) && wanted('task', one) && wanted('environment', one),
    )
    .reverse()
  const page = paginate(call, found)
  return ok(
    page.items.map((one) => viewDeployment(one, repository, backend, call.api)),
    page.headers,
  )
}

function remove(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const deployment = deploymentOf(call, repository)
  const inactive = deployment.statuses.at(-1)?.state === 'inactive'
  if (!inactive && repository.deployments.length > 1) {
    throw invalid(
      'Deployment',
      'state',
      'We cannot delete an active deployment unless it is the only deployment.',
    )
  }
  repository.deployments = repository.deployments.filter((one) => one !== deployment)
  return noContent
}

export const deployments: Routes = {
  'repos/create-deployment': create,
  'repos/list-deployments': list,
  'repos/delete-deployment': remove,
  'repos/get-deployment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    return ok(viewDeployment(deploymentOf(call, repository), repository, backend, call.api))
  },
}
