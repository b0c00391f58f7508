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
  Unacceptable,
  UserError,
  wholeNumber,
  yamlOf,
  type Values,
} from '@sluice/action'
import { KeyRefused, readPublicKeys } from '@sluice/verdict'
import { requiredChecks } from './at-opening.ts'
import { judgingLimits } from './judging.ts'
import { attestationRule, provenanceRules } from './policy-attestations.ts'
import { freezes, overrideRules, quorums, requirements } from './policy-lists.ts'

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
  require: optional(requirements),
  'public-keys': optional(publicKeys),
  attestations: optional(attestationRule),
  signed: optional(flag()),
  'max-age': optional(duration()),
  'min-trials': optional(wholeNumber({ min: 0 })),
  confidence: optional(percent({ min: 50, max: 100 })),
  policies: optional(listOf(digest)),
  judging: optional(judgingLimits),
  artifact: optional(oneOf(['required', 'agreeing', 'any'])),
  provenance: optional(provenanceRules),
  wait: optional(duration()),
  'posted-by': optional(listOf(text('slug of a GitHub App'))),
  service: optional(text('service name')),
  attempts: optional(wholeNumber({ min: 1, max: 10 })),
  after: optional(listOf(text('environment name'))),
  exclusive: optional(flag()),
  checks: optional(requiredChecks),
  workflows: optional(listOf(text('path of a workflow file'))),
  events: optional(listOf(text('event name'))),
  branches: optional(listOf(text('branch name'))),
  freeze: optional(freezes),
  quorum: optional(quorums),
  overrides: optional(overrideRules),
  mode: optional(oneOf(['enforce', 'audit'])),
}

/** What one file says, before defaults: undefined where it says nothing. */
export type PolicyDraft = Values<typeof policyFields>

export const EMPTY_DRAFT: PolicyDraft = parseSettings(policyFields, {}, 'nothing')

/** Reads one policy file; every problem at once, as one `UserError`. `where` names the file. */
export function readPolicyDraft(yaml: string, where: string): PolicyDraft {
  const given = parseSettings(policyFields, topLevel(yaml, where), where)
  if (given.signed === false && (given['public-keys'] ?? given.attestations) !== undefined) {
    throw new UserError(
      'BAD_GATE_POLICY',
      `${where}: signed: \`false\` accepts unsigned evidence, but keys or attestations are given too`,
      `Remove \`signed\` from ${where}, or the keys and attestations.`,
    )
  }
  return given
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
  if (empty.length > 0) throw new Unacceptable(`${empty.join(', ')}: is empty; give it a value or remove it`)
}
