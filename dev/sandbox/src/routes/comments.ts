import { appOf, loginOf } from '../auth/credential.ts'
import type { Comment, Repository } from '../model/index.ts'
import { pullNumbered, repositoryOf } from '../repositories.ts'
import {
  created,
  decodeBody,
  noContent,
  ok,
  type ApiCall,
  type ApiReply,
  type Routes,
} from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { invalid, notFound } from '../server/refusal.ts'
import type { Backend } from '../backend.ts'
import type { JsonObject } from '../server/json.ts'
import { repositoryUrls } from '../views/repository.ts'
import { nodeId, viewApp, viewUser } from '../views/user.ts'

const MAX_CHARACTERS = 65536

function bodyOf(call: ApiCall): string {
  const { body } = decodeBody<{ readonly body: string }>(call)
  if (body.trim() === '') throw invalid('IssueComment', 'body', "Body can't be blank", 'missing_field')
  if ([...body].length > MAX_CHARACTERS) {
    throw invalid(
      'IssueComment',
      'data',
      `Body is too long (maximum is ${MAX_CHARACTERS} characters)`,
      'unprocessable',
    )
  }
  return body
}

function commentOf(call: ApiCall, repository: Repository): Comment {
  const id = Number(call.params['comment_id'])
  const comment = repository.comments.find((one) => one.id === id)
  if (comment === undefined) throw notFound()
  return comment
}

function create(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const pull = pullNumbered(repository, Number(call.params['issue_number']))
  const now = backend.timestamp()
  const comment: Comment = {
    id: backend.store.nextId(),
    issue: pull.number,
    author: loginOf(call.credential),
    appId: appOf(call.credential)?.id,
    body: bodyOf(call),
    createdAt: now,
    updatedAt: now,
  }
  repository.comments.push(backend.lists.made(comment))
  return created(viewComment(comment, repository, backend, call.api))
}

function list(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const { number } = pullNumbered(repository, Number(call.params['issue_number']))
  const since = Date.parse(call.query['since'] ?? '1970-01-01T00:00:00Z')
  const found = backend.lists
    .shown(repository.comments)
    .filter((one) => one.issue === number && Date.parse(one.updatedAt) >= since)
  const page = paginate(call, found)
  return ok(
    page.items.map((one) => viewComment(one, repository, backend, call.api)),
    page.headers,
  )
}

export const comments: Routes = {
  'issues/create-comment': create,
  'issues/list-comments': list,
  'issues/get-comment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    return ok(viewComment(commentOf(call, repository), repository, backend, call.api))
  },
  'issues/update-comment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const comment = commentOf(call, repository)
    const body = bodyOf(call)
    backend.lists.change(comment, () => {
      comment.body = body
      comment.updatedAt = backend.timestamp()
    })
    return ok(viewComment(comment, repository, backend, call.api))
  },
  'issues/delete-comment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    repository.comments.splice(repository.comments.indexOf(commentOf(call, repository)), 1)
    return noContent
  },
}

/** An `issue-comment`. */
function viewComment(comment: Comment, repository: Repository, backend: Backend, api: string): JsonObject {
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
