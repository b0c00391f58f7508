import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError, type Values, type Io } from '@sluice/action'
import { defaultPolicy, fetchPolicy, readGatePolicy, type GatePolicy, type Target } from '@sluice/gate'
import { connect, type Connection } from '@sluice/publish'
import type { inputs } from './inputs.ts'

export type Input = Values<typeof inputs>

/** What the rest of the action needs to know. */
export interface Gate {
  readonly input: Input
  readonly io: Io
  readonly connection: Connection
  readonly policy: GatePolicy
  readonly target: Target
  /** What a reader must know about how far this decision can be trusted. */
  readonly notices: readonly string[]
}

const OWN_RULES =
  'What is required comes from the workflow itself, which a pull request can change. Name a policy file to have it read from the default branch.'

/** Finds out what is to be opened and under which policy. */
export async function prepare(input: Input, io: Io): Promise<Gate> {
  const connection = connect(input, io)
  const { repository, sha } = connection.subject
  const policy = await policyOf(input, io, connection)
  return {
    input,
    io,
    connection,
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

async function policyOf(input: Input, io: Io, connection: Connection): Promise<GatePolicy> {
  const own = input.require ?? []
  if (input.policy === undefined) {
    if (own.length > 0) return defaultPolicy(own)
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
