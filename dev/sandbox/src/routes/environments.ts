import type { Environment, Repository, Reviewer } from '../model/index.ts'
import { environmentNamed, makeEnvironment, repositoryOf } from '../repositories.ts'
import { decodeBody, noContent, ok } from '../server/call.ts'
import type { ApiCall, ApiReply, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import { viewEnvironment } from '../views/environment.ts'
import type { Backend } from '../backend.ts'

const MAX_WAIT_MINUTES = 43_200
const MAX_REVIEWERS = 6
const MAX_NAME = 255

interface EnvironmentBody {
  readonly wait_timer?: number
  readonly prevent_self_review?: boolean
  readonly reviewers?: readonly Reviewer[] | null
  readonly deployment_branch_policy?: Environment['branchPolicy']
}

/** The environment a call names, in any case. */
export function environmentOf(call: ApiCall, repository: Repository): Environment {
  const environment = environmentNamed(repository, call.params['environment_name'] ?? '')
  if (environment === undefined) throw notFound()
  return environment
}

const wrong = (message: string): Refusal => new Refusal(422, `Validation Failed: ${message}`)

function check(name: string, body: EnvironmentBody): void {
  const wait = body.wait_timer ?? 0
  const policy = body.deployment_branch_policy
  if (name.length > MAX_NAME) throw wrong('name is too long (maximum is 255 characters)')
  if (wait < 0 || wait > MAX_WAIT_MINUTES) throw wrong(`wait_timer must be from 0 to ${MAX_WAIT_MINUTES}`)
  if ((body.reviewers?.length ?? 0) > MAX_REVIEWERS) throw wrong(`at most ${MAX_REVIEWERS} reviewers`)
  if (policy && policy.protected_branches === policy.custom_branch_policies) {
    throw wrong('protected_branches and custom_branch_policies cannot have the same value')
  }
}

function put(call: ApiCall, backend: Backend): ApiReply {
  const repository = repositoryOf(call, backend)
  const name = call.params['environment_name'] ?? ''
  const body = decodeBody<EnvironmentBody>(call)
  check(name, body)
  const environment = environmentNamed(repository, name) ?? makeEnvironment(repository, name, backend)
  environment.waitTimer = body.wait_timer ?? 0
  environment.preventSelfReview = body.prevent_self_review ?? false
  environment.reviewers = body.reviewers ?? []
  environment.branchPolicy = body.deployment_branch_policy ?? null
  environment.updatedAt = backend.timestamp()
  return ok(viewEnvironment(environment, repository, backend, call.api))
}

export const environments: Routes = {
  'repos/create-or-update-environment': put,
  'repos/get-environment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    return ok(viewEnvironment(environmentOf(call, repository), repository, backend, call.api))
  },
  'repos/get-all-environments': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const page = paginate(call, repository.environments)
    const shown = page.items.map((one) => viewEnvironment(one, repository, backend, call.api))
    return ok({ total_count: page.total, environments: shown }, page.headers)
  },
  'repos/delete-an-environment': (call, backend) => {
    const repository = repositoryOf(call, backend)
    const environment = environmentOf(call, repository)
    repository.environments = repository.environments.filter((one) => one !== environment)
    return noContent
  },
}
