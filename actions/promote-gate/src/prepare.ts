import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError, type Io } from '@sluice/action'
import {
  defaultPolicy,
  fetchPolicy,
  readGatePolicy,
  type GatePolicy,
  type Target,
  type WaitingRun,
} from '@sluice/gate'
import { getRun, readPullRequestHead } from '@sluice/github'
import { connect, type Connection } from '@sluice/publish'
import { runIdOf } from './approval.ts'
import type { GateInput } from './inputs.ts'

/** What the rest of the action needs to know. */
export interface GateStep {
  readonly input: GateInput
  readonly io: Io
  readonly connection: Connection
  readonly policy: GatePolicy
  readonly target: Target
  /** The run whose job waits, where a job does or the policy asks about runs. */
  readonly run: WaitingRun | undefined
  /** What a reader must know about how far this decision can be trusted. */
  readonly notices: readonly string[]
}

const OWN_RULES =
  'What is required comes from the workflow itself, which a pull request can change. Name a policy file to have it read from the default branch.'

/** Finds out what is to be opened and under which policy. */
export async function prepare(input: GateInput, io: Io): Promise<GateStep> {
  const connection = connect(input, io)
  const { repository } = connection.subject
  const sha = await commitMeant(input, io, connection)
  const policy = await policyOf(input, io, connection)
  return {
    input,
    io,
    connection,
    run: await waitingRun(input, io, connection, policy),
    policy: policy.keys.length > 0 ? policy : { ...policy, keys: input['public-key'] ?? [] },
    target: {
      repository,
      sha,
      environment: input['target-environment'] ?? input.environment,
      evidenceFrom: input.environment,
      service: input.service,
      ...(input.artifact === undefined ? {} : { artifact: input.artifact }),
    },
    notices: input.policy === undefined ? [OWN_RULES] : [],
  }
}

/** A comment's event carries the default branch's commit; what is meant is the head of the pull request. */
async function commitMeant(
  input: GateInput,
  io: Io,
  { subject, pullRequest, github }: Connection,
): Promise<string> {
  if (input.sha !== undefined || io.facts.eventName !== 'issue_comment' || pullRequest === undefined)
    return subject.sha
  if (github === undefined) {
    throw new UserError(
      'NO_TOKEN',
      'sha: cannot be read from the pull request without a token',
      'Give `github-token` or `sha`.',
    )
  }
  return await readPullRequestHead(github, pullRequest)
}

/** Asked for only where it matters, as it takes `actions: read`. */
async function waitingRun(
  input: GateInput,
  io: Io,
  { github }: Connection,
  policy: GatePolicy,
): Promise<WaitingRun | undefined> {
  const asksAboutRuns = [policy.workflows, policy.events, policy.branches].some((one) => one !== undefined)
  const id = runIdOf(input, io.facts)
  const matters =
    input.approve !== 'none' || input['run-id'] !== undefined || asksAboutRuns || policy.overrides.length > 0
  return github === undefined || Number.isNaN(id) || !matters ? undefined : await getRun(github, id)
}

async function policyOf(input: GateInput, io: Io, connection: Connection): Promise<GatePolicy> {
  const own = input.require ?? []
  if (input.policy === undefined) {
    if (own.length > 0) return defaultPolicy(own, input.signed)
    throw new UserError(
      'NOTHING_REQUIRED',
      'require: nothing is required, so the gate would open to anything',
      'Give `policy` or `require`.',
    )
  }
  const policy = await readPolicy(input.policy, io, connection)
  const named = new Set(policy.require.map(({ action }) => action))
  return { ...policy, require: [...policy.require, ...own.filter(({ action }) => !named.has(action))] }
}

async function readPolicy(path: string, io: Io, { github }: Connection): Promise<GatePolicy> {
  if (github !== undefined) return await fetchPolicy(github, path)
  if (io.facts.repository !== '') {
    throw new UserError(
      'NO_TOKEN',
      'policy: cannot be read from the default branch without a token',
      'Give `github-token` with `permissions: contents: read`.',
    )
  }
  return readGatePolicy(await readFile(resolve(io.facts.workspace, path), 'utf8'), path)
}
