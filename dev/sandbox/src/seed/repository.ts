import type { Commit, Environment, PullRequest, Repository, Reviewer, StoredRun } from '../model/index.ts'
import { environmentNamed, makeEnvironment } from '../repositories.ts'
import type { Backend } from '../backend.ts'
import { addCommit, addPull, mergePull } from './commits.ts'
import type { CommitSeed, PullSeed } from './commits.ts'
import { eventPayload } from './events.ts'
import { addJob, addRun, endRun, rerun } from './runs.ts'
import type { RunSeed } from './runs.ts'

export interface RepositorySeed {
  readonly owner: string
  readonly name: string
  readonly private?: boolean
  readonly defaultBranch?: string
  /** Files of the first commit of the default branch. */
  readonly files?: Readonly<Record<string, string>>
  /** Names of checks that must have passed before a merge. */
  readonly requiredChecks?: readonly string[]
}

export interface EnvironmentSeed {
  readonly name: string
  /** Minutes. */
  readonly waitTimer?: number
  readonly preventSelfReview?: boolean
  readonly reviewers?: readonly { readonly user: string }[] | readonly { readonly team: string }[]
  readonly branchPolicy?: Environment['branchPolicy']
  /** Branch patterns, with custom branch policies. */
  readonly branches?: readonly string[]
  /** Apps whose custom protection rule is enabled, by id. */
  readonly rules?: readonly number[]
}

/** One repository as tests set it up: whatever people, pushes and other workflows would have done. */
export interface SeededRepository {
  readonly fullName: string
  readonly record: Repository
  commit(seed?: CommitSeed): Commit
  pullRequest(seed?: PullSeed): PullRequest
  /** Merges a pull request into its base branch and returns the commit that it became. */
  merge(pull: PullRequest, how?: 'merge' | 'squash'): Commit
  environment(seed: EnvironmentSeed): Environment
  run(seed?: RunSeed): StoredRun
  /** Runs it again, as a person may: its environments are asked anew. */
  rerun(id: number): void
  /** A later job of the run reaches its environment, which asks for leave again. */
  job(id: number, environment: string): void
  endRun(id: number, conclusion: StoredRun['conclusion']): void
  artifact(runId: number, name: string, content: Uint8Array): number
  comment(pull: number, author: string, body: string): number
  collaborator(login: string, permission: 'admin' | 'write' | 'read'): void
  /** The payload that a workflow's event file would hold. */
  event(name: 'pull_request' | 'merge_group' | 'push', pull?: number): object
}

export function seedRepository(backend: Backend, seed: RepositorySeed): SeededRepository {
  const record = emptyRepository(backend, seed)
  backend.store.repositories.set(record.fullName.toLowerCase(), record)
  addCommit(record, backend, { message: 'First commit', files: seed.files ?? {} })
  return {
    fullName: record.fullName,
    record,
    commit: (commit = {}) => addCommit(record, backend, commit),
    pullRequest: (pull = {}) => addPull(record, backend, pull),
    merge: (pull, how = 'squash') => mergePull(record, backend, pull, how),
    environment: (environment) => addEnvironment(record, backend, environment),
    run: (run = {}) => addRun(record, backend, run),
    rerun: (id) => rerun(record, backend, id),
    job: (id, environment) => addJob(record, backend, id, environment),
    endRun: (id, conclusion) => endRun(record, backend, id, conclusion),
    artifact: (runId, name, content) => {
      const id = backend.store.nextId()
      record.artifacts.push({ id, runId, name, content, createdAt: backend.timestamp(), expired: false })
      return id
    },
    comment: (issue, author, body) => {
      const id = backend.store.nextId()
      const at = backend.timestamp()
      const appId = author.endsWith('[bot]') ? appOf(backend, author) : undefined
      record.comments.push({ id, issue, author, appId, body, createdAt: at, updatedAt: at })
      return id
    },
    collaborator: (login, permission) => void record.collaborators.set(login, permission),
    event: (name, pull) => eventPayload(record, backend, name, pull),
  }
}

const appOf = (backend: Backend, login: string): number | undefined =>
  [...backend.store.apps.values()].find((app) => `${app.slug}[bot]` === login)?.id

function emptyRepository(backend: Backend, seed: RepositorySeed): Repository {
  return {
    id: backend.store.nextId(),
    owner: seed.owner,
    name: seed.name,
    fullName: `${seed.owner}/${seed.name}`,
    private: seed.private ?? false,
    defaultBranch: seed.defaultBranch ?? 'main',
    requiredChecks: seed.requiredChecks ?? [],
    commits: new Map(),
    branches: new Map(),
    conflicting: new Set(),
    pulls: [],
    comments: [],
    collaborators: new Map([[seed.owner, 'admin']]),
    checkSuites: [],
    checkRuns: [],
    statuses: [],
    deployments: [],
    environments: [],
    runs: [],
    artifacts: [],
  }
}

function reviewerOf(
  backend: Backend,
  owner: string,
  seed: { readonly user?: string; readonly team?: string },
): Reviewer {
  if (seed.team === undefined) return { type: 'User', id: backend.store.user(seed.user ?? '').id }
  const team = backend.store.teams.find((one) => one.organization === owner && one.slug === seed.team)
  if (team === undefined) throw new Error(`there is no team ${owner}/${seed.team}; seed it first`)
  return { type: 'Team', id: team.id }
}

function addEnvironment(repository: Repository, backend: Backend, seed: EnvironmentSeed): Environment {
  const environment =
    environmentNamed(repository, seed.name) ?? makeEnvironment(repository, seed.name, backend)
  const custom =
    seed.branches === undefined ? null : { protected_branches: false, custom_branch_policies: true }
  environment.waitTimer = seed.waitTimer ?? 0
  environment.preventSelfReview = seed.preventSelfReview ?? false
  environment.reviewers = (seed.reviewers ?? []).map((one) => reviewerOf(backend, repository.owner, one))
  environment.branchPolicy = seed.branchPolicy ?? custom
  const policies = (seed.branches ?? []).map((name) => ({
    id: backend.store.nextId(),
    name,
    type: 'branch' as const,
  }))
  environment.policies.push(...policies)
  environment.rules.push(...(seed.rules ?? []).map((appId) => ({ id: backend.store.nextId(), appId })))
  return environment
}
