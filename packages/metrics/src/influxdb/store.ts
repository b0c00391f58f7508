import { isRecord, quote, type Io } from '@sluice/action'
import { ask, fieldsIn, refusalOf, type Budget, type Patience } from '../ask.ts'
import { badQuery } from '../query-parts.ts'
import { absent } from '../reading.ts'
import type { Bound, RowsAnswer, RowStore, ValueKind } from '../rows/contract.ts'
import { OR_ZERO } from '../rows/reader.ts'
import { withoutQuoted } from '../rows/text.ts'
import { boundText } from '../sql/statement.ts'

/** How InfluxDB is asked. */
export interface Influx {
  readonly io: Io
  readonly url: URL
  readonly database: string
  readonly headers: Readonly<Record<string, string>>
  readonly patience: Patience
  readonly budget: Budget
}

const AT_ONCE = 6

/** InfluxQL binds no values in all of its versions, so they are written: names as texts, times in milliseconds. */
function literal(value: string | number, kind: ValueKind): string {
  if (kind === 'time') return `${value}ms`
  if (typeof value === 'number') return String(value)
  const text = value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')
  return `'${text}'`
}

/** InfluxQL by `/query`, as a store of rows. */
export function influxStore(reach: Influx): RowStore {
  return {
    name: 'InfluxDB',
    io: reach.io,
    attempts: 1,
    atOnce: AT_ONCE,
    isSparse: true,
    statementFor: (query, part, moment) => {
      const text = part === 'events' ? (query.events ?? '').replace(OR_ZERO, '') : (query[part] ?? '')
      if (/(?:[=!]~|,|\(|\b(?:from|select))\s*\/(?:[^/\\]|\\.)*\$(?:arm\b|\{arm)/i.test(text))
        throw badQuery(query, `${part}: $arm cannot stand in a regular expression: compare with = $arm`)
      const language = {
        escapes: true,
        timeOf: String,
        placeholder: (_: number, kind: ValueKind, value: string | number) => literal(value, kind),
      }
      const bound = boundText(language, query, part, text, moment)
      if ('constant' in bound) return bound
      const { sql } = bound
      if (!/^\s*select\s/i.test(sql))
        throw badQuery(
          query,
          `${part}: must be InfluxQL that begins with SELECT, got ${JSON.stringify(text)}`,
        )
      // Old versions write even where they are asked by GET.
      if (/\binto\b/i.test(withoutQuoted(sql)))
        throw badQuery(query, `${part}: leave out INTO: queries only read`)
      return { sql, values: [], kinds: [] }
    },
    connect: async () =>
      await Promise.resolve({
        ask: async (statement, signal) => await answerTo(reach, statement, signal),
        close: async () => await Promise.resolve(),
      }),
  }
}

async function answerTo(
  { io, url: base, database, headers, patience, budget }: Influx,
  { sql }: Bound,
  signal: AbortSignal,
): Promise<RowsAnswer> {
  const url = new URL(`${base.pathname.replace(/\/$/, '')}/query`, base)
  for (const [name, value] of Object.entries({ db: database, q: sql, epoch: 'ms' }))
    url.searchParams.set(name, value)
  const answer = await ask(
    io,
    { url, headers: { ...headers, accept: 'application/json' } },
    patience,
    budget,
    signal,
  )
  if (answer.kind === 'absent') return answer
  const data = fieldsIn(answer.text)
  // Errors of a statement come with status 200.
  const [first] = Array.isArray(data['results']) ? (data['results'] as readonly unknown[]) : []
  const error = isRecord(first) && first['error'] !== undefined ? first['error'] : data['error']
  if (error !== undefined && (answer.status === 200 || answer.status === 400)) return troubleOf(String(error))
  const refused = refusalOf(answer, 'InfluxDB')
  if (refused !== undefined) return refused
  if (answer.status !== 200 || !isRecord(first))
    return absent('source_refused', `InfluxDB answered ${answer.status}: ${quote(answer.text.slice(0, 200))}`)
  return rowsIn(first)
}

/** https://docs.influxdata.com/influxdb/v1/troubleshooting/errors/ */
function troubleOf(said: string): RowsAnswer {
  if (/^error parsing query/i.test(said)) return { kind: 'wrong', said }
  if (/timeout|interrupted/i.test(said))
    return absent('source_unreachable', `InfluxDB took too long: ${said}`)
  if (/max-|limit/i.test(said)) return absent('rate_limited', `InfluxDB has a limit: ${said}`)
  if (/parsing|syntax|undefined|invalid|expected|must|cannot|unsupported|only/i.test(said))
    return { kind: 'wrong', said }
  return absent('source_refused', `InfluxDB answered with an error: ${said}`)
}

function rowsIn({ series, partial }: Readonly<Record<string, unknown>>): RowsAnswer {
  if (series === undefined) return { kind: 'rows', columns: [], rows: [] }
  const [one, ...more] = Array.isArray(series) ? (series as readonly unknown[]) : []
  if (!isRecord(one) || !Array.isArray(one['columns']) || !Array.isArray(one['values']))
    return absent('source_refused', `InfluxDB gave no rows: ${quote(JSON.stringify(series))}`)
  if (more.length > 0 || partial === true || one['partial'] === true)
    return absent(
      'source_refused',
      'the query returned several series, or more rows than InfluxDB gives at once: aggregate, and leave out GROUP BY',
    )
  const names = one['columns'].map(String)
  const columns = names.filter((name) => name !== 'time')
  const rows = (one['values'] as readonly unknown[]).map((row) =>
    Array.isArray(row) ? row.filter((_, i) => names[i] !== 'time') : [],
  )
  return { kind: 'rows', columns, rows }
}
