import { UserError, type WorkflowFacts } from '@sluice/action'
import { tokenKind } from '@sluice/github'
import type { GateInput } from './inputs.ts'

const ALTERNATIVES =
  'Give `approve-token` of a person who is a required reviewer, or use `approve: protection-rule` with the key of a GitHub App that owns a custom protection rule (see docs/gate-app.md).'

/** Refuses what GitHub would refuse, before anything is tried. Throws `UserError`. */
export function requirePossibleApproval(input: GateInput, facts: WorkflowFacts): void {
  if (input.approve === 'none') return
  if (Number.isNaN(runIdOf(input, facts))) {
    throw new UserError(
      'NO_RUN',
      'run-id: this is not a workflow run, so no job is waiting',
      'Give `run-id`, or `approve: none`.',
    )
  }
  if (input.approve === 'protection-rule') requireAppKey(input)
  else requireReviewerToken(input)
}

/** The run whose job waits, or NaN outside a workflow. */
export function runIdOf(input: GateInput, facts: WorkflowFacts): number {
  return input['run-id'] ?? (facts.runId === '' ? Number.NaN : Number(facts.runId))
}

function requireReviewerToken(input: GateInput): void {
  const token = input['approve-token']
  if (token === undefined) {
    throw new UserError(
      'NO_REVIEWER',
      'approve-token: is needed to review a pending deployment; the `github-token` of a workflow cannot do it',
      ALTERNATIVES,
    )
  }
  if (tokenKind(token) === 'installation') {
    throw new UserError(
      'TOKEN_CANNOT_APPROVE',
      'approve-token: is a GITHUB_TOKEN or an App token, but GitHub accepts reviews only from people',
      ALTERNATIVES,
    )
  }
}

function requireAppKey(input: GateInput): void {
  const missing = (['app-id', 'app-private-key'] as const).filter((name) => input[name] === undefined)
  if (missing.length === 0) return
  throw new UserError(
    'NO_APP_KEY',
    `${missing.join(' and ')}: needed to answer a protection rule; only the App that owns the rule can do it`,
    'Create the App as docs/gate-app.md shows, or give `approve: pending-deployment` with a reviewer token.',
  )
}
