import type {
  App,
  BranchPolicy,
  Environment,
  ProtectionRule,
  Repository,
  Reviewer,
  Team,
} from '../model/index.ts'
import type { JsonObject } from '../server/json.ts'
import type { Backend } from '../backend.ts'
import { repositoryUrls } from './repository.ts'
import { nodeId, viewUser } from './user.ts'

/** A `team`. */
function viewTeam(team: Team, api: string): JsonObject {
  const url = `${api}/organizations/${team.organization}/team/${team.id}`
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    type: 'organization',
    url,
    html_url: `${new URL(api).origin}/orgs/${team.organization}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  }
}

/** Reviewers with the whole user or team, as GitHub shows them. */
export function viewReviewers(
  reviewers: readonly Reviewer[],
  backend: Backend,
  api: string,
): readonly JsonObject[] {
  return reviewers.map(({ type, id }) => {
    const user = [...backend.store.users.values()].find((one) => one.id === id)
    const team = backend.store.teams.find((one) => one.id === id)
    const shown = type === 'Team' ? team && viewTeam(team, api) : user && viewUser(user, api)
    return { type, reviewer: shown ?? null }
  })
}

/** The few fields by which runs name an environment. */
export function viewEnvironmentName(
  environment: Environment,
  repository: Repository,
  api: string,
): JsonObject {
  const { url, html } = repositoryUrls(repository, api)
  return {
    id: environment.id,
    node_id: nodeId('Environment', environment.id),
    name: environment.name,
    url: `${url}/environments/${encodeURIComponent(environment.name)}`,
    html_url: `${html}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
  }
}

/** An `environment`. Custom protection rules are not shown here: GitHub lists them elsewhere. */
export function viewEnvironment(
  environment: Environment,
  repository: Repository,
  backend: Backend,
  api: string,
): JsonObject {
  const rule = (type: string, more: JsonObject): JsonObject => ({
    id: environment.id * 10 + type.length,
    node_id: nodeId(type, environment.id),
    type,
    ...more,
  })
  return {
    ...viewEnvironmentName(environment, repository, api),
    created_at: environment.createdAt,
    updated_at: environment.updatedAt,
    protection_rules: [
      ...(environment.waitTimer > 0 ? [rule('wait_timer', { wait_timer: environment.waitTimer })] : []),
      ...(environment.reviewers.length > 0
        ? [
            rule('required_reviewers', {
              prevent_self_review: environment.preventSelfReview,
              reviewers: viewReviewers(environment.reviewers, backend, api),
            }),
          ]
        : []),
      ...(environment.branchPolicy === null ? [] : [rule('branch_policy', {})]),
    ],
    deployment_branch_policy: environment.branchPolicy,
  }
}

/** A `deployment-branch-policy`. */
export const viewBranchPolicy = (policy: BranchPolicy): JsonObject => ({
  id: policy.id,
  node_id: nodeId('BranchPolicy', policy.id),
  name: policy.name,
  type: policy.type,
})

/** A `custom-deployment-rule-app`. */
export const viewRuleApp = (app: App, api: string): JsonObject => ({
  id: app.id,
  slug: app.slug,
  integration_url: `${api}/apps/${app.slug}`,
  node_id: nodeId('App', app.id),
})

/** A `deployment-protection-rule`. */
export const viewProtectionRule = (rule: ProtectionRule, backend: Backend, api: string): JsonObject => ({
  id: rule.id,
  node_id: nodeId('EnvironmentWait', rule.id),
  enabled: true,
  app: viewRuleApp(backend.store.app(rule.appId), api),
})
