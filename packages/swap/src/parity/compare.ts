import type { Fact, Fingerprint } from './fingerprint.ts'

export type DifferenceClass = 'expected' | 'tolerated' | 'blocking'

/** Which differences are known of. Patterns such as `model/*` or `env/LOG_*`; what matches neither list blocks. */
export interface ParityPolicy {
  readonly expected: readonly string[]
  readonly tolerated: readonly string[]
  /** Wins over the other two. */
  readonly blocking: readonly string[]
}

/** One fact in which two environments differ; undefined where it is missing altogether. */
export interface Difference {
  readonly fact: string
  readonly previous: Fact | undefined
  readonly target: Fact | undefined
  readonly class: DifferenceClass
}

export interface Parity {
  readonly compared: number
  readonly differences: readonly Difference[]
  /** Facts that exist on both sides and could be read on neither or only one. */
  readonly unreadable: readonly string[]
}

/** Every difference between two fingerprints, classified, in alphabetical order. */
export function compareFingerprints(
  previous: Fingerprint,
  target: Fingerprint,
  policy: ParityPolicy,
): Parity {
  const names = [...new Set([...previous.keys(), ...target.keys()])].toSorted()
  const both = names.map((fact) => ({ fact, previous: previous.get(fact), target: target.get(fact) }))
  const unreadable = both.filter((each) => each.previous === null || each.target === null)
  const differences = both
    .filter((each) => !unreadable.includes(each) && each.previous !== each.target)
    .map((each) => ({ ...each, class: classOf(each.fact, policy) }))
  return {
    compared: names.length,
    differences,
    unreadable: unreadable.map((each) => each.fact).filter((fact) => classOf(fact, policy) === 'blocking'),
  }
}

function classOf(fact: string, policy: ParityPolicy): DifferenceClass {
  const listed = (patterns: readonly string[]): boolean => patterns.some((pattern) => fits(fact, pattern))
  if (listed(policy.blocking)) return 'blocking'
  if (listed(policy.expected)) return 'expected'
  return listed(policy.tolerated) ? 'tolerated' : 'blocking'
}

/** `*` stands for any text; everything else for itself. */
function fits(fact: string, pattern: string): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${source.join('.*')}$`).test(fact)
}
