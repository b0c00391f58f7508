import { environmentNamed } from './repositories.ts'
import type { Deployment, Environment, Gate, Repository, User, WorkflowRun } from './model/index.ts'
import { addStatus } from './routes/deployment-statuses.ts'
import type { DeploymentState } from './model/index.ts'
import { ACTIONS_APP } from './store.ts'
import { viewJob } from './views/run.ts'
import type { World } from './world.ts'

const ACTOR = 'github-actions[bot]'
const MINUTE_MS = 60_000
/** A job that no one lets go fails after thirty days. */
const PATIENCE_MS = 30 * 24 * 60 * MINUTE_MS

const environmentOf = (repository: Repository, gate: Gate): Environment => {
  const environment = environmentNamed(repository, gate.environment)
  if (environment === undefined) throw new Error(`environment ${gate.environment} is gone`)
  return environment
}

const deploymentOf = (repository: Repository, gate: Gate): Deployment | undefined =>
  repository.deployments.find((one) => one.id === gate.deploymentId)

/** When the wait timer lets the job go, in milliseconds since the epoch. */
const timerEnds = (environment: Environment, gate: Gate): number =>
  Date.parse(gate.startedAt) + environment.waitTimer * MINUTE_MS

function isSatisfied(environment: Environment, gate: Gate, now: number): boolean {
  return (
    (environment.reviewers.length === 0 || gate.reviewed) &&
    environment.rules.every((rule) => gate.answers.get(rule.id) === 'approved') &&
    timerEnds(environment, gate) <= now
  )
}

/** Lets every job go whose environment asks for nothing more, and fails those that waited too long. */
export function settle(repository: Repository, run: WorkflowRun, world: World): void {
  for (const gate of run.gates) {
    if (gate.state !== 'waiting') continue
    if (world.now() - Date.parse(gate.startedAt) > PATIENCE_MS) {
      reject(repository, run, gate, world)
      continue
    }
    if (!isSatisfied(environmentOf(repository, gate), gate, world.now())) continue
    gate.state = 'open'
    tell(repository, run, gate, world, 'in_progress')
  }
  const waiting = run.gates.some((gate) => gate.state === 'waiting')
  if (run.status === 'waiting' && !waiting) {
    run.status = 'in_progress'
    run.updatedAt = world.timestamp()
  }
}

/** Ends a run whose environment said no. */
export function reject(repository: Repository, run: WorkflowRun, gate: Gate, world: World): void {
  gate.state = 'rejected'
  run.status = 'completed'
  run.conclusion = 'failure'
  run.updatedAt = world.timestamp()
  tell(repository, run, gate, world, 'failure')
}

function tell(
  repository: Repository,
  run: WorkflowRun,
  gate: Gate,
  world: World,
  state: Extract<DeploymentState, 'in_progress' | 'failure'>,
): void {
  const deployment = deploymentOf(repository, gate)
  if (deployment !== undefined) {
    addStatus(repository, deployment, world, { state, creator: ACTOR, appId: ACTIONS_APP })
  }
  const action = state === 'failure' ? 'completed' : 'in_progress'
  const workflow_job = viewJob(run, gate, repository, world.api())
  world.emit('workflow_job', action, repository, { workflow_job })
}

/** True when this person is among the reviewers, alone or through a team, and did not start the run. */
export function mayReview(environment: Environment, run: WorkflowRun, user: User, world: World): boolean {
  if (environment.preventSelfReview && run.actor === user.login) return false
  return environment.reviewers.some(({ type, id }) =>
    type === 'User'
      ? id === user.id
      : world.store.teams.some((team) => team.id === id && team.members.has(user.login)),
  )
}
