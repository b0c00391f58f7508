/** What a token may do, in the words of the REST description (`pull_requests`, not `pull-requests`). */
export type PermissionMap = Readonly<Record<string, 'read' | 'write'>>

export type PermissionRule =
  /** Any one of these keys at this level is enough. */
  | { readonly any: readonly string[]; readonly level: 'read' | 'write' }
  /** The App itself, by its signed JWT. */
  | 'app'
  /** An installation token, whatever its permissions. */
  | 'installation'
  /** A person's token. */
  | 'user'
  | 'anyone'

const read = (...any: readonly string[]): PermissionRule => ({ any, level: 'read' })
const write = (...any: readonly string[]): PermissionRule => ({ any, level: 'write' })

/** The permission each operation asks for, from GitHub's published table of App permissions. */
export const permissionRules: Readonly<Record<string, PermissionRule>> = {
  'actions/create-environment-variable': write('environments'),
  'actions/download-artifact': read('actions'),
  'actions/get-pending-deployments-for-run': read('actions'),
  'actions/get-reviews-for-run': read('actions'),
  'actions/get-workflow-run': read('actions'),
  'actions/list-environment-variables': read('environments'),
  'actions/list-workflow-run-artifacts': read('actions'),
  'actions/list-workflow-runs-for-repo': read('actions'),
  'actions/review-custom-gates-for-run': write('deployments'),
  'actions/review-pending-deployments-for-run': write('deployments'),
  'actions/update-environment-variable': write('environments'),
  'apps/create-installation-access-token': 'app',
  'apps/get-authenticated': 'app',
  'apps/get-repo-installation': 'app',
  'apps/get-webhook-delivery': 'app',
  'apps/list-installations': 'app',
  'apps/list-repos-accessible-to-installation': 'installation',
  'apps/list-webhook-deliveries': 'app',
  'apps/redeliver-webhook-delivery': 'app',
  'checks/create': write('checks'),
  'checks/get': read('checks'),
  'checks/list-annotations': read('checks'),
  'checks/list-for-ref': read('checks'),
  'checks/update': write('checks'),
  'issues/create-comment': write('issues', 'pull_requests'),
  'issues/delete-comment': write('issues', 'pull_requests'),
  'issues/get-comment': read('issues', 'pull_requests'),
  'issues/list-comments': read('issues', 'pull_requests'),
  'issues/update-comment': write('issues', 'pull_requests'),
  'pulls/get': read('pull_requests'),
  'rate-limit/get': 'anyone',
  'repos/create-commit-status': write('statuses'),
  'repos/create-deployment': write('deployments'),
  'repos/create-deployment-branch-policy': write('administration'),
  'repos/create-deployment-protection-rule': write('administration'),
  'repos/create-deployment-status': write('deployments'),
  'repos/create-or-update-environment': write('administration'),
  'repos/delete-an-environment': write('administration'),
  'repos/delete-deployment': write('deployments'),
  'repos/delete-deployment-branch-policy': write('administration'),
  'repos/disable-deployment-protection-rule': write('administration'),
  'repos/get': read('metadata'),
  'repos/get-all-deployment-protection-rules': read('actions'),
  'repos/get-all-environments': read('actions'),
  'repos/get-collaborator-permission-level': read('metadata'),
  'repos/get-combined-status-for-ref': read('statuses'),
  'repos/get-content': read('contents'),
  'repos/get-deployment': read('deployments'),
  'repos/get-deployment-status': read('deployments'),
  'repos/get-environment': read('actions'),
  'repos/list-commit-statuses-for-ref': read('statuses'),
  'repos/list-custom-deployment-rule-integrations': read('administration'),
  'repos/list-deployment-branch-policies': read('actions'),
  'repos/list-deployment-statuses': read('deployments'),
  'repos/list-deployments': read('deployments'),
  'repos/list-pull-requests-associated-with-commit': read('pull_requests'),
  'teams/get-membership-for-user-in-org': read('members'),
  'users/get-authenticated': 'user',
}

/** Keys that a workflow's `permissions:` block knows; no other can ever be given to a GITHUB_TOKEN. */
export const workflowPermissions: ReadonlySet<string> = new Set([
  'actions',
  'artifact_metadata',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id_token',
  'issues',
  'metadata',
  'models',
  'packages',
  'pages',
  'pull_requests',
  'security_events',
  'statuses',
])

/** True when the map grants the key at this level or above; metadata can always be read. */
export function grants(permissions: PermissionMap, key: string, level: 'read' | 'write'): boolean {
  const held = key === 'metadata' ? (permissions[key] ?? 'read') : permissions[key]
  return held === 'write' || held === level
}
