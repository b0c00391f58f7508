import { KIND_NAMES, ANSWER_KINDS, type KindName } from '../kinds/registry.ts'
import type { ComparisonInput } from './comparison-of.ts'
import type { ShadowRequirement } from './requirements.ts'

/** The kinds of model that a requirement can be asked of; undefined where it is about any comparison. */
function kindsFor(about: ShadowRequirement['about']): readonly KindName[] | undefined {
  if (about === 'disagreement') return KIND_NAMES.filter((name) => ANSWER_KINDS[name].tally !== undefined)
  const kinds = KIND_NAMES.filter((name) => ANSWER_KINDS[name].truth === about)
  return kinds.length === 0 ? undefined : kinds
}

/** Requirements that this comparison can never answer, one sentence each. */
export function unfitRequirements({
  requirements,
  kind: { kind },
  label,
}: Pick<ComparisonInput, 'requirements' | 'kind' | 'label'>): readonly string[] {
  return requirements.flatMap(({ about, said }) => {
    const kinds = kindsFor(about)
    if (kinds === undefined) return []
    if (!kinds.includes(kind))
      return [`requirements: \`${said}\` is for kind ${kinds.join(' or ')}, and kind is ${kind}`]
    return about !== 'disagreement' && label === undefined
      ? [`requirements: \`${said}\` needs label, the place of the truth in the primary's records`]
      : []
  })
}
