import { gateBrief, recordOverrides, type GateDecision } from '@sluice/gate'
import {
  answerProtectionRule,
  connectGitHub,
  connectInstallation,
  GitHubError,
  listApprovals,
  listPendingDeployments,
  MAX_REPORT_CHARACTERS,
  reviewPendingDeployments,
  type GitHub,
} from '@sluice/github'
import { UserError } from '@sluice/action'
import { runIdOf } from './approval.ts'
import type { GateStep } from './prepare.ts'

export type GateAnswer = 'approved' | 'rejected' | 'none'

/** Tells GitHub what the gate decided, if the user asked for it. A waiting gate answers nothing. Throws `GitHubError`. */
export async function answer(gate: GateStep, decided: GateDecision): Promise<GateAnswer> {
  const { input, io, connection, target } = gate
  if (input['dry-run'] || decided.decision === 'waiting') return 'none'
  if (decided.decision === 'open' && connection.github !== undefined) {
    // Noted before anything opens, so that an override that opened this run opens no other.
    await recordOverrides(connection.github, target, decided.overrides, runIdOf(input, io.facts))
  }
  if (input.approve === 'none') return 'none'
  const state = decided.decision === 'open' ? 'approved' : 'rejected'
  const runId = runIdOf(input, io.facts)
  const comment = gateBrief(decided, MAX_REPORT_CHARACTERS)
  if (input.approve === 'pending-deployment') return await review(gate, runId, state, comment)

  const github = await asApp(gate)
  const environment = gate.target.environment
  const before = await answerOf(github, runId, environment)
  if (before !== undefined) return before
  try {
    await answerProtectionRule(github, { runId, environment, state, comment })
    return state
  } catch (error) {
    // GitHub takes one answer: someone else gave it meanwhile.
    if (!(error instanceof GitHubError) || error.status !== 422) throw error
    return await lastAnswer(github, runId, environment)
  }
}

/** What was answered for an environment of a run before, by whoever answered last. */
async function answerOf(github: GitHub, runId: number, environment: string): Promise<GateAnswer | undefined> {
  const pending = await listPendingDeployments(github, runId)
  if (pending.some((one) => one.environment.toLowerCase() === environment.toLowerCase())) return undefined
  return await lastAnswer(github, runId, environment)
}

async function lastAnswer(github: GitHub, runId: number, environment: string): Promise<GateAnswer> {
  const approvals = await listApprovals(github, runId)
  const last = approvals.findLast(
    ({ environments, state }) =>
      state !== 'pending' && environments.some((name) => name.toLowerCase() === environment.toLowerCase()),
  )
  if (last !== undefined) return last.state === 'approved' ? 'approved' : 'rejected'
  throw new UserError(
    'NOTHING_WAITS',
    `no job of run ${runId} is waiting for ${environment}`,
    'Give `target-environment` the name that the waiting job uses, and `run-id` the run of that job.',
  )
}

async function review(
  gate: GateStep,
  runId: number,
  state: 'approved' | 'rejected',
  comment: string,
): Promise<GateAnswer> {
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
      `the owner of approve-token is not a required reviewer of ${target.environment}, or may not review their own run`,
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

async function asApp({ input, io, target }: GateStep): Promise<GitHub> {
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
