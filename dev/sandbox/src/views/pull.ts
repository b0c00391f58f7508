import type { PullRequest, Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { repositoryUrls, viewRepository } from './repository.ts'
import { nodeId, viewUser } from './user.ts'

/** A `pull-request-minimal`. */
export function viewMinimalPull(pull: PullRequest, repository: Repository, api: string): JsonObject {
  const { url } = repositoryUrls(repository, api)
  const repo = { id: repository.id, url, name: repository.name }
  return {
    id: pull.id,
    number: pull.number,
    url: `${url}/pulls/${pull.number}`,
    head: { ref: pull.headRef, sha: pull.headSha, repo },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo },
  }
}

function side(
  pull: PullRequest,
  which: 'head' | 'base',
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const fork = backend.store.repositories.get(pull.headRepository.toLowerCase())
  const repo = which === 'head' ? (fork ?? repository) : repository
  const ref = which === 'head' ? pull.headRef : pull.baseRef
  return {
    label: `${repo.owner}:${ref}`,
    ref,
    sha: which === 'head' ? pull.headSha : pull.baseSha,
    user: viewUser(backend.store.user(repo.owner), api),
    repo: { ...viewRepository(repo, backend, api), fork: repo !== repository },
  }
}

/** The links of a pull request, by the names of its `_links`. */
function linksOf(pull: PullRequest, repository: Repository, api: string): Readonly<Record<string, string>> {
  const { url, html } = repositoryUrls(repository, api)
  const own = `${url}/pulls/${pull.number}`
  const issue = `${url}/issues/${pull.number}`
  return {
    self: own,
    html: `${html}/pull/${pull.number}`,
    issue,
    comments: `${issue}/comments`,
    review_comments: `${own}/comments`,
    review_comment: `${url}/pulls/comments{/number}`,
    commits: `${own}/commits`,
    statuses: `${url}/statuses/${pull.headSha}`,
  }
}

/** A `pull-request-simple`; also the `pull_request` of an event payload. */
export function viewPull(
  pull: PullRequest,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const { self, ...links } = linksOf(pull, repository, api)
  return {
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: pull.number,
    url: self,
    ...Object.fromEntries(Object.entries(links).map(([name, link]) => [`${name}_url`, link])),
    diff_url: `${links['html']}.diff`,
    patch_url: `${links['html']}.patch`,
    state: pull.mergedAs === undefined ? 'open' : 'closed',
    locked: false,
    title: pull.title,
    user: viewUser(backend.store.user(pull.author), api),
    body: pull.body,
    labels: [],
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    closed_at: pull.mergedAs === undefined ? null : pull.createdAt,
    merged_at: pull.mergedAs === undefined ? null : pull.createdAt,
    merge_commit_sha: pull.mergedAs ?? pull.mergeSha,
    assignee: null,
    draft: false,
    head: side(pull, 'head', repository, backend, api),
    base: side(pull, 'base', repository, backend, api),
    _links: Object.fromEntries(Object.entries({ self, ...links }).map(([name, href]) => [name, { href }])),
    author_association: pull.headRepository === repository.fullName ? 'MEMBER' : 'CONTRIBUTOR',
    auto_merge: null,
  }
}

/** A whole `pull-request`. */
export function viewFullPull(
  pull: PullRequest,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  return {
    ...viewPull(pull, repository, backend, api),
    merged: pull.mergedAs !== undefined,
    mergeable: true,
    mergeable_state: 'clean',
    merged_by: null,
    comments: repository.comments.filter((comment) => comment.issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 0,
    changed_files: 1,
  }
}
