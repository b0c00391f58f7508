import { isRecord } from '@sluice/action'
import { hexOf, orRefusal } from '@sluice/verdict'
import { attestedStatement } from './attestation.ts'
import type { Target } from './evidence.ts'
import { fileKey, rootOf } from './policy-file.ts'
import type { ProvenanceRule } from './policy-attestations.ts'
import type { Condition } from './reasons.ts'

/** Bundles about the artifact to be promoted, by the type of their predicate; none of them is checked. */
export type Attested = Readonly<Record<string, readonly unknown[]>>

/** One condition for each rule: some attestation of this type about this artifact, by a run that the rule allows. */
export function provenanceConditions(
  rules: readonly ProvenanceRule[],
  target: Target,
  attested: Attested,
  files: Readonly<Record<string, string | undefined>>,
): readonly Condition[] {
  return rules.map((rule) => provenanceCondition(rule, target, attested[rule.predicate] ?? [], files))
}

function provenanceCondition(
  rule: ProvenanceRule,
  { artifact, repository }: Target,
  bundles: readonly unknown[],
  files: Readonly<Record<string, string | undefined>>,
): Condition {
  const base = { name: `provenance by ${rule.workflow}`, kind: 'provenance', met: false } as const
  if (artifact === undefined) {
    const because = 'the gate was not told which artifact is promoted; give `artifact`'
    return { ...base, reason: 'artifact_unknown', because, heals: 'person' }
  }
  const roots = files[fileKey(rootOf(rule))]
  const results = bundles.map((bundle) =>
    orRefusal(() => {
      const statement = attestedStatement(bundle, { ...rule, roots, repository })
      return { ok: true as const, isIt: isAbout(statement, rule.predicate, hexOf(artifact)) }
    }),
  )
  if (results.some((one) => one.ok && one.isIt)) {
    const because = `an attestation of type ${rule.predicate} was verified`
    return { ...base, met: true, reason: 'provenance_verified', because, heals: 'evidence' }
  }
  const refused = results.flatMap((one) =>
    one.ok ? ['it is about something else'] : [`${one.refusal}, ${one.detail}`],
  )
  return refused.length === 0
    ? {
        ...base,
        reason: 'provenance_missing',
        because: `GitHub has no attestation of type ${rule.predicate} about ${artifact}`,
        heals: 'evidence',
      }
    : { ...base, reason: 'provenance_refused', because: refused.join('; '), heals: 'evidence' }
}

function isAbout(statement: unknown, predicate: string, hex: string): boolean {
  if (!isRecord(statement) || statement['predicateType'] !== predicate) return false
  const subjects = statement['subject']
  return (
    Array.isArray(subjects) &&
    subjects.some((one) => isRecord(one) && isRecord(one['digest']) && one['digest']['sha256'] === hex)
  )
}
