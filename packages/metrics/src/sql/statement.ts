import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import type { Bound, Dialect, ValueKind } from './contract.ts'

/** What placeholders stand for. Epoch milliseconds. */
export interface AskedInterval {
  readonly arm: string
  readonly from: number
  readonly to: number
}

/** A number that stands in the text itself, such as the length of an interval. */
export interface Constant {
  readonly constant: number
}

type Name = 'arm' | 'from' | 'to' | 'window'
interface Placeholder {
  readonly name: Name
  readonly form: string
}

const HOLDERS = String.raw`\$(arm|from|to|window)\b|\$\{(arm|from|to|window)(?::(s|ms))?\}`
const COMMENTS = String.raw`--[^\n]*|/\*[\s\S]*?\*/`
/** Comments and quoted texts, in which nothing is bound, placeholders, and what would end the statement. */
const TOKENS = new RegExp(`${COMMENTS}|'(?:[^']|'')*'|"(?:[^"]|"")*"|\`[^\`]*\`|${HOLDERS}|;`, 'g')
/** The same where a backslash keeps a quote from ending its text. */
const ESCAPED_TOKENS = new RegExp(
  `${COMMENTS}|'(?:[^'\\\\]|''|\\\\[\\s\\S])*'|"(?:[^"\\\\]|""|\\\\[\\s\\S])*"|\`[^\`]*\`|${HOLDERS}|;`,
  'g',
)
const PLACEHOLDER = /\$(arm|from|to|window)\b|\$\{(arm|from|to|window)(:[a-z]+)?\}/

/** More rows than these are not read. */
export const MOST_ROWS = 100_000

/**
 * The statement for one text of a metric, with `$arm`, `$from`, `$to` and `$window` as bound values. A plain number or
 * `$window` is a constant. The text becomes a subquery, so that nothing but a query can stand there. Throws `BAD_QUERY`.
 */
export function statementFor(
  dialect: Dialect,
  query: MetricQuery,
  part: QueryPart,
  moment: AskedInterval,
): Bound | Constant {
  const text = (query[part] ?? '').trim().replace(/;\s*$/, '')
  if (/^\d+(\.\d+)?$/.test(text)) return { constant: Number(text) }
  if (/^\$(window|\{window\})$/.test(text)) return { constant: (moment.to - moment.from) / 1000 }
  const used = new Set<Name>()
  const values: (string | number)[] = []
  const kinds: ValueKind[] = []
  const sql = text.replaceAll(
    dialect.escapes ? ESCAPED_TOKENS : TOKENS,
    (token: string, plain: Name | undefined, braced: Name | undefined, form: string | undefined) => {
      const name = plain ?? braced
      if (token === ';') throw badQuery(query, `${part}: write one query, without a \`;\` inside it`)
      if (name === undefined) return withoutPlaceholder(query, part, token)
      used.add(name)
      const kind = kindOf({ name, form: form ?? '' })
      values.push(valueOf(dialect, { name, form: form ?? '' }, moment))
      kinds.push(kind)
      return dialect.placeholder(values.length, kind)
    },
  )
  checkPlaceholders(query, part, used)
  return { sql: `SELECT * FROM (\n${sql}\n) AS sluice LIMIT ${MOST_ROWS + 1}`, values, kinds }
}

function checkPlaceholders(query: MetricQuery, part: QueryPart, used: ReadonlySet<Name>): void {
  if (!used.has('from') || !used.has('to'))
    throw badQuery(
      query,
      `${part}: the query must contain $from and $to, or every interval is given the same answer`,
    )
  if (query.kind !== 'scalar' && part !== 'exposure' && !used.has('arm'))
    throw badQuery(query, `${part} must contain $arm, or both arms are given the same numbers`)
}

function withoutPlaceholder(query: MetricQuery, part: QueryPart, token: string): string {
  const isComment = token.startsWith('--') || token.startsWith('/*')
  const [found] = isComment ? [] : (PLACEHOLDER.exec(token) ?? [])
  if (found === undefined) return token
  throw badQuery(query, `${part}: write ${found} without quotes around it: it is a bound value, got ${token}`)
}

function kindOf({ name, form }: Placeholder): ValueKind {
  if (name === 'arm') return 'text'
  if (name === 'window') return form === 'ms' ? 'number' : 'seconds'
  return form === '' ? 'time' : 'number'
}

function valueOf(
  dialect: Dialect,
  { name, form }: Placeholder,
  { arm, from, to }: AskedInterval,
): string | number {
  if (name === 'arm') return arm
  if (name === 'window') return form === 'ms' ? to - from : (to - from) / 1000
  const ms = name === 'from' ? from : to
  if (form === 'ms') return ms
  // With whole seconds `>= $from` and `< $to` mean the same as with the fraction, and a column of whole numbers can be compared.
  return form === 's' ? Math.ceil(ms / 1000) : dialect.timeOf(ms)
}
