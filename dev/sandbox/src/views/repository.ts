import type { Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { nodeId, viewUser } from './user.ts'

/** Where the API and the pages of a repository live. */
export function repositoryUrls(repository: Repository, api: string): { url: string; html: string } {
  return {
    url: `${api}/repos/${repository.fullName}`,
    html: `${new URL(api).origin}/${repository.fullName}`,
  }
}

const templates: readonly (readonly [string, string])[] = [
  ['archive_url', '/{archive_format}{/ref}'],
  ['assignees_url', '/assignees{/user}'],
  ['blobs_url', '/git/blobs{/sha}'],
  ['branches_url', '/branches{/branch}'],
  ['collaborators_url', '/collaborators{/collaborator}'],
  ['comments_url', '/comments{/number}'],
  ['commits_url', '/commits{/sha}'],
  ['compare_url', '/compare/{base}...{head}'],
  ['contents_url', '/contents/{+path}'],
  ['contributors_url', '/contributors'],
  ['deployments_url', '/deployments'],
  ['downloads_url', '/downloads'],
  ['events_url', '/events'],
  ['forks_url', '/forks'],
  ['git_commits_url', '/git/commits{/sha}'],
  ['git_refs_url', '/git/refs{/sha}'],
  ['git_tags_url', '/git/tags{/sha}'],
  ['hooks_url', '/hooks'],
  ['issue_comment_url', '/issues/comments{/number}'],
  ['issue_events_url', '/issues/events{/number}'],
  ['issues_url', '/issues{/number}'],
  ['keys_url', '/keys{/key_id}'],
  ['labels_url', '/labels{/name}'],
  ['languages_url', '/languages'],
  ['merges_url', '/merges'],
  ['milestones_url', '/milestones{/number}'],
  ['notifications_url', '/notifications{?since,all,participating}'],
  ['pulls_url', '/pulls{/number}'],
  ['releases_url', '/releases{/id}'],
  ['stargazers_url', '/stargazers'],
  ['statuses_url', '/statuses/{sha}'],
  ['subscribers_url', '/subscribers'],
  ['subscription_url', '/subscription'],
  ['tags_url', '/tags'],
  ['teams_url', '/teams'],
  ['trees_url', '/git/trees{/sha}'],
]

/** A `minimal-repository`. */
export function viewMinimalRepository(repository: Repository, backend: Backend, api: string): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    owner: viewUser(backend.store.user(repository.owner), api),
    private: repository.private,
    html_url: html,
    description: null,
    fork: false,
    url,
    default_branch: repository.defaultBranch,
    ...Object.fromEntries(templates.map(([name, path]) => [name, `${url}${path}`])),
  }
}

const COUNTS = [
  'forks',
  'forks_count',
  'network_count',
  'open_issues',
  'open_issues_count',
  'size',
  'stargazers_count',
  'subscribers_count',
  'watchers',
  'watchers_count',
]
const EPOCH = '2020-01-01T00:00:00Z'

/** A `repository`, and a `full-repository` too. */
export function viewRepository(repository: Repository, backend: Backend, api: string): JsonObject {
  const { html } = repositoryUrls(repository, api)
  return {
    ...viewMinimalRepository(repository, backend, api),
    ...Object.fromEntries(COUNTS.map((name) => [name, 0])),
    allow_forking: true,
    archived: false,
    clone_url: `${html}.git`,
    created_at: EPOCH,
    disabled: false,
    git_url: `${html.replace(/^https?/, 'git')}.git`,
    has_discussions: false,
    has_downloads: true,
    has_issues: true,
    has_pages: false,
    has_projects: false,
    has_wiki: false,
    homepage: null,
    is_template: false,
    language: null,
    license: null,
    mirror_url: null,
    pushed_at: EPOCH,
    ssh_url: `git@${new URL(api).hostname}:${repository.fullName}.git`,
    svn_url: html,
    topics: [],
    updated_at: EPOCH,
    visibility: repository.private ? 'private' : 'public',
    web_commit_signoff_required: false,
  }
}
