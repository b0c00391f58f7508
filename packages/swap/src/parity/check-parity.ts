import {
  listOf,
  optional,
  text,
  Unacceptable,
  UserError,
  yamlOf,
  type Values,
  type Io,
  itemOf,
} from '@sluice/action'
import type { CheckResult } from '@sluice/judge'
import { originField, readOrigin, type Origin } from '../origin.ts'
import { compareFingerprints, type Parity, type ParityPolicy } from './compare.ts'
import { decodeFingerprint, type Fingerprint } from './fingerprint.ts'

/** Where the two fingerprints come from, and which differences are known of. */
export interface ParityInput {
  readonly previous: Origin
  readonly target: Origin
  readonly policy: ParityPolicy
}

const patterns = {
  ...yamlOf('list of patterns such as `model/*`', (data): readonly string[] => {
    const items: unknown = data
    if (Array.isArray(items) && items.every((item) => typeof item === 'string')) return items
    return listOf(text()).parse(String(data))
  }),
  whenBlank: (): readonly string[] => [],
}
const fields = {
  from: optional(originField()),
  previous: optional(originField()),
  target: optional(originField()),
  expected: patterns,
  tolerated: patterns,
  blocking: patterns,
}

/** The `parity` input: `from` with `$colour` for both colours, or `previous` and `target`; then the known differences. */
export const parityField = yamlOf(
  '`from` (or `previous` and `target`), `expected`, `tolerated`, `blocking`',
  decodeParity,
)

function decodeParity(data: unknown): ParityInput {
  const given: Values<typeof fields> = itemOf(fields, data, 'parity')
  const previous = given.previous ?? given.from
  const target = given.target ?? given.from
  if (previous === undefined || target === undefined) {
    throw new Unacceptable('needs `from` with `$colour` in it, or `previous` and `target`')
  }
  const { expected, tolerated, blocking } = given
  return { previous, target, policy: { expected, tolerated, blocking } }
}

export interface ParityChecked {
  readonly result: CheckResult
  /** Absent when a fingerprint could not be had. */
  readonly parity?: Parity
}

/** Fetches both fingerprints and compares them. What can't be fetched or read is unknown, never equal. */
export async function checkParity(
  input: ParityInput,
  colours: { readonly previous: string; readonly target: string },
  io: Io,
  signal: AbortSignal,
): Promise<ParityChecked> {
  const name = `parity of ${colours.previous} and ${colours.target}`
  try {
    const [previous, target] = await Promise.all([
      fingerprint(input.previous, colours.previous, io, signal),
      fingerprint(input.target, colours.target, io, signal),
    ])
    const parity = compareFingerprints(previous, target, input.policy)
    return { parity, result: { name, at: io.now(), ...findingOf(parity) } }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { result: { name, at: io.now(), finding: 'unknown', detail: error.message } }
  }
}

async function fingerprint(
  origin: Origin,
  colour: string,
  io: Io,
  signal: AbortSignal,
): Promise<Fingerprint> {
  const data = await readOrigin(origin, colour, io, signal)
  try {
    return decodeFingerprint(data)
  } catch (error) {
    if (!(error instanceof Unacceptable)) throw error
    throw new UserError(
      'BAD_FINGERPRINT',
      `the fingerprint of ${colour} ${error.message}`,
      'See docs/bluegreen.md.',
    )
  }
}

const SHOWN = 5

function findingOf(parity: Parity): Pick<CheckResult, 'finding' | 'detail'> {
  const blocking = parity.differences.filter((each) => each.class === 'blocking').map((each) => each.fact)
  if (blocking.length > 0) {
    const rest = blocking.length > SHOWN ? ` and ${blocking.length - SHOWN} more` : ''
    return {
      finding: 'worse',
      detail: `unexpected differences: ${blocking.slice(0, SHOWN).join(', ')}${rest}`,
    }
  }
  if (parity.unreadable.length > 0) {
    return {
      finding: 'unknown',
      detail: `could not be read: ${parity.unreadable.slice(0, SHOWN).join(', ')}`,
    }
  }
  const known = parity.differences.length
  return {
    finding: 'fine',
    detail: `${parity.compared} facts compared; ${known === 0 ? 'none differs' : `${known} ${known === 1 ? 'differs' : 'differ'} as expected`}`,
  }
}
