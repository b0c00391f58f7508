import type { PermissionMap } from '../auth/permissions.ts'
import type { SeededRepository } from '../seed/repository.ts'
import type { Sandbox } from '../start.ts'
import type { RunFacts } from './run-action.ts'

/** What Sluice's actions ask for in the workflows that we show. */
export const PERMISSIONS: PermissionMap = {
  actions: 'read',
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  pull_requests: 'write',
}

export interface FactsOptions {
  /** Pull request whose event starts the run; without one it is a push to the default branch. */
  readonly pull?: number
  readonly permissions?: PermissionMap
  /** A token to use instead of a fresh GITHUB_TOKEN with the permissions. */
  readonly token?: string
  /** Speak as a GitHub Enterprise server does. */
  readonly enterprise?: boolean
  readonly event?:
    'pull_request' | 'merge_group' | 'push' | 'issue_comment' | 'schedule' | 'workflow_dispatch'
  /** Instead of the event's usual payload. */
  readonly payload?: object
}

/** Starts a workflow run in the sandbox and says what its job would be told. */
export function factsFor(
  sandbox: Sandbox,
  repository: SeededRepository,
  options: FactsOptions = {},
): RunFacts {
  const { permissions = PERMISSIONS } = options
  // Timers and people know no pull request: such runs have the default branch's commit and a payload without one.
  const timed = options.event === 'schedule' || options.event === 'workflow_dispatch'
  const pull = timed ? undefined : options.pull
  const eventName = options.event ?? (pull === undefined ? 'push' : 'pull_request')
  const request = repository.record.pulls.find((one) => one.number === pull)
  const head = repository.record.branches.get(repository.record.defaultBranch) ?? ''
  const run = repository.run({
    event: eventName,
    ...(eventName === 'pull_request' && request !== undefined
      ? { branch: request.headRef, headSha: request.headSha }
      : {}),
  })
  return {
    repository: repository.fullName,
    sha: eventName === 'issue_comment' ? head : (request?.mergeSha ?? head),
    ref: pull === undefined ? `refs/heads/${repository.record.defaultBranch}` : `refs/pull/${pull}/merge`,
    apiUrl: `${sandbox.url}${options.enterprise === true ? '/api/v3' : ''}`,
    serverUrl: sandbox.url,
    token: options.token ?? sandbox.token({ kind: 'workflow', permissions, repository: repository.fullName }),
    eventName,
    event: options.payload ?? payloadOf(repository, eventName, pull),
    runId: String(run.id),
  }
}

function payloadOf(
  repository: SeededRepository,
  event: NonNullable<FactsOptions['event']>,
  pull: number | undefined,
): object {
  if (event === 'schedule' || event === 'workflow_dispatch') return {}
  return repository.event(event === 'issue_comment' ? 'push' : event, pull)
}
