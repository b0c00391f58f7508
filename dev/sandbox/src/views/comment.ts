import type { Comment, Repository } from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { World } from '../world.ts'
import { repositoryUrls } from './repository.ts'
import { nodeId, viewApp, viewUser } from './user.ts'

/** An `issue-comment`. */
export function viewComment(comment: Comment, repository: Repository, world: World, api: string): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  const author = world.store.user(comment.author)
  const app = comment.appId === undefined ? undefined : world.store.app(comment.appId)
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
    performed_via_github_app: viewApp(app, world, api),
  }
}
