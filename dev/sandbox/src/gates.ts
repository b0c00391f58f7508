import { environmentNamed } from './repositories.ts'
import type {
  StoredDeployment,
  Environment,
  EnvironmentWait,
  Repository,
  User,
  StoredRun,
} from './model/index.ts'
import { appendStatus } from './routes/deployment-statuses.ts'
import type { StoredDeploymentState } from './model/index.ts'
import { ACTIONS_APP } from './store.ts'
import { viewJob } from './views/run.ts'
import type { Backend } from './backend.ts'

const ACTOR = 'github-actions[bot]'
const MINUTE_MS = 60_000
/** A job that no one lets go fails after thirty days. */
const PATIENCE_MS = 30 * 24 * 60 * MINUTE_MS

const environmentOf = (repository: Repository, gate: EnvironmentWait): Environment => {
  const environment = environmentNamed(repository, gate.environment)
  if (environment === undefined) throw new Error(`environment ${gate.environment} is gone`)
  return environment
}

const deploymentOf = (repository: Repository, gate: EnvironmentWait): StoredDeployment | undefined =>
  repository.deployments.find((one) => one.id === gate.deploymentId)

/** When the wait timer lets the job go, in milliseconds since the epoch. */
const timerEnds = (environment: Environment, gate: EnvironmentWait): number =>
  Date.parse(gate.startedAt) + environment.waitTimer * MINUTE_MS

function isSatisfied(environment: Environment, gate: EnvironmentWait, now: number): boolean {
  return (
    (environment.reviewers.length === 0 || gate.reviewed) &&
    environment.rules.every((rule) => gate.answers.get(rule.id) === 'approved') &&
    timerEnds(environment, gate) <= now
  )
}

/** Lets every job go whose environment asks for nothing more, and fails those that waited too long. */
export function releaseJobs(repository: Repository, run: StoredRun, backend: Backend): void {
  for (const gate of run.gates) {
    if (gate.state !== 'waiting') continue
    if (backend.now() - Date.parse(gate.startedAt) > PATIENCE_MS) {
      reject(repository, run, gate, backend)
      continue
    }
    if (!isSatisfied(environmentOf(repository, gate), gate, backend.now())) continue
    gate.state = 'open'
    tell(repository, run, gate, backend, 'in_progress')
  }
  const waiting = run.gates.some((gate) => gate.state === 'waiting')
  if (run.status === 'waiting' && !waiting) {
    run.status = 'in_progress'
    run.updatedAt = backend.timestamp()
  }
}

/** Ends a run whose environment said no. */
export function reject(
  repository: Repository,
  run: StoredRun,
  gate: EnvironmentWait,
  backend: Backend,
): void {
  gate.state = 'rejected'
  run.status = 'completed'
  run.conclusion = 'failure'
  run.updatedAt = backend.timestamp()
  tell(repository, run, gate, backend, 'failure')
}

function tell(
  repository: Repository,
  run: StoredRun,
  gate: EnvironmentWait,
  backend: Backend,
  state: Extract<StoredDeploymentState, 'in_progress' | 'failure'>,
): void {
  const deployment = deploymentOf(repository, gate)
  if (deployment !== undefined) {
    appendStatus(repository, deployment, backend, { state, creator: ACTOR, appId: ACTIONS_APP })
  }
  const action = state === 'failure' ? 'completed' : 'in_progress'
  const workflow_job = viewJob(run, gate, repository, backend.api())
  backend.emit('workflow_job', action, repository, { workflow_job })
}

/** True when this person is among the reviewers, alone or through a team, and did not start the run. */
export function mayReview(environment: Environment, run: StoredRun, user: User, backend: Backend): boolean {
  if (environment.preventSelfReview && run.actor === user.login) return false
  return environment.reviewers.some(({ type, id }) =>
    type === 'User'
      ? id === user.id
      : backend.store.teams.some((team) => team.id === id && team.members.has(user.login)),
  )
}
