import { appOf, loginOf } from '../auth/credential.ts'
import type { Deployment, DeploymentState, DeploymentStatus, Repository } from '../model/index.ts'
import { deploymentOf, repositoryOf } from '../repositories.ts'
import { created, decodeBody, ok } from '../server/call.ts'
import type { Call, Reply, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { paginate } from '../server/paginate.ts'
import { invalid, notFound } from '../server/refusal.ts'
import { viewDeployment, viewDeploymentStatus } from '../views/deployment.ts'
import type { World } from '../world.ts'

interface StatusBody {
  readonly state: DeploymentState
  readonly target_url?: string
  readonly log_url?: string
  readonly description?: string
  readonly environment?: string
  readonly environment_url?: string
  readonly auto_inactive?: boolean
}

const MAX_DESCRIPTION = 140

function create(call: Call, world: World): Reply {
  const repository = repositoryOf(call, world)
  const deployment = deploymentOf(call, repository)
  const body = decodeBody<StatusBody>(call)
  if ([...(body.description ?? '')].length > MAX_DESCRIPTION) {
    throw invalid('DeploymentStatus', 'description', 'description is too long (maximum is 140 characters)')
  }
  const status = addStatus(repository, deployment, world, {
    ...body,
    creator: loginOf(call.credential),
    appId: appOf(call.credential)?.id,
  })
  return created(viewDeploymentStatus(status, deployment, repository, world, call.api))
}

interface NewStatus extends StatusBody {
  readonly creator: string
  readonly appId: number | undefined
}

/** Appends a status, retires what `auto_inactive` retires, and tells the Apps. */
export function addStatus(
  repository: Repository,
  deployment: Deployment,
  world: World,
  asked: NewStatus,
): DeploymentStatus {
  const status = append(deployment, world, asked)
  if (asked.state === 'success' && asked.auto_inactive !== false) {
    for (const prior of priorOf(repository, deployment, status.environment)) {
      append(prior, world, { state: 'inactive', creator: asked.creator, appId: asked.appId })
    }
  }
  if (asked.state !== 'inactive') {
    const api = world.api()
    world.emit('deployment_status', 'created', repository, {
      deployment_status: withoutEmptyLinks(viewDeploymentStatus(status, deployment, repository, world, api)),
      deployment: viewDeployment(deployment, repository, world, api),
    })
  }
  return status
}

/** Webhooks leave out what replies show as "". */
const withoutEmptyLinks = ({ environment_url, log_url, ...view }: JsonObject): JsonObject => ({
  ...view,
  ...(environment_url === '' ? {} : { environment_url }),
  ...(log_url === '' ? {} : { log_url }),
})

function append(deployment: Deployment, world: World, asked: NewStatus): DeploymentStatus {
  const now = world.timestamp()
  const status: DeploymentStatus = {
    id: world.store.nextId(),
    state: asked.state,
    creator: asked.creator,
    appId: asked.appId,
    description: asked.description ?? '',
    environment: asked.environment ?? deployment.environment,
    environmentUrl: asked.environment_url ?? '',
    logUrl: asked.log_url ?? asked.target_url ?? '',
    createdAt: now,
  }
  deployment.statuses.push(status)
  deployment.updatedAt = now
  return status
}

/** Earlier successes in the same environment, except production ones and transient ones. */
const priorOf = (
  repository: Repository,
  deployment: Deployment,
  environment: string,
): readonly Deployment[] =>
  repository.deployments.filter(
    (one) =>
      one.id < deployment.id &&
      one.environment === environment &&
      !one.transient &&
      !one.production &&
      one.statuses.at(-1)?.state === 'success',
  )

function list(call: Call, world: World): Reply {
  const repository = repositoryOf(call, world)
  const deployment = deploymentOf(call, repository)
  const page = paginate(call, deployment.statuses.toReversed())
  return ok(
    page.items.map((one) => viewDeploymentStatus(one, deployment, repository, world, call.api)),
    page.headers,
  )
}

export const deploymentStatuses: Routes = {
  'repos/create-deployment-status': create,
  'repos/list-deployment-statuses': list,
  'repos/get-deployment-status': (call, world) => {
    const repository = repositoryOf(call, world)
    const deployment = deploymentOf(call, repository)
    const status = deployment.statuses.find((one) => one.id === Number(call.params['status_id']))
    if (status === undefined) throw notFound()
    return ok(viewDeploymentStatus(status, deployment, repository, world, call.api))
  },
}
