import { loginOf } from '../auth/credential.ts'
import type { CommitStatus } from '../model/index.ts'
import { commitOf, repositoryOf } from '../repositories.ts'
import { created, decodeBody, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, invalid } from '../server/refusal.ts'
import { viewStatus } from '../views/check-run.ts'
import { repositoryUrls, viewMinimalRepository } from '../views/repository.ts'
import type { Backend } from '../backend.ts'

const MAX_PER_CONTEXT = 1000
const MAX_DESCRIPTION = 140

interface StatusBody {
  readonly state: CommitStatus['state']
  readonly context?: string
  readonly description?: string | null
  readonly target_url?: string | null
}

const sameContext = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function create(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const body = decodeBody<StatusBody>(call)
  const { sha } = commitOf(repository, call.params['sha'] ?? '', 422)
  const context = body.context ?? 'default'
  if ([...(body.description ?? '')].length > MAX_DESCRIPTION) {
    throw invalid('Status', 'description', 'description is too long (maximum is 140 characters)')
  }
  const count = repository.statuses.filter(
    (one) => one.sha === sha && sameContext(one.context, context),
  ).length
  if (count >= MAX_PER_CONTEXT) {
    throw new Refusal(422, 'Validation Failed', {
      errors: [
        {
          resource: 'Status',
          code: 'custom',
          message: 'This SHA and context has reached the maximum number of statuses.',
        },
      ],
    })
  }
  const status: CommitStatus = {
    id: backend.store.nextId(),
    sha,
    state: body.state,
    context,
    description: body.description ?? null,
    targetUrl: body.target_url ?? null,
    creator: loginOf(call.credential),
    createdAt: backend.timestamp(),
  }
  repository.statuses.push(backend.lists.made(status))
  return created(viewStatus(status, repository, backend, call.api))
}

function list(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const { sha } = commitOf(repository, call.params['ref'] ?? '', 404)
  const shown = backend.lists.shown(repository.statuses)
  const page = paginate(call, shown.filter((one) => one.sha === sha).reverse())
  return ok(
    page.items.map((one) => viewStatus(one, repository, backend, call.api)),
    page.headers,
  )
}

/** The latest status of each context, first used first. */
export function latestStatuses(statuses: readonly CommitStatus[], sha: string): readonly CommitStatus[] {
  const latest = new Map<string, CommitStatus>()
  for (const one of statuses) if (one.sha === sha) latest.set(one.context.toLowerCase(), one)
  return [...latest.values()]
}

function combined(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const { sha } = commitOf(repository, call.params['ref'] ?? '', 404)
  const latest = latestStatuses(backend.lists.shown(repository.statuses), sha)
  const page = paginate(call, latest)
  const states = latest.map((one) => one.state)
  const failed = states.some((state) => state === 'error' || state === 'failure')
  const { url } = repositoryUrls(repository, call.api)
  return ok(
    {
      state: failed ? 'failure' : states.length === 0 || states.includes('pending') ? 'pending' : 'success',
      statuses: page.items.map((one) => viewStatus(one, repository, backend, call.api)),
      sha,
      total_count: page.total,
      repository: viewMinimalRepository(repository, backend, call.api),
      commit_url: `${url}/commits/${sha}`,
      url: `${url}/commits/${sha}/status`,
    },
    page.headers,
  )
}

export const statuses: Routes = {
  'repos/create-commit-status': create,
  'repos/list-commit-statuses-for-ref': list,
  'repos/get-combined-status-for-ref': combined,
}
