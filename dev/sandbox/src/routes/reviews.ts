import { loginOf } from '../auth/credential.ts'
import { mayReview, reject, settle } from '../gates.ts'
import type { Environment, Gate, Repository, WorkflowRun } from '../model/index.ts'
import { environmentNamed, repositoryOf } from '../repositories.ts'
import { decodeBody, noContent, ok } from '../server/call.ts'
import type { Call, Reply, Routes } from '../server/call.ts'
import type { JsonObject } from '../server/json.ts'
import { Refusal } from '../server/refusal.ts'
import { viewDeployment } from '../views/deployment.ts'
import { viewEnvironmentName, viewReviewers } from '../views/environment.ts'
import type { World } from '../world.ts'
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

const waitingGates = (run: WorkflowRun): readonly Gate[] =>
  run.gates.filter((gate) => gate.state === 'waiting')

function environmentFor(repository: Repository, gate: Gate): Environment {
  const environment = environmentNamed(repository, gate.environment)
  if (environment === undefined) throw new Error(`environment ${gate.environment} is gone`)
  return environment
}

function pending(call: Call, world: World): Reply {
  const repository = repositoryOf(call, world)
  const run = runOf(call, repository, world)
  return ok(waitingGates(run).map((gate) => viewPending(call, world, repository, run, gate)))
}

function viewPending(
  call: Call,
  world: World,
  repository: Repository,
  run: WorkflowRun,
  gate: Gate,
): JsonObject {
  const environment = environmentFor(repository, gate)
  const { credential } = call
  return {
    environment: viewEnvironmentName(environment, repository, call.api),
    wait_timer: environment.waitTimer,
    wait_timer_started_at: environment.waitTimer > 0 ? gate.startedAt : null,
    current_user_can_approve:
      credential.kind === 'user' && mayReview(environment, run, credential.user, world),
    reviewers: viewReviewers(environment.reviewers, world, call.api),
  }
}

/** A person answers; no App and no GITHUB_TOKEN is ever among the reviewers. */
function review(call: Call, world: World): Reply {
  const repository = repositoryOf(call, world)
  const run = runOf(call, repository, world)
  const body = decodeBody<ReviewBody>(call)
  const { credential } = call
  if (credential.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration')
  const gates = body.environment_ids.map((id) =>
    waitingGates(run).find((gate) => environmentFor(repository, gate).id === id),
  )
  if (gates.length === 0 || gates.includes(undefined)) {
    throw new Refusal(422, 'No pending deployment requests to approve or reject')
  }
  const found = gates.filter((gate) => gate !== undefined)
  if (found.some((gate) => !mayReview(environmentFor(repository, gate), run, credential.user, world))) {
    throw new Refusal(422, 'Current user is not in the required reviewers list for the environment')
  }
  record(run, found, body.state, call, body.comment, world)
  for (const gate of found) {
    if (body.state === 'approved') gate.reviewed = true
    else reject(repository, run, gate, world)
  }
  settle(repository, run, world)
  const touched = repository.deployments.filter((one) => found.some((gate) => gate.deploymentId === one.id))
  return ok(touched.map((one) => viewDeployment(one, repository, world, call.api)))
}

function record(
  run: WorkflowRun,
  gates: readonly Gate[],
  state: WorkflowRun['reviews'][number]['state'],
  call: Call,
  comment: string,
  world: World,
): void {
  const environments = gates.map((gate) => gate.environment)
  run.reviews.push({ environments, state, user: loginOf(call.credential), comment, at: world.timestamp() })
}

/** Only the App that owns an enabled rule of the environment may answer, and only with its own token. */
function answerRule(call: Call, world: World): Reply {
  const repository = repositoryOf(call, world)
  const run = runOf(call, repository, world)
  const body = decodeBody<RuleBody>(call)
  const { credential } = call
  if (credential.kind !== 'installation') throw new Refusal(403, 'Resource not accessible by integration')
  const gate = run.gates.find((one) => one.environment.toLowerCase() === body.environment_name.toLowerCase())
  const rules = gate === undefined ? [] : environmentFor(repository, gate).rules
  const rule = rules.find((one) => one.appId === credential.app.id)
  if (gate === undefined || rule === undefined) {
    throw new Refusal(403, 'Resource not accessible by integration')
  }
  if (gate.state !== 'waiting' || gate.answers.get(rule.id) === 'approved') {
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
  record(run, [gate], state ?? 'pending', call, comment, world)
  if (state === 'rejected') reject(repository, run, gate, world)
  if (state === 'approved') gate.answers.set(rule.id, 'approved')
  settle(repository, run, world)
  return noContent
}

function countReport(gate: Gate, ruleId: number): void {
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
