import type { StoredDeployment, StoredDeploymentStatus, Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { repositoryUrls } from './repository.ts'
import { nodeId, viewApp, viewUser } from './user.ts'

const viaApp = (id: number | undefined, backend: Backend, api: string): JsonObject | null =>
  id === undefined ? null : viewApp(backend.store.app(id), backend, api)

/** A `deployment`. */
export function viewDeployment(
  one: StoredDeployment,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const { url } = repositoryUrls(repository, api)
  return {
    url: `${url}/deployments/${one.id}`,
    id: one.id,
    node_id: nodeId('Deployment', one.id),
    sha: one.sha,
    ref: one.ref,
    task: one.task,
    payload: one.payload,
    original_environment: one.environment,
    environment: one.environment,
    description: one.description,
    creator: viewUser(backend.store.user(one.creator), api),
    created_at: one.createdAt,
    updated_at: one.updatedAt,
    statuses_url: `${url}/deployments/${one.id}/statuses`,
    repository_url: url,
    transient_environment: one.transient,
    production_environment: one.production,
    performed_via_github_app: viaApp(one.appId, backend, api),
  }
}

/** A `deployment-status`. */
export function viewDeploymentStatus(
  status: StoredDeploymentStatus,
  deployment: StoredDeployment,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const { url } = repositoryUrls(repository, api)
  const own = `${url}/deployments/${deployment.id}`
  return {
    url: `${own}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: viewUser(backend.store.user(status.creator), api),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: own,
    repository_url: url,
    performed_via_github_app: viaApp(status.appId, backend, api),
  }
}
