import type { NamedInput } from '../kinds/contract.ts'
import type { RecordId } from '../pairs/record-id.ts'
import { maskCredentials } from './credentials.ts'
import { tokenText } from './read-text.ts'
import { showId, showValue } from './show.ts'
import type { Comparison } from '../comparison.ts'

const LONGEST = 100

/** What an input is called, and how its answers may be shown: classes by their names, other answers as any value. */
export function namedInput(id: RecordId, { redact, kind }: Pick<Comparison, 'redact' | 'kind'>): NamedInput {
  return {
    order: id.hash.value,
    id: () => showId(id.text(), id.hash.value, redact),
    show: (token) => {
      if (kind === 'classification') return maskCredentials(tokenText(token)).slice(0, LONGEST)
      const bytes = Buffer.from(token)
      return showValue(bytes, 0, bytes.length, redact)
    },
  }
}
