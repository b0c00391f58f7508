import {
  duration,
  field,
  flag,
  listOf,
  mapOfText,
  oneOf,
  optional,
  parseSettings,
  percent,
  refuse,
  text,
  UserError,
  Unacceptable,
  wholeNumber,
  withDefault,
  yamlOf,
} from '@sluice/action'
import { KeyRefused, readPublicKeys, type VerifyingKey } from '@sluice/verdict'
import { attestationRule, type AttestationRule } from './policy-attestations.ts'
import { freezes, overrideRules, quorums, requirements } from './policy-lists.ts'
import type { Freeze, OverrideRule, Quorum, Requirement } from './policy-lists.ts'

/** What must hold before an environment opens. Plain data, read from the default branch. */
export interface GatePolicy {
  readonly require: readonly Requirement[]
  readonly keys: readonly VerifyingKey[]
  /** False only where someone states that unsigned evidence counts, which anyone who can push could have written. */
  readonly signed: boolean
  readonly maxAgeMs: number
  readonly minTrials: number
  /** The least promise about false alarms that evidence must have been judged under, 0 to 1. */
  readonly confidence: number
  /** Digests of judging policies that evidence may come from; undefined allows any. */
  readonly policies?: readonly string[]
  readonly artifact: 'required' | 'agreeing' | 'any'
  /** How long evidence may be missing before waiting turns into closed. */
  readonly waitMs: number
  /** Slugs of the Apps whose check runs and deployments are read. */
  readonly postedBy: readonly string[]
  readonly freeze: readonly Freeze[]
  readonly quorum: readonly Quorum[]
  readonly overrides: readonly OverrideRule[]
  /** Artifact attestations that count as signatures. */
  readonly attestations?: AttestationRule
  /** The service that the App is asked about; `promote-gate` is told by its input. */
  readonly service: string
  /** Analyses of one candidate that may be made until one passes. */
  readonly attempts: number
  /** Environments that the commit must have been deployed to before. */
  readonly after: readonly string[]
  /** Which runs may be opened; undefined allows any. */
  readonly workflows?: readonly string[]
  readonly events?: readonly string[]
  readonly branches?: readonly string[]
}

/** Public keys, as PEM blocks or base64 lines. */
export const publicKeys = field('Ed25519 public keys, as PEM or base64, one after the other', (given) => {
  try {
    return readPublicKeys(given)
  } catch (error) {
    if (error instanceof KeyRefused) throw new Unacceptable(error.message)
    throw error
  }
})

const digestShape = 'digest such as `sha256:…`'
const digest = field(digestShape, (given) =>
  /^sha256:[0-9a-f]{64}$/.test(given) ? given : refuse(digestShape, given),
)

/** The keys of a gate policy. */
export const policyFields = {
  require: requirements,
  'public-keys': optional(publicKeys),
  signed: withDefault('true', flag()),
  'max-age': withDefault('24h', duration()),
  'min-trials': withDefault('0', wholeNumber({ min: 0 })),
  confidence: optional(percent({ min: 50, max: 100 })),
  policies: optional(listOf(digest)),
  artifact: withDefault('agreeing', oneOf(['required', 'agreeing', 'any'])),
  wait: withDefault('24h', duration()),
  'posted-by': withDefault('github-actions', listOf(text('slug of a GitHub App'))),
  freeze: optional(freezes),
  quorum: optional(quorums),
  overrides: optional(overrideRules),
  attestations: optional(attestationRule),
  service: withDefault('app', text('service name')),
  attempts: withDefault('1', wholeNumber({ min: 1, max: 10 })),
  after: optional(listOf(text('environment name'))),
  workflows: optional(listOf(text('path of a workflow file'))),
  events: optional(listOf(text('event name'))),
  branches: optional(listOf(text('branch name'))),
}

/** Reads a gate policy from YAML; every problem at once, as one `UserError`. `where` names the file. */
export function readGatePolicy(yaml: string, where: string): GatePolicy {
  const given = parseSettings(policyFields, topLevel(yaml, where), where)
  if (given.attempts > 1 && given.confidence === undefined) {
    throw new UserError(
      'BAD_GATE_POLICY',
      `${where}: attempts: ${given.attempts} needs \`confidence\`: each attempt must then keep its share of what may go wrong`,
      `Add \`confidence\` to ${where}, such as \`95%\`.`,
    )
  }
  if (!given.signed && (given['public-keys'] ?? given.attestations) !== undefined) {
    throw new UserError(
      'BAD_GATE_POLICY',
      `${where}: signed: \`false\` accepts unsigned evidence, but keys or attestations to check signatures with are given`,
      `Remove \`signed\` from ${where}, or the keys and attestations.`,
    )
  }
  return {
    require: given.require,
    keys: given['public-keys'] ?? [],
    signed: given.signed,
    maxAgeMs: given['max-age'],
    minTrials: given['min-trials'],
    confidence: given.confidence ?? 0,
    ...(given.policies === undefined ? {} : { policies: given.policies }),
    artifact: given.artifact,
    waitMs: given.wait,
    postedBy: given['posted-by'],
    freeze: given.freeze ?? [],
    quorum: given.quorum ?? [],
    overrides: given.overrides ?? [],
    ...(given.attestations === undefined ? {} : { attestations: given.attestations }),
    service: given.service,
    attempts: given.attempts,
    after: given.after ?? [],
    ...(given.workflows === undefined ? {} : { workflows: given.workflows }),
    ...(given.events === undefined ? {} : { events: given.events }),
    ...(given.branches === undefined ? {} : { branches: given.branches }),
  }
}

/** The policy of someone who only names what is required, and whether it must be signed. */
export function defaultPolicy(require: readonly Requirement[], signed: boolean): GatePolicy {
  return { ...readGatePolicy('require: [canary-step]', 'the default policy'), require, signed }
}

function topLevel(yaml: string, where: string): Readonly<Record<string, string>> {
  try {
    return yamlOf('gate policy', (data) => {
      refuseEmpty(data ?? {})
      return mapOfText('gate policy').parse(JSON.stringify(data ?? {}))
    }).parse(yaml)
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    throw new UserError('BAD_GATE_POLICY', `${where}: ${error.message}`, `Fix ${where}.`)
  }
}

/** An empty list would read like a missing one: `policies: []` must not come to mean any policy. */
function refuseEmpty(data: object): void {
  const empty = Object.entries(data).flatMap(([name, value]) =>
    value === null || value === '' || (Array.isArray(value) && value.length === 0) ? [name] : [],
  )
  if (empty.length > 0) throw new Unacceptable(`${empty.join(', ')}: is empty; say something or leave it out`)
}
