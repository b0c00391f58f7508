import { loginOf } from '../auth/credential.ts'
import { mayReview, reject, releaseJobs } from '../gates.ts'
import type { Environment, EnvironmentWait, Repository, StoredRun } from '../model/index.ts'
import { environmentNamed, repositoryOf } from '../repositories.ts'
import { decodeBody, noContent, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { Refusal } from '../server/refusal.ts'
import { viewDeployment } from '../views/deployment.ts'
import { viewEnvironmentName, viewReviewers } from '../views/environment.ts'
import type { Backend } from '../backend.ts'
import { runOf } from './runs.ts'

const MAX_REPORTS = 10
const MAX_REPORT_CHARACTERS = 1024

interface ReviewBody {
  readonly environment_ids: readonly number[]
  readonly state: 'approved' | 'rejected'
  readonly comment: string
}

interface RuleBody {
  readonly environment_name: string
  readonly state?: 'approved' | 'rejected'
  readonly comment?: string
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const waitingGates = (run: StoredRun): readonly EnvironmentWait[] =>
  run.gates.filter((gate) => gate.state === 'waiting')

function environmentFor(repository: Repository, gate: EnvironmentWait): Environment {
  const environment = environmentNamed(repository, gate.environment)
  if (environment === undefined) throw new Error(`environment ${gate.environment} is gone`)
  return environment
}

function pending(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const run = runOf(call, repository, backend)
  // One entry for each environment, however many jobs wait for it.
  const first = waitingGates(run).filter(
    (gate, i, all) => all.findIndex((one) => sameName(one.environment, gate.environment)) === i,
  )
  return ok(first.map((gate) => viewPending(call, backend, repository, run, gate)))
}

function viewPending(
  call: ApiCall,
  backend: Backend,
  repository: Repository,
  run: StoredRun,
  gate: EnvironmentWait,
): JsonObject {
  const environment = environmentFor(repository, gate)
  const { credential } = call
  return {
    environment: viewEnvironmentName(environment, repository, call.api),
    wait_timer: environment.waitTimer,
    wait_timer_started_at: environment.waitTimer > 0 ? gate.startedAt : null,
    current_user_can_approve:
      credential.kind === 'user' && mayReview(environment, run, credential.user, backend),
    reviewers: viewReviewers(environment.reviewers, backend, call.api),
  }
}

/** A person answers; no App and no GITHUB_TOKEN is ever among the reviewers. */
function review(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const run = runOf(call, repository, backend)
  const body = decodeBody<ReviewBody>(call)
  const { credential } = call
  if (credential.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration')
  const gates = body.environment_ids.map((id) =>
    waitingGates(run).filter((gate) => environmentFor(repository, gate).id === id),
  )
  if (gates.length === 0 || gates.some((found) => found.length === 0)) {
    throw new Refusal(422, 'No pending deployment requests to approve or reject')
  }
  const found = gates.flat()
  if (found.some((gate) => !mayReview(environmentFor(repository, gate), run, credential.user, backend))) {
    throw new Refusal(422, 'Current user is not in the required reviewers list for the environment')
  }
  record(run, found, body.state, call, body.comment, backend)
  for (const gate of found) {
    if (body.state === 'approved') gate.reviewed = true
    else reject(repository, run, gate, backend)
  }
  releaseJobs(repository, run, backend)
  const touched = repository.deployments.filter((one) => found.some((gate) => gate.deploymentId === one.id))
  return ok(touched.map((one) => viewDeployment(one, repository, backend, call.api)))
}

function record(
  run: StoredRun,
  gates: readonly EnvironmentWait[],
  state: StoredRun['reviews'][number]['state'],
  call: ApiCall,
  comment: string,
  backend: Backend,
): void {
  const environments = [...new Set(gates.map((gate) => gate.environment))]
  const user = loginOf(call.credential)
  // The history has one entry for an environment and an answer, also where a later job was answered again.
  const before = run.reviews.findIndex(
    (one) =>
      state !== 'pending' &&
      one.attempt === run.attempt &&
      one.state === state &&
      one.user === user &&
      one.environments.join() === environments.join(),
  )
  if (before >= 0) run.reviews.splice(before, 1)
  const review = { environments, state, user, comment, attempt: run.attempt, at: backend.timestamp() }
  run.reviews.push(backend.lists.made(review))
}

/** Only the App that owns an enabled rule of the environment may answer, and only with its own token. */
function answerRule(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const run = runOf(call, repository, backend)
  const body = decodeBody<RuleBody>(call)
  const { credential } = call
  if (credential.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration')
  const gates = run.gates.filter((one) => sameName(one.environment, body.environment_name))
  const [known] = gates
  const rules = known === undefined ? [] : environmentFor(repository, known).rules
  const rule = rules.find((one) => one.appId === credential.app.id)
  if (rule === undefined) throw new Refusal(403, 'Resource not accessible by integration')
  // One answer is for every job that waits for the environment at this moment; a job that comes later asks again.
  const asking = gates.filter((one) => one.state === 'waiting' && one.answers.get(rule.id) !== 'approved')
  const [gate] = asking
  if (gate === undefined) {
    throw new Refusal(422, 'Validation Failed: the deployment is not waiting for this protection rule')
  }
  const { comment = '', state } = body
  if ([...comment].length > MAX_REPORT_CHARACTERS) {
    throw new Refusal(
      422,
      `Validation Failed: comment is too long (maximum is ${MAX_REPORT_CHARACTERS} characters)`,
    )
  }
  if (state === undefined) countReport(gate, rule.id)
  record(run, [gate], state ?? 'pending', call, comment, backend)
  if (state === 'rejected') for (const one of asking) reject(repository, run, one, backend)
  if (state === 'approved') for (const one of asking) one.answers.set(rule.id, 'approved')
  releaseJobs(repository, run, backend)
  return noContent
}

function countReport(gate: EnvironmentWait, ruleId: number): void {
  const sent = gate.reports.get(ruleId) ?? 0
  if (sent >= MAX_REPORTS) {
    throw new Refusal(422, `Validation Failed: at most ${MAX_REPORTS} status reports per deployment`)
  }
  gate.reports.set(ruleId, sent + 1)
}

export const reviews: Routes = {
  'actions/get-pending-deployments-for-run': pending,
  'actions/review-pending-deployments-for-run': review,
  'actions/review-custom-gates-for-run': answerRule,
}
