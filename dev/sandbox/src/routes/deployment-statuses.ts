import { appOf, loginOf } from '../auth/credential.ts'
import type {
  StoredDeployment,
  StoredDeploymentState,
  StoredDeploymentStatus,
  Repository,
} from '../model/index.ts'
import { deploymentOf, repositoryOf } from '../repositories.ts'
import { created, decodeBody, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { paginate } from '../server/paginate.ts'
import { invalid, notFound } from '../server/refusal.ts'
import { viewDeployment, viewDeploymentStatus } from '../views/deployment.ts'
import type { Backend } from '../backend.ts'

interface StatusBody {
  readonly state: StoredDeploymentState
  readonly target_url?: string
  readonly log_url?: string
  readonly description?: string
  readonly environment?: string
  readonly environment_url?: string
  readonly auto_inactive?: boolean
}

const MAX_DESCRIPTION = 140

function create(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const deployment = deploymentOf(call, repository)
  const body = decodeBody<StatusBody>(call)
  if ([...(body.description ?? '')].length > MAX_DESCRIPTION) {
    throw invalid('DeploymentStatus', 'description', 'description is too long (maximum is 140 characters)')
  }
  const status = appendStatus(repository, deployment, backend, {
    ...body,
    creator: loginOf(call.credential),
    appId: appOf(call.credential)?.id,
  })
  return created(viewDeploymentStatus(status, deployment, repository, backend, call.api))
}

interface NewStatus extends StatusBody {
  readonly creator: string
  readonly appId: number | undefined
}

/** Appends a status, retires what `auto_inactive` retires, and tells the Apps. */
export function appendStatus(
  repository: Repository,
  deployment: StoredDeployment,
  backend: Backend,
  asked: NewStatus,
): StoredDeploymentStatus {
  const status = append(deployment, backend, asked)
  if (asked.state === 'success' && asked.auto_inactive !== false) {
    for (const prior of priorOf(repository, deployment, status.environment)) {
      append(prior, backend, { state: 'inactive', creator: asked.creator, appId: asked.appId })
    }
  }
  if (asked.state !== 'inactive') {
    const api = backend.api()
    backend.emit('deployment_status', 'created', repository, {
      deployment_status: withoutEmptyLinks(
        viewDeploymentStatus(status, deployment, repository, backend, api),
      ),
      deployment: viewDeployment(deployment, repository, backend, api),
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

function append(deployment: StoredDeployment, backend: Backend, asked: NewStatus): StoredDeploymentStatus {
  const now = backend.timestamp()
  const status: StoredDeploymentStatus = {
    id: backend.store.nextId(),
    state: asked.state,
    creator: asked.creator,
    appId: asked.appId,
    description: asked.description ?? '',
    environment: asked.environment ?? deployment.environment,
    environmentUrl: asked.environment_url ?? '',
    logUrl: asked.log_url ?? asked.target_url ?? '',
    createdAt: now,
  }
  deployment.statuses.push(backend.lists.made(status))
  deployment.updatedAt = now
  return status
}

/** Earlier successes in the same environment, except production ones and transient ones. */
const priorOf = (
  repository: Repository,
  deployment: StoredDeployment,
  environment: string,
): readonly StoredDeployment[] =>
  repository.deployments.filter(
    (one) =>
      one.id < deployment.id &&
      one.environment === environment &&
      !one.transient &&
      !one.production &&
      one.statuses.at(-1)?.state === 'success',
  )

function list(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const deployment = deploymentOf(call, repository)
  const page = paginate(call, backend.lists.shown(deployment.statuses).toReversed())
  return ok(
    page.items.map((one) => viewDeploymentStatus(one, deployment, repository, backend, call.api)),
    page.headers,
  )
}

export const deploymentStatuses: Routes = {
  'repos/create-deployment-status': create,
  'repos/list-deployment-statuses': list,
  'repos/get-deployment-status': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const deployment = deploymentOf(call, repository)
    const status = deployment.statuses.find((one) => one.id === Number(call.params['status_id']))
    if (status === undefined) throw notFound()
    return ok(viewDeploymentStatus(status, deployment, repository, backend, call.api))
  },
}
