import type { Io } from '@sluice/action'
import type { QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import type { AskedInterval, Bound, Constant, RowStore, ValueKind } from '../rows/contract.ts'
import { MOST_ROWS } from '../rows/reading-of-rows.ts'
import type { DatabaseAccess, Dialect } from './contract.ts'

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

/** A database as a store of rows. */
export function databaseStore(dialect: Dialect, access: DatabaseAccess, io: Io, attempts: number): RowStore {
  return {
    name: 'the database',
    io,
    attempts,
    atOnce: dialect.atOnce,
    // An aggregate of no rows is a row.
    isSparse: false,
    statementFor: (query, part, moment) => statementFor(dialect, query, part, moment),
    connect: async (signal) => await dialect.connect(access, io, signal),
  }
}

/** The statement for one text of a metric. The text becomes a subquery, so that nothing but a query can stand there. */
function statementFor(
  dialect: Dialect,
  query: MetricQuery,
  part: QueryPart,
  moment: AskedInterval,
): Bound | Constant {
  const bound = boundText(dialect, query, part, query[part] ?? '', moment)
  if ('constant' in bound) return bound
  return { ...bound, sql: `SELECT * FROM (\n${bound.sql}\n) AS sluice LIMIT ${MOST_ROWS + 1}` }
}

/**
 * A text with `$arm`, `$from`, `$to` and `$window` as bound values. A plain number or `$window` is a constant. Throws
 * `BAD_QUERY`.
 */
export function boundText(
  language: Pick<Dialect, 'escapes' | 'placeholder' | 'timeOf'>,
  query: MetricQuery,
  part: QueryPart,
  given: string,
  moment: AskedInterval,
): Bound | Constant {
  const text = given.trim().replace(/;\s*$/, '')
  if (/^\d+(\.\d+)?$/.test(text)) return { constant: Number(text) }
  if (/^\$(window|\{window\})$/.test(text)) return { constant: (moment.to - moment.from) / 1000 }
  const used = new Set<Name>()
  const values: (string | number)[] = []
  const kinds: ValueKind[] = []
  const sql = text.replaceAll(
    language.escapes ? ESCAPED_TOKENS : TOKENS,
    (token: string, plain: Name | undefined, braced: Name | undefined, form: string | undefined) => {
      const name = plain ?? braced
      if (token === ';') throw badQuery(query, `${part}: write one query, without a \`;\` inside it`)
      if (name === undefined) return withoutPlaceholder(query, part, token)
      used.add(name)
      const kind = kindOf({ name, form: form ?? '' })
      const value = valueOf(language, { name, form: form ?? '' }, moment)
      values.push(value)
      kinds.push(kind)
      return language.placeholder(values.length, kind, value)
    },
  )
  checkPlaceholders(query, part, used)
  return { sql, values, kinds }
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
  language: Pick<Dialect, 'timeOf'>,
  { name, form }: Placeholder,
  { arm, from, to }: AskedInterval,
): string | number {
  if (name === 'arm') return arm
  if (name === 'window') return form === 'ms' ? to - from : (to - from) / 1000
  const ms = name === 'from' ? from : to
  if (form === 'ms') return ms
  // With whole seconds `>= $from` and `< $to` mean the same as with the fraction, and a column of whole numbers can be compared.
  return form === 's' ? Math.ceil(ms / 1000) : language.timeOf(ms)
}
