import { KINDS, type Kind } from '../comparison.ts'
import type { Share } from '../requirements.ts'
import type { ComparisonInput } from './comparison-of.ts'

/** Which kinds of model a requirement can be asked of. */
const FITS: Readonly<Partial<Record<Share, readonly Kind[]>>> = {
  disagreement: KINDS.filter((kind) => kind !== 'json'),
  'accuracy loss': ['classification', 'text'],
  'error growth': ['regression'],
  'gain loss': ['ranking'],
}

/** Requirements that this comparison can never answer, one sentence each. */
export function unfitRequirements({
  requirements,
  kind: { kind },
  label,
}: Pick<ComparisonInput, 'requirements' | 'kind' | 'label'>): readonly string[] {
  return requirements.flatMap(({ about, said }) => {
    const kinds = about === 'mean' || about === 'quantile' ? undefined : FITS[about]
    if (kinds === undefined) return []
    if (!kinds.includes(kind))
      return [`requirements: \`${said}\` is for kind ${kinds.join(' or ')}, and kind is ${kind}`]
    return about !== 'disagreement' && label === undefined
      ? [`requirements: \`${said}\` needs label, the place of the truth in the primary's records`]
      : []
  })
}
