import { gateBrief, type GateDecision } from '@sluice/gate'
import {
  answerProtectionRule,
  connectGitHub,
  connectInstallation,
  listApprovals,
  listPendingDeployments,
  MAX_REPORT_CHARACTERS,
  reviewPendingDeployments,
  type GitHub,
} from '@sluice/github'
import { UserError } from '@sluice/action'
import { runIdOf } from './approval.ts'
import type { Gate } from './prepare.ts'

export type Approval = 'approved' | 'rejected' | 'none'

/** Tells GitHub what the gate decided, if the user asked for it. A waiting gate answers nothing. Throws `GitHubError`. */
export async function answer(gate: Gate, decided: GateDecision): Promise<Approval> {
  const { input, io } = gate
  if (input.approve === 'none' || input['dry-run'] || decided.decision === 'waiting') return 'none'
  const state = decided.decision === 'open' ? 'approved' : 'rejected'
  const runId = runIdOf(input, io.facts)
  const comment = gateBrief(decided, MAX_REPORT_CHARACTERS)
  if (input.approve === 'pending-deployment') return await review(gate, runId, state, comment)

  const github = await asApp(gate)
  const environment = gate.target.environment
  const before = await answerOf(github, runId, environment)
  if (before !== undefined) return before
  await answerProtectionRule(github, { runId, environment, state, comment })
  return state
}

/** What was answered for an environment of a run before, by whoever answered last. */
async function answerOf(github: GitHub, runId: number, environment: string): Promise<Approval | undefined> {
  const pending = await listPendingDeployments(github, runId)
  if (pending.some((one) => one.environment.toLowerCase() === environment.toLowerCase())) return undefined
  const approvals = await listApprovals(github, runId)
  const last = approvals.findLast(({ environments }) =>
    environments.some((name) => name.toLowerCase() === environment.toLowerCase()),
  )
  if (last !== undefined) return last.state === 'approved' ? 'approved' : 'rejected'
  throw new UserError(
    'NOTHING_WAITS',
    `no job of run ${runId} waits for ${environment}`,
    'Name the environment as the waiting job does in `target-environment`, and its run in `run-id`.',
  )
}

async function review(
  gate: Gate,
  runId: number,
  state: 'approved' | 'rejected',
  comment: string,
): Promise<Approval> {
  const { input, io, target } = gate
  const github = connectGitHub({
    token: input['approve-token'] ?? '',
    apiUrl: io.facts.apiUrl,
    repository: target.repository,
    signal: io.signal,
    log: io.log,
    fetch: io.fetch,
  })
  const before = await answerOf(github, runId, target.environment)
  if (before !== undefined) return before
  const pending = await listPendingDeployments(github, runId)
  const ours = pending.filter((one) => one.environment.toLowerCase() === target.environment.toLowerCase())
  if (!ours.every((one) => one.canApprove)) {
    throw new UserError(
      'NOT_A_REVIEWER',
      `the owner of approve-token is no required reviewer of ${target.environment}, or may not review their own run`,
      'Give the token of another reviewer.',
    )
  }
  await reviewPendingDeployments(github, {
    runId,
    environmentIds: ours.map((one) => one.environmentId),
    state,
    comment,
  })
  return state
}

async function asApp({ input, io, target }: Gate): Promise<GitHub> {
  return await connectInstallation({
    appId: input['app-id'] ?? '',
    privateKey: input['app-private-key'] ?? '',
    permissions: { deployments: 'write', actions: 'read' },
    apiUrl: io.facts.apiUrl,
    repository: target.repository,
    signal: io.signal,
    log: io.log,
    fetch: io.fetch,
  })
}
