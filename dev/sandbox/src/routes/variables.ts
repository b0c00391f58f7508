import type { Environment, Variable } from '../model/index.ts'
import { environmentNamed, repositoryOf } from '../repositories.ts'
import { created, decodeBody, noContent, ok } from '../server/call.ts'
import type { ApiCall, Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { Refusal, notFound } from '../server/refusal.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'

/** This list alone pages by ten, at most thirty. */
const PAGE = { size: 10, max: 30 }

interface VariableBody {
  readonly name?: string
  readonly value?: string
}

function environmentOf(call: ApiCall, backend: Backend): Environment {
  const environment = environmentNamed(repositoryOf(call, backend), call.params['environment_name'] ?? '')
  if (environment === undefined) throw notFound()
  return environment
}

const named = (environment: Environment, name: string | undefined): Variable | undefined =>
  environment.variables.find((one) => one.name === name?.toUpperCase())

const view = (one: Variable): JsonObject => ({
  name: one.name,
  value: one.value,
  created_at: one.createdAt,
  updated_at: one.updatedAt,
})

export const variables: Routes = {
  'actions/list-environment-variables': (call, backend) => {
    const page = paginate(call, environmentOf(call, backend).variables, PAGE)
    return ok({ total_count: page.total, variables: page.items.map(view) }, page.headers)
  },
  'actions/create-environment-variable': (call, backend) => {
    const environment = environmentOf(call, backend)
    const { name = '', value = '' } = decodeBody<VariableBody>(call)
    if (named(environment, name) !== undefined)
      throw new Refusal(409, 'Already exists - Variable already exists')
    const now = backend.timestamp()
    environment.variables.push({ name: name.toUpperCase(), value, createdAt: now, updatedAt: now })
    return created({})
  },
  'actions/update-environment-variable': (call, backend) => {
    const variable = named(environmentOf(call, backend), call.params['name'])
    if (variable === undefined) throw notFound()
    variable.value = decodeBody<VariableBody>(call).value ?? variable.value
    variable.updatedAt = backend.timestamp()
    return noContent
  },
}
