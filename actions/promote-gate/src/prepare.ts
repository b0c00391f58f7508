import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError, type Io } from '@sluice/action'
import {
  draftOf,
  fetchDraft,
  fetchOrganization,
  joinPolicies,
  organizationRepository,
  readPolicyDraft,
  type GatePolicy,
  type PolicyDraft,
  type PolicyFound,
  type Target,
  type WaitingRun,
} from '@sluice/gate'
import { connectGitHub, getRun, readPullRequestHead, type GitHub } from '@sluice/github'
import { connect, type Connection } from '@sluice/publish'
import { runIdOf } from './approval.ts'
import type { GateInput } from './inputs.ts'

/** What the rest of the action needs to know. */
export interface GateStep {
  readonly input: GateInput
  readonly io: Io
  readonly connection: Connection
  /** The repository in which the organization keeps its policy. */
  readonly organization: GitHub | undefined
  readonly policy: GatePolicy
  readonly target: Target
  /** The run whose job waits, where a job does or the policy asks about runs. */
  readonly run: WaitingRun | undefined
  /** What a reader must know about how far this decision can be trusted. */
  readonly notices: readonly string[]
}

const OWN_RULES =
  'What is required comes from the workflow itself, which a pull request can change. Name a policy file to have it read from the default branch.'

const ignoredWords = (ignored: readonly string[]): readonly string[] =>
  ignored.length === 0
    ? []
    : [
        `The policy of the organization is stricter, so these keys of this repository's policy do not apply as written: ${ignored.join(', ')}.`,
      ]

/** Finds out what is to be opened and under which policy. */
export async function prepare(input: GateInput, io: Io): Promise<GateStep> {
  const connection = connect(input, io)
  const { repository } = connection.subject
  const sha = await commitMeant(input, io, connection)
  const organization = connectOrganization(input, io, connection)
  const { policy, ignored } = await policyOf(input, io, connection, organization)
  return {
    input,
    io,
    connection,
    organization,
    run: await waitingRun(input, io, connection, policy),
    policy: withKeys(policy, input['public-key']),
    target: {
      repository,
      sha,
      environment: input['target-environment'] ?? input.environment,
      evidenceFrom: input.environment,
      service: input.service,
      ...(input.artifact === undefined ? {} : { artifact: input.artifact }),
    },
    notices: [...(input.policy === undefined ? [OWN_RULES] : []), ...ignoredWords(ignored)],
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

/** The policy of this repository, held to that of its organization. */
async function policyOf(
  input: GateInput,
  io: Io,
  connection: Connection,
  organization: GitHub | undefined,
): Promise<PolicyFound> {
  const own = input.require ?? []
  if (input.policy === undefined && own.length === 0) {
    throw new UserError(
      'NOTHING_REQUIRED',
      'require: no action is required, so any evidence would open the gate',
      'Give `policy` or `require`.',
    )
  }
  const common = await fetchOrganization(organization, input['organization-policy'] === 'required')
  if (input.policy === undefined) {
    return joinPolicies(common, draftOf(own, input.signed), 'the `with:` block of this step')
  }
  const draft = await readDraft(input.policy, io, connection)
  const found = joinPolicies(common, draft, input.policy)
  const named = new Set(found.policy.require.map(({ action }) => action))
  const require = [...found.policy.require, ...own.filter(({ action }) => !named.has(action))]
  return { ...found, policy: { ...found.policy, require } }
}

async function readDraft(path: string, io: Io, { github }: Connection): Promise<PolicyDraft | undefined> {
  if (github !== undefined) return await fetchDraft(github, path)
  if (io.facts.repository !== '') {
    throw new UserError(
      'NO_TOKEN',
      'policy: cannot be read from the default branch without a token',
      'Give `github-token` with `permissions: contents: read`.',
    )
  }
  return readPolicyDraft(await readFile(resolve(io.facts.workspace, path), 'utf8'), path)
}

/** The repository `.github` of the same owner, through the same token. */
function connectOrganization(input: GateInput, io: Io, { subject, github }: Connection): GitHub | undefined {
  const token = input['github-token']
  if (github === undefined || token === undefined) return undefined
  const { apiUrl } = io.facts
  const repository = organizationRepository(subject.repository.split('/')[0] ?? '')
  return connectGitHub({ token, apiUrl, repository, signal: io.signal, log: io.log })
}

/** Keys of the step count only where no file says whose signatures do. */
function withKeys(policy: GatePolicy, keys: GateInput['public-key']): GatePolicy {
  return policy.trustIsStated || keys === undefined ? policy : { ...policy, keys }
}
