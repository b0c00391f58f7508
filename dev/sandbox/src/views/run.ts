import type { EnvironmentWait, Repository, StoredRun } from '../model/index.ts'
import { environmentNamed } from '../repositories.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { viewEnvironmentName } from './environment.ts'
import { viewMinimalPull } from './pull.ts'
import { repositoryUrls, viewMinimalRepository } from './repository.ts'
import { nodeId, viewUser } from './user.ts'

/** A `workflow-run`. */
export function viewRun(run: StoredRun, repository: Repository, backend: Backend, api: string): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  const actor = viewUser(backend.store.user(run.actor), api)
  const shown = viewMinimalRepository(repository, backend, api)
  const pulls = repository.pulls.filter((pull) => pull.headSha === run.headSha)
  return {
    ...runLinks(run, url),
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.suiteId,
    check_suite_node_id: nodeId('CheckSuite', run.suiteId),
    head_branch: run.branch,
    head_sha: run.headSha,
    path: run.path,
    run_number: run.number,
    run_attempt: run.attempt,
    referenced_workflows: [],
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.number,
    html_url: `${html}/actions/runs/${run.id}`,
    pull_requests: pulls.map((pull) => viewMinimalPull(pull, repository, api)),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    actor,
    triggering_actor: actor,
    run_started_at: run.createdAt,
    display_title: repository.commits.get(run.headSha)?.message ?? run.name,
    head_commit: viewHeadCommit(run, repository),
    repository: shown,
    head_repository: shown,
  }
}

function runLinks(run: StoredRun, url: string): JsonObject {
  const own = `${url}/actions/runs/${run.id}`
  return {
    url: own,
    jobs_url: `${own}/jobs`,
    logs_url: `${own}/logs`,
    check_suite_url: `${url}/check-suites/${run.suiteId}`,
    artifacts_url: `${own}/artifacts`,
    cancel_url: `${own}/cancel`,
    rerun_url: `${own}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${url}/actions/workflows/${run.number}`,
  }
}

function viewHeadCommit(run: StoredRun, repository: Repository): JsonObject {
  const person = { name: run.actor, email: `${run.actor}@example.com` }
  return {
    id: run.headSha,
    tree_id: run.headSha,
    message: repository.commits.get(run.headSha)?.message ?? '',
    timestamp: run.createdAt,
    author: person,
    committer: person,
  }
}

const stateOfJob = {
  waiting: ['waiting', null],
  open: ['in_progress', null],
  rejected: ['completed', 'failure'],
} as const

/** The `workflow_job` of a webhook. */
export function viewJob(
  run: StoredRun,
  gate: EnvironmentWait,
  repository: Repository,
  api: string,
): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  const [status, conclusion] = stateOfJob[gate.state]
  return {
    id: gate.jobId,
    run_id: run.id,
    run_attempt: run.attempt,
    run_url: `${url}/actions/runs/${run.id}`,
    node_id: nodeId('Job', gate.jobId),
    url: `${url}/actions/jobs/${gate.jobId}`,
    html_url: `${html}/actions/runs/${run.id}/job/${gate.jobId}`,
    check_run_url: `${url}/check-runs/${gate.jobId}`,
    head_sha: run.headSha,
    head_branch: run.branch,
    workflow_name: run.name,
    name: `deploy to ${gate.environment}`,
    status,
    conclusion,
    created_at: gate.startedAt,
    started_at: gate.startedAt,
    completed_at: status === 'completed' ? run.updatedAt : null,
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
    steps: [],
  }
}

/** An `environment-approvals`. */
export function viewReview(
  review: StoredRun['reviews'][number],
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const environments = review.environments.map((name) => environmentNamed(repository, name))
  return {
    environments: environments
      .filter((one) => one !== undefined)
      .map((one) => ({
        ...viewEnvironmentName(one, repository, api),
        created_at: one.createdAt,
        updated_at: one.updatedAt,
      })),
    state: review.state,
    user: viewUser(backend.store.user(review.user), api),
    comment: review.comment,
  }
}
