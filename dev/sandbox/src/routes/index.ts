import type { Routes } from '../server/call.ts'
import { apps } from './apps.ts'
import { artifacts } from './artifacts.ts'
import { branchPolicies } from './branch-policies.ts'
import { checks } from './checks.ts'
import { comments } from './comments.ts'
import { deploymentStatuses } from './deployment-statuses.ts'
import { deployments } from './deployments.ts'
import { environments } from './environments.ts'
import { hookDeliveries } from './hook-deliveries.ts'
import { protectionRules } from './protection-rules.ts'
import { repositories } from './repositories.ts'
import { reviews } from './reviews.ts'
import { runs } from './runs.ts'
import { statuses } from './statuses.ts'
import { users } from './users.ts'
import { variables } from './variables.ts'

/** Every operation of the description except `rate-limit/get`, which the server answers itself. */
export const routes: Routes = {
  ...apps,
  ...artifacts,
  ...branchPolicies,
  ...checks,
  ...comments,
  ...deploymentStatuses,
  ...deployments,
  ...environments,
  ...hookDeliveries,
  ...protectionRules,
  ...repositories,
  ...reviews,
  ...runs,
  ...statuses,
  ...users,
  ...variables,
}
