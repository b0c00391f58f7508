import { Unacceptable, isRecord } from '@sluice/action'

/** What a fingerprint may speak of. */
export const AREAS = [
  'runtime',
  'packages',
  'env',
  'files',
  'flags',
  'schema',
  'model',
  'data',
  'system',
  'limits',
  'other',
] as const

/** A fact's value; null says that it exists and could not be read. */
export type Fact = string | number | boolean | null

/** What an environment is made of, as flat facts: `packages/express` → `5.1.0`. */
export type Fingerprint = ReadonlyMap<string, Fact>

/** Reads `{ fingerprint: 1, facts: { area: { name: value } } }`. Throws `Unacceptable` naming everything that does not fit. */
export function decodeFingerprint(data: unknown): Fingerprint {
  if (!isRecord(data) || data['fingerprint'] !== 1 || !isRecord(data['facts'])) {
    throw new Unacceptable('is not a fingerprint: expected `fingerprint: 1` and `facts`')
  }
  const problems: string[] = []
  const facts = new Map<string, Fact>()
  for (const [area, entries] of Object.entries(data['facts'])) {
    if (!AREAS.some((known) => known === area))
      problems.push(`facts.${area} is not one of ${AREAS.join(', ')}`)
    if (!isRecord(entries)) problems.push(`facts.${area} must be a mapping`)
    for (const [name, value] of Object.entries(isRecord(entries) ? entries : {})) {
      if (isFact(value)) facts.set(`${area}/${name}`, value)
      else problems.push(`facts.${area}.${name} must be text, a number, a flag or null`)
    }
  }
  if (problems.length > 0) throw new Unacceptable(problems.join('; '))
  if (facts.size === 0)
    throw new Unacceptable('contains no facts: an empty fingerprint would match any other empty one')
  return facts
}

function isFact(value: unknown): value is Fact {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}
