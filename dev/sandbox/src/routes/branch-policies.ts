import { repositoryOf } from '../repositories.ts'
import { decodeBody, noContent, ok } from '../server/call.ts'
import type { Routes } from '../server/call.ts'
import { paginate } from '../server/paginate.ts'
import { notFound } from '../server/refusal.ts'
import { viewBranchPolicy } from '../views/environment.ts'
import { environmentOf } from './environments.ts'

interface PolicyBody {
  readonly name: string
  readonly type?: 'branch' | 'tag'
}

export const branchPolicies: Routes = {
  'repos/list-deployment-branch-policies': (call, backend) => {
    const page = paginate(call, environmentOf(call, repositoryOf(call, backend)).policies)
    return ok({ total_count: page.total, branch_policies: page.items.map(viewBranchPolicy) }, page.headers)
  },
  'repos/create-deployment-branch-policy': (call, backend) => {
    const { policies, branchPolicy } = environmentOf(call, repositoryOf(call, backend))
    const { name, type = 'branch' } = decodeBody<PolicyBody>(call)
    if (branchPolicy?.custom_branch_policies !== true) throw notFound()
    const same = policies.find((one) => one.name === name && one.type === type)
    if (same !== undefined)
      return { status: 303, headers: { location: `${call.api}${call.target}/${same.id}` } }
    const policy = { id: backend.store.nextId(), name, type }
    policies.push(policy)
    return ok(viewBranchPolicy(policy))
  },
  'repos/delete-deployment-branch-policy': (call, backend) => {
    const { policies } = environmentOf(call, repositoryOf(call, backend))
    const at = policies.findIndex((one) => one.id === Number(call.params['branch_policy_id']))
    if (at < 0) throw notFound()
    policies.splice(at, 1)
    return noContent
  },
}
