import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import type { AskedInterval, Bound, Constant } from './contract.ts'
import { OR_ZERO } from './reader.ts'

/** How a name is written so that it means itself. */
export interface Escapes {
  /** Between the quotes of the language. */
  readonly quoted: (name: string) => string
  /** Inside a regular expression that stands between quotes. */
  readonly pattern: (name: string) => string
}

/**
 * The text for one version and interval, in a language that binds no values: the store is told the times beside it, as two
 * numbers. A plain number or `$window` is a constant; `or 0` at the end of events is for us.
 */
export function textFor(
  query: MetricQuery,
  part: QueryPart,
  { arm, from, to }: AskedInterval,
  { quoted, pattern }: Escapes,
): Bound | Constant {
  const seconds = (to - from) / 1000
  const given = (query[part] ?? '').trim()
  if (/^\d+(\.\d+)?$/.test(given)) return { constant: Number(given) }
  if (/^\$(window|\{window\})$/.test(given)) return { constant: seconds }
  const text = part === 'events' ? given.replace(OR_ZERO, '') : given
  if (query.kind !== 'scalar' && part !== 'exposure' && !/\$arm\b|\$\{arm(:regex)?\}/.test(text))
    throw badQuery(query, `${part} must contain $arm, or both arms are given the same numbers`)
  const sql = text.replaceAll(
    /\$(arm|window)\b|\$\{(arm|window)(:regex)?\}/g,
    (_, plain: string | undefined, braced: string | undefined, form: string | undefined) => {
      if ((plain ?? braced) === 'window') return String(seconds)
      return form === undefined ? quoted(arm) : pattern(arm.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    },
  )
  return { sql, values: [from, to], kinds: ['number', 'number'] }
}

/** A text without what stands between quotes, in which words of the language can be looked for. */
export function withoutQuoted(text: string): string {
  return text.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, "''")
}
