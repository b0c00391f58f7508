import type { Comment, Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { repositoryUrls } from './repository.ts'
import { nodeId, viewApp, viewUser } from './user.ts'

/** An `issue-comment`. */
export function viewComment(
  comment: Comment,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  const author = backend.store.user(comment.author)
  const app = comment.appId === undefined ? undefined : backend.store.app(comment.appId)
  return {
    url: `${url}/issues/comments/${comment.id}`,
    html_url: `${html}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${url}/issues/${comment.issue}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: viewUser(author, api),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
    body: comment.body,
    performed_via_github_app: viewApp(app, backend, api),
  }
}
