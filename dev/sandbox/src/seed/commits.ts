import type { Commit, PullRequest, Repository } from '../model/index.ts'
import type { Backend } from '../backend.ts'

export interface CommitSeed {
  /** For a commit that git made elsewhere; otherwise one is made up. */
  readonly sha?: string
  /** Moves this branch; made from the default branch when new. */
  readonly branch?: string
  readonly message?: string
  readonly author?: string
  /** Added to, or replacing, the files of the parent. */
  readonly files?: Readonly<Record<string, string>>
}

export interface PullSeed {
  readonly title?: string
  readonly body?: string
  readonly author?: string
  readonly branch?: string
  /** `owner/name` of a fork: the head is there, and tokens are read-only. */
  readonly fork?: string
  readonly files?: Readonly<Record<string, string>>
}

/** Adds a commit and moves its branch to it. */
export function addCommit(repository: Repository, backend: Backend, seed: CommitSeed): Commit {
  const branch = seed.branch ?? repository.defaultBranch
  const commit = makeCommit(repository, backend, branch, seed)
  repository.branches.set(branch, commit.sha)
  return commit
}

function makeCommit(repository: Repository, backend: Backend, branch: string, seed: CommitSeed): Commit {
  const parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch)
  const commit: Commit = {
    sha: seed.sha ?? backend.store.nextSha(),
    message: seed.message ?? `Change ${branch}`,
    author: seed.author ?? repository.owner,
    parents: parent === undefined ? [] : [parent],
    files: new Map([
      ...(repository.commits.get(parent ?? '')?.files ?? []),
      ...Object.entries(seed.files ?? {}),
    ]),
    createdAt: backend.timestamp(),
  }
  repository.commits.set(commit.sha, commit)
  return commit
}

/** Merges a pull request: into a commit with two parents, or squashed into one that the head is no parent of. */
export function mergePull(
  repository: Repository,
  backend: Backend,
  pull: PullRequest,
  how: 'merge' | 'squash',
): Commit {
  const head = repository.commits.get(pull.headSha)
  const base = repository.branches.get(pull.baseRef) ?? ''
  const commit: Commit = {
    sha: backend.store.nextSha(),
    message: `${pull.title} (#${pull.number})`,
    author: pull.author,
    parents: how === 'merge' ? [base, pull.headSha] : [base],
    files: new Map(head?.files ?? []),
    createdAt: backend.timestamp(),
  }
  repository.commits.set(commit.sha, commit)
  repository.branches.set(pull.baseRef, commit.sha)
  pull.mergedAs = commit.sha
  return commit
}

/** Opens a pull request with its head commit and GitHub's test merge commit. */
export function addPull(repository: Repository, backend: Backend, seed: PullSeed): PullRequest {
  const number = repository.pulls.length + 1
  const headRef = seed.branch ?? `change-${number}`
  const title = seed.title ?? 'Change something'
  const author = seed.author ?? 'mona'
  const about = { message: title, author, files: seed.files ?? {} }
  const head =
    seed.fork === undefined
      ? addCommit(repository, backend, { ...about, branch: headRef })
      : makeCommit(repository, backend, repository.defaultBranch, about)
  const baseSha = repository.branches.get(repository.defaultBranch) ?? ''
  const merge: Commit = {
    ...head,
    sha: backend.store.nextSha(),
    message: `Merge ${head.sha} into ${baseSha}`,
    parents: [baseSha, head.sha],
  }
  repository.commits.set(merge.sha, merge)
  const pull: PullRequest = {
    id: backend.store.nextId(),
    number,
    title,
    body: seed.body ?? '',
    author,
    headRef,
    headSha: head.sha,
    headRepository: seed.fork ?? repository.fullName,
    baseRef: repository.defaultBranch,
    baseSha,
    mergeSha: merge.sha,
    mergedAs: undefined,
    createdAt: backend.timestamp(),
  }
  repository.pulls.push(pull)
  return pull
}
