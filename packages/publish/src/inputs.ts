import {
  field,
  flag,
  listOf,
  oneOf,
  optional,
  refuse,
  secret,
  text,
  trusted,
  Unacceptable,
} from '@sluice/action'
import { KeyRefused, readSigningKey } from '@sluice/verdict'

const PLACES = ['check', 'comment', 'deployment', 'summary'] as const
export type Place = (typeof PLACES)[number]

/** A digest such as `sha256:` and 64 hexadecimal digits. */
const artifactDigest = field('digest such as `sha256:…` (64 hexadecimal digits)', (given) =>
  /^sha256:[0-9a-f]{64}$/.test(given)
    ? given
    : refuse('digest such as `sha256:…` (64 hexadecimal digits)', given),
)

/** Checked here, so that a key that cannot sign is found before any traffic moves. */
const signingKey = field('Ed25519 private key, PEM or base64 seed', (given) => {
  try {
    readSigningKey(given)
    return given
  } catch (error) {
    if (error instanceof KeyRefused) throw new Unacceptable(error.message)
    throw error
  }
})

const commit = field('full commit hash', (given) =>
  /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(given)
    ? given
    : refuse('full commit hash (40 hexadecimal digits)', given),
)

/** The inputs that all four actions share. Words about them live in each action.yml, and a test holds them equal. */
export const commonInputs = {
  environment: text('environment name'),
  service: text('service name'),
  artifact: optional(trusted(artifactDigest)),
  config: text('path'),
  sha: optional(trusted(commit)),
  'github-token': optional(trusted(secret(text('token')))),
  publish: { ...listOf(oneOf(PLACES)), whenBlank: (): readonly Place[] => [] },
  'when-inconclusive': oneOf(['fail', 'neutral', 'pass']),
  'report-dir': text('path'),
  'signing-key': optional(trusted(secret(signingKey))),
  'dry-run': flag(),
  'fail-step': flag(),
} as const

/** The outputs that all four actions share, in the order of action.yml. */
export const COMMON_OUTPUTS = [
  'outcome',
  'decision',
  'reason',
  'verdict',
  'report',
  'check-url',
  'comment-url',
  'deployment-id',
] as const
