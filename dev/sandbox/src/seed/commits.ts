import type { Commit, PullRequest, Repository } from '../model/index.ts'
import type { World } from '../world.ts'

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
export function addCommit(repository: Repository, world: World, seed: CommitSeed): Commit {
  const branch = seed.branch ?? repository.defaultBranch
  const commit = makeCommit(repository, world, branch, seed)
  repository.branches.set(branch, commit.sha)
  return commit
}

function makeCommit(repository: Repository, world: World, branch: string, seed: CommitSeed): Commit {
  const parent = repository.branches.get(branch) ?? repository.branches.get(repository.defaultBranch)
  const commit: Commit = {
    sha: seed.sha ?? world.store.nextSha(),
    message: seed.message ?? `Change ${branch}`,
    author: seed.author ?? repository.owner,
    parents: parent === undefined ? [] : [parent],
    files: new Map([
      ...(repository.commits.get(parent ?? '')?.files ?? []),
      ...Object.entries(seed.files ?? {}),
    ]),
    createdAt: world.timestamp(),
  }
  repository.commits.set(commit.sha, commit)
  return commit
}

/** Opens a pull request with its head commit and GitHub's test merge commit. */
export function addPull(repository: Repository, world: World, seed: PullSeed): PullRequest {
  const number = repository.pulls.length + 1
  const headRef = seed.branch ?? `change-${number}`
  const title = seed.title ?? 'Change something'
  const author = seed.author ?? 'mona'
  const about = { message: title, author, files: seed.files ?? {} }
  const head =
    seed.fork === undefined
      ? addCommit(repository, world, { ...about, branch: headRef })
      : makeCommit(repository, world, repository.defaultBranch, about)
  const baseSha = repository.branches.get(repository.defaultBranch) ?? ''
  const merge: Commit = {
    ...head,
    sha: world.store.nextSha(),
    message: `Merge ${head.sha} into ${baseSha}`,
    parents: [baseSha, head.sha],
  }
  repository.commits.set(merge.sha, merge)
  const pull: PullRequest = {
    id: world.store.nextId(),
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
    createdAt: world.timestamp(),
  }
  repository.pulls.push(pull)
  return pull
}
