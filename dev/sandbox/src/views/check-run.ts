import type { Annotation, CheckRun, CommitStatus, Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { viewMinimalPull } from './pull.ts'
import { repositoryUrls } from './repository.ts'
import { nodeId, viewApp, viewUser } from './user.ts'

/** A `check-run`. Runs on a fork's head name no pull request, as at GitHub. */
export function viewCheckRun(
  run: CheckRun,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  const own = `${url}/check-runs/${run.id}`
  const pulls = repository.pulls.filter(
    (pull) => pull.headSha === run.headSha && pull.headRepository === repository.fullName,
  )
  return {
    id: run.id,
    node_id: nodeId('CheckRun', run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url: own,
    html_url: `${html}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${html}/runs/${run.id}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${own}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: viewApp(backend.store.app(run.appId), backend, api),
    pull_requests: pulls.map((pull) => viewMinimalPull(pull, repository, api)),
  }
}

/** A `check-annotation`. */
export function viewAnnotation(
  one: Annotation,
  run: CheckRun,
  repository: Repository,
  api: string,
): JsonObject {
  return {
    path: one.path,
    blob_href: `${repositoryUrls(repository, api).html}/blob/${run.headSha}/${one.path}`,
    start_line: one.start_line,
    end_line: one.end_line,
    start_column: one.start_column ?? null,
    end_column: one.end_column ?? null,
    annotation_level: one.annotation_level,
    title: one.title ?? null,
    message: one.message,
    raw_details: one.raw_details ?? null,
  }
}

/** A commit `status`. */
export function viewStatus(
  status: CommitStatus,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const creator = viewUser(backend.store.user(status.creator), api)
  return {
    url: `${repositoryUrls(repository, api).url}/statuses/${status.sha}`,
    avatar_url: creator['avatar_url'],
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  }
}
