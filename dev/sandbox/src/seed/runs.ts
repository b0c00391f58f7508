import { releaseJobs } from '../gates.ts'
import type { Environment, EnvironmentWait, Repository, StoredRun } from '../model/index.ts'
import { addSuite, environmentNamed, makeEnvironment, resolveCommit } from '../repositories.ts'
import { addDeployment } from '../routes/deployments.ts'
import { appendStatus } from '../routes/deployment-statuses.ts'
import { ACTIONS_APP } from '../store.ts'
import { viewDeployment } from '../views/deployment.ts'
import { viewMinimalPull } from '../views/pull.ts'
import { repositoryUrls } from '../views/repository.ts'
import { viewJob } from '../views/run.ts'
import type { Backend } from '../backend.ts'

const ACTOR = 'github-actions[bot]'

export interface RunSeed {
  readonly name?: string
  readonly path?: string
  readonly event?: string
  readonly branch?: string
  readonly headSha?: string
  /** Who started it. */
  readonly actor?: string
  /** Environments of its jobs; each waits for what its environment asks for. */
  readonly environments?: readonly string[]
}

/** Starts a workflow run; jobs with an environment wait, and the Apps that own rules are asked. */
export function addRun(repository: Repository, backend: Backend, seed: RunSeed): StoredRun {
  const branch = seed.branch ?? repository.defaultBranch
  const headSha = resolveCommit(repository, seed.headSha ?? branch)?.sha ?? ''
  const now = backend.timestamp()
  const run: StoredRun = {
    id: backend.store.nextId(),
    name: seed.name ?? 'deploy',
    path: seed.path ?? '.github/workflows/deploy.yml',
    number: repository.runs.length + 1,
    event: seed.event ?? 'push',
    ref: `refs/heads/${branch}`,
    branch,
    headSha,
    actor: seed.actor ?? 'mona',
    suiteId: addSuite(repository, headSha, ACTIONS_APP, backend).id,
    createdAt: now,
    updatedAt: now,
    attempt: 1,
    status: 'waiting',
    conclusion: null,
    gates: [],
    reviews: [],
  }
  repository.runs.push(run)
  for (const name of seed.environments ?? []) openGate(repository, backend, run, name)
  releaseJobs(repository, run, backend)
  return run
}

/** A later job of the run reaches its environment: it waits and asks anew, whatever was answered for earlier ones. */
export function addJob(repository: Repository, backend: Backend, id: number, environment: string): void {
  const run = runNumbered(repository, id)
  run.status = 'waiting'
  run.updatedAt = backend.timestamp()
  openGate(repository, backend, run, environment)
  releaseJobs(repository, run, backend)
}

/** Runs it again: its environments are asked anew, under the same run id. */
export function rerun(repository: Repository, backend: Backend, id: number): void {
  const run = runNumbered(repository, id)
  const environments = run.gates.map((gate) => gate.environment)
  run.attempt += 1
  run.status = 'waiting'
  run.conclusion = null
  run.gates = []
  run.updatedAt = backend.timestamp()
  for (const name of environments) openGate(repository, backend, run, name)
  releaseJobs(repository, run, backend)
}

function runNumbered(repository: Repository, id: number): StoredRun {
  const run = repository.runs.find((one) => one.id === id)
  if (run === undefined) throw new Error(`there is no run ${id}`)
  return run
}

const matchesBranch = (environment: Environment, repository: Repository, branch: string): boolean => {
  const policy = environment.branchPolicy
  if (policy === null) return true
  if (policy.protected_branches) return branch === repository.defaultBranch
  return environment.policies.some(({ name }) => patternOf(name).test(branch))
}

/** Ruby's fnmatch with path names: `*` stays within one segment. */
const patternOf = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('**/', '(?:.+/)?')
      .replaceAll('*', '[^/]*')}$`,
  )

function openGate(repository: Repository, backend: Backend, run: StoredRun, name: string): void {
  const environment = environmentNamed(repository, name) ?? makeEnvironment(repository, name, backend)
  const deployment = addDeployment(repository, backend, {
    ref: run.branch,
    sha: run.headSha,
    environment: environment.name,
    creator: ACTOR,
    appId: ACTIONS_APP,
  })
  const gate: EnvironmentWait = {
    jobId: backend.store.nextId(),
    environment: environment.name,
    deploymentId: deployment.id,
    startedAt: backend.timestamp(),
    reviewed: false,
    answers: new Map(environment.rules.map((rule) => [rule.id, 'waiting'])),
    reports: new Map(),
    state: 'waiting',
  }
  run.gates = [...run.gates, gate]
  if (!matchesBranch(environment, repository, run.branch)) return refuseBranch(repository, backend, run, gate)
  for (const rule of environment.rules) askApp(repository, backend, run, gate, rule.appId)
  const workflow_job = viewJob(run, gate, repository, backend.api())
  backend.emit('workflow_job', 'waiting', repository, { workflow_job })
}

function refuseBranch(repository: Repository, backend: Backend, run: StoredRun, gate: EnvironmentWait): void {
  gate.state = 'rejected'
  run.status = 'completed'
  run.conclusion = 'failure'
  const deployment = repository.deployments.find((one) => one.id === gate.deploymentId)
  if (deployment === undefined) return
  const description = `Branch "${run.branch}" is not allowed to deploy to ${gate.environment}`.slice(0, 140)
  appendStatus(repository, deployment, backend, {
    state: 'failure',
    description,
    creator: ACTOR,
    appId: ACTIONS_APP,
  })
}

function askApp(
  repository: Repository,
  backend: Backend,
  run: StoredRun,
  gate: EnvironmentWait,
  appId: number,
): void {
  const api = backend.api()
  const deployment = repository.deployments.find((one) => one.id === gate.deploymentId)
  const pulls = repository.pulls.filter((pull) => pull.headSha === run.headSha)
  const payload = {
    environment: gate.environment,
    event: run.event,
    deployment_callback_url: `${repositoryUrls(repository, api).url}/actions/runs/${run.id}/deployment_protection_rule`,
    deployment: deployment === undefined ? undefined : viewDeployment(deployment, repository, backend, api),
    pull_requests: pulls.map((pull) => viewMinimalPull(pull, repository, api)),
  }
  backend.emit('deployment_protection_rule', 'requested', repository, payload, appId)
}

/** Ends a run that is going, with its deployments' last status. */
export function endRun(
  repository: Repository,
  backend: Backend,
  id: number,
  conclusion: StoredRun['conclusion'],
): void {
  const run = runNumbered(repository, id)
  run.status = 'completed'
  run.conclusion = conclusion
  run.updatedAt = backend.timestamp()
  for (const gate of run.gates) {
    const deployment = repository.deployments.find((one) => one.id === gate.deploymentId)
    const state = conclusion === 'success' ? 'success' : 'failure'
    if (deployment !== undefined && gate.state === 'open') {
      appendStatus(repository, deployment, backend, { state, creator: ACTOR, appId: ACTIONS_APP })
    }
  }
}
