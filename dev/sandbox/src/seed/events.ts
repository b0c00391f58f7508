import type { PullRequest, Repository } from '../model/index.ts'
import { viewPull } from '../views/pull.ts'
import { viewMinimalRepository, viewRepository } from '../views/repository.ts'
import { viewUser } from '../views/user.ts'
import type { Backend } from '../backend.ts'
import { addCommit } from './commits.ts'

type EventName = 'pull_request' | 'merge_group' | 'push'

/** What the runner would write into the event file of a job. */
export function eventPayload(repository: Repository, backend: Backend, name: EventName, number = 1): object {
  const api = backend.api()
  const common = {
    repository: viewRepository(repository, backend, api),
    sender: viewUser(backend.store.user(repository.owner), api),
  }
  const sha = repository.branches.get(repository.defaultBranch) ?? ''
  if (name === 'push') {
    return { ref: `refs/heads/${repository.defaultBranch}`, after: sha, before: sha, commits: [], ...common }
  }
  const pull = repository.pulls.find((one) => one.number === number)
  if (pull === undefined) throw new Error(`there is no pull request ${number}; seed it first`)
  return name === 'merge_group'
    ? { action: 'checks_requested', merge_group: mergeGroup(repository, backend, pull), ...common }
    : { action: 'synchronize', number, pull_request: forEvent(repository, backend, pull), ...common }
}

/** In events a fork's head names the fork, which need not be seeded as a repository of its own. */
function forEvent(repository: Repository, backend: Backend, pull: PullRequest): object {
  const view = viewPull(pull, repository, backend, backend.api())
  const [owner = '', name = ''] = pull.headRepository.split('/')
  const isFork = pull.headRepository !== repository.fullName
  const shown = { ...repository, owner, name, fullName: pull.headRepository }
  const repo = { ...viewMinimalRepository(shown, backend, backend.api()), fork: isFork }
  return { ...view, head: { label: `${owner}:${pull.headRef}`, ref: pull.headRef, sha: pull.headSha, repo } }
}

function mergeGroup(repository: Repository, backend: Backend, pull: PullRequest): object {
  const branch = `gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${pull.headSha}`
  const { sha, message, createdAt } = addCommit(repository, backend, {
    branch,
    message: `Merge #${pull.number}`,
  })
  return {
    head_sha: sha,
    head_ref: `refs/heads/${branch}`,
    base_sha: pull.baseSha,
    base_ref: `refs/heads/${pull.baseRef}`,
    head_commit: { id: sha, tree_id: sha, message, timestamp: createdAt },
  }
}
