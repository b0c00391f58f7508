import type {
  CheckSuite,
  Commit,
  StoredDeployment,
  Environment,
  PullRequest,
  Repository,
} from './model/index.ts'
import type { ApiCall } from './server/call.ts'
import { Refusal, notFound } from './server/refusal.ts'
import type { Backend } from './backend.ts'

/** The repository a call names; the server has checked that it is there. */
export function repositoryOf(call: ApiCall, backend: Backend): Repository {
  const key = `${call.params['owner']}/${call.params['repo']}`.toLowerCase()
  const repository = backend.store.repositories.get(key)
  if (repository === undefined) throw notFound()
  return repository
}

/** The commit that a branch, full ref, pull ref or SHA names. */
export function resolveCommit(repository: Repository, ref: string): Commit | undefined {
  const short = ref.replace(/^refs\//, '').replace(/^heads\//, '')
  const pull = /^pull\/(\d+)\/(head|merge)$/.exec(short)
  if (pull !== null) {
    const found = repository.pulls.find((one) => one.number === Number(pull[1]))
    return repository.commits.get((pull[2] === 'head' ? found?.headSha : found?.mergeSha) ?? '')
  }
  return repository.commits.get(repository.branches.get(short) ?? short)
}

/** Like `resolveCommit`, refusing with the status given when there is none. */
export function commitOf(repository: Repository, ref: string, status: 404 | 422): Commit {
  const commit = resolveCommit(repository, ref)
  if (commit !== undefined) return commit
  throw status === 404 ? notFound() : new Refusal(422, `No commit found for SHA: ${ref}`)
}

/** True when `ancestor` can be reached from `from` through parents. */
export function contains(repository: Repository, from: string, ancestor: string): boolean {
  const queue = [from]
  const seen = new Set<string>()
  for (let sha = queue.pop(); sha !== undefined; sha = queue.pop()) {
    if (sha === ancestor) return true
    if (seen.has(sha)) continue
    seen.add(sha)
    queue.push(...(repository.commits.get(sha)?.parents ?? []))
  }
  return false
}

/** Environment names are compared without case. */
export const environmentNamed = (repository: Repository, name: string): Environment | undefined =>
  repository.environments.find((one) => one.name.toLowerCase() === name.toLowerCase())

export function makeEnvironment(repository: Repository, name: string, backend: Backend): Environment {
  const environment: Environment = {
    id: backend.store.nextId(),
    name,
    createdAt: backend.timestamp(),
    updatedAt: backend.timestamp(),
    waitTimer: 0,
    preventSelfReview: false,
    reviewers: [],
    branchPolicy: null,
    policies: [],
    rules: [],
    variables: [],
  }
  repository.environments.push(environment)
  return environment
}

export function deploymentOf(call: ApiCall, repository: Repository): StoredDeployment {
  const id = Number(call.params['deployment_id'])
  const deployment = repository.deployments.find((one) => one.id === id)
  if (deployment === undefined) throw notFound()
  return deployment
}

export function pullNumbered(repository: Repository, number: number): PullRequest {
  const pull = repository.pulls.find((one) => one.number === number)
  if (pull === undefined) throw notFound()
  return pull
}

/**
 * Every App has one suite per commit, but Actions has one per workflow run: a check made with a
 * GITHUB_TOKEN lands in the first of them, whichever workflow that is.
 */
export function suiteFor(
  repository: Repository,
  headSha: string,
  appId: number,
  backend: Backend,
): CheckSuite {
  const found = repository.checkSuites.find((suite) => suite.headSha === headSha && suite.appId === appId)
  return found ?? addSuite(repository, headSha, appId, backend)
}

export function addSuite(
  repository: Repository,
  headSha: string,
  appId: number,
  backend: Backend,
): CheckSuite {
  const suite = { id: backend.store.nextId(), appId, headSha }
  repository.checkSuites.push(suite)
  return suite
}
