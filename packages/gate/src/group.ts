import type { Target } from './evidence.ts'
import type { Quorum } from './policy-lists.ts'
import type { GatePolicy } from './policy.ts'
import type { Asked } from './requirement.ts'
import type { Condition } from './reasons.ts'

/** All answers must be about one artifact: the one to be promoted, where the gate knows it. */
export function artifactCondition(
  policy: GatePolicy,
  target: Target,
  asked: readonly Asked[],
): readonly Condition[] {
  if (policy.artifact === 'any') return []
  return [...new Set(asked.map(({ service }) => service))].flatMap((service): readonly Condition[] => {
    const answers = asked.flatMap((one) =>
      one.service === service && one.answer !== undefined ? [one.answer] : [],
    )
    if (answers.length === 0) return []
    const named = answers.flatMap(({ verdict }) => verdict.subject.artifact ?? [])
    // The gate is asked about one artifact; it belongs to the service it was asked about.
    const expected = target.service === undefined || target.service === service ? target.artifact : undefined
    const wanted = expected ?? named[0]
    const base = {
      name: `artifact of ${service ?? 'any service'}`,
      kind: 'artifact',
      heals: 'evidence',
    } as const
    const other = named.find((digest) => digest !== wanted)
    if (other !== undefined)
      return [
        {
          ...base,
          met: false,
          reason: 'other_artifact',
          because: `${other} was tested, but ${wanted ?? 'an unknown artifact'} would be promoted`,
        },
      ]
    const mustName = policy.artifact === 'required' || expected !== undefined
    if (mustName && named.length < answers.length)
      return [
        {
          ...base,
          met: false,
          reason: 'artifact_missing',
          because: 'a verdict does not say which artifact was tested',
        },
      ]
    return [
      {
        ...base,
        met: true,
        reason: 'same_artifact',
        because: wanted === undefined ? 'no verdict names an artifact' : `all verdicts are about ${wanted}`,
      },
    ]
  })
}

/** Enough members of a lock-step group are ready, and none of them failed. */
export function quorumCondition(
  quorum: Quorum,
  asked: readonly Asked[],
  conditions: ReadonlyMap<Asked, readonly Condition[]>,
): Condition {
  const base = { name: `quorum ${quorum.name}`, kind: 'quorum' } as const
  const failed = quorum.services.filter((service) =>
    asked.some((one) => one.service === service && one.answer?.verdict.outcome === 'fail'),
  )
  if (failed.length > 0) {
    return {
      ...base,
      met: false,
      reason: 'group_member_failed',
      because: `${failed.join(', ')} failed, and the services of this group are only promoted together`,
      heals: 'never',
    }
  }
  const ready = quorum.services.filter((service) => {
    const about = asked.filter((one) => one.service === service)
    return about.length > 0 && about.every((one) => conditions.get(one)?.every(({ met }) => met) ?? false)
  })
  const met = ready.length >= quorum.atLeast
  const because = `${ready.length} of ${quorum.services.length} services are ready; at least ${quorum.atLeast} must be`
  return { ...base, met, reason: met ? 'quorum_reached' : 'quorum_missing', because, heals: 'evidence' }
}
