import { isRecord, quote, type Io } from '@sluice/action'
import { absent } from '../reading.ts'
import { ask, fieldsIn, refusalOf, type Budget, type Patience } from '../ask.ts'
import type { MetricQuery } from '../contract.ts'
import { badQuery } from '../query-parts.ts'
import { inBatches } from '../rows/ask.ts'
import type { Bound, RowsAnswer, RowStore } from '../rows/contract.ts'
import { textFor, withoutQuoted } from '../rows/text.ts'

/** How New Relic is asked. */
export interface NewRelic {
  readonly io: Io
  /** Of the API, such as `https://api.newrelic.com`. */
  readonly base: URL
  readonly key: string
  readonly account: number
  readonly patience: Patience
  readonly budget: Budget
}

/** So many NRQL queries go into one request; NerdGraph takes 25 requests of a user at a time. */
const TOGETHER = 20
const AT_ONCE = 4
/** NerdGraph takes from 5 to 120 s. */
const LEAST_S = 5
const MOST_S = 120

const ESCAPES = {
  quoted: (name: string): string => name.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
  pattern: (name: string): string => name.replaceAll("'", "\\'"),
}

/** New Relic's NRQL by NerdGraph, as a store of rows. */
export function newRelicStore(reach: NewRelic): RowStore {
  const askAll = async (statements: readonly Bound[], signal: AbortSignal): Promise<readonly RowsAnswer[]> =>
    await inBatches(
      statements,
      { together: TOGETHER, atOnce: AT_ONCE },
      async (batch) => await batchOf(reach, batch, signal),
    )
  return {
    name: 'New Relic',
    io: reach.io,
    attempts: 1,
    atOnce: AT_ONCE,
    isSparse: false,
    statementFor: (query, part, moment) => {
      const statement = textFor(query, part, moment, ESCAPES)
      if ('constant' in statement) return statement
      checkText(query, part, statement.sql)
      const { from, to } = moment
      return { ...statement, sql: `${statement.sql}\nSINCE ${from} UNTIL ${to}` }
    },
    connect: async () =>
      await Promise.resolve({
        ask: async (statement, signal) => (await askAll([statement], signal))[0] ?? absent('no_data'),
        askAll,
        close: async () => await Promise.resolve(),
      }),
  }
}

function checkText(query: MetricQuery, part: string, text: string): void {
  const bare = withoutQuoted(text)
  if (!/^\s*(select|from)\s/i.test(bare))
    throw badQuery(
      query,
      `${part}: must be NRQL that begins with SELECT or FROM, got ${JSON.stringify(text)}`,
    )
  if (/--|\/\/|\/\*/.test(bare))
    throw badQuery(query, `${part}: leave out comments: they could hide the times of the interval`)
  const [word] = /\b(since|until|timeseries|compare\s+with|facet)\b/i.exec(bare) ?? []
  if (word !== undefined)
    throw badQuery(query, `${part}: leave out ${word.toUpperCase()}: Sluice asks for each interval by itself`)
}

async function batchOf(
  { io, base, key, account, patience, budget }: NewRelic,
  statements: readonly Bound[],
  signal: AbortSignal,
): Promise<readonly RowsAnswer[]> {
  const seconds = Math.min(Math.max(Math.ceil(patience.timeoutMs / 1000), LEAST_S), MOST_S)
  const names = statements.map((_, i) => `$n${i}: Nrql!`).join(', ')
  const fields = statements.map((_, i) => `q${i}: nrql(query: $n${i}, timeout: ${seconds}) { results }`)
  const question = {
    url: new URL('/graphql', base),
    method: 'POST',
    headers: { 'api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `query ($account: Int!, ${names}) { actor { account(id: $account) { ${fields.join(' ')} } } }`,
      variables: { account, ...Object.fromEntries(statements.map(({ sql }, i) => [`n${i}`, sql])) },
    }),
  } as const
  // New Relic ends what takes too long; the answer says which of the queries that was.
  const answer = await ask(io, question, { ...patience, timeoutMs: 1000 * seconds + 2_000 }, budget, signal)
  const all = (same: RowsAnswer): readonly RowsAnswer[] => statements.map(() => same)
  if (answer.kind === 'absent') return all(answer)
  const refused = refusalOf(answer, 'New Relic’s API (see `region`)')
  if (refused !== undefined) return all(refused)
  const data = fieldsIn(answer.text)
  const errors = Array.isArray(data['errors']) ? data['errors'].filter(isRecord) : []
  const results = accountIn(data)
  if (answer.status !== 200 || (results === undefined && errors.length === 0))
    return all(
      absent('source_refused', `New Relic answered ${answer.status}: ${quote(answer.text.slice(0, 200))}`),
    )
  return statements.map((_, i): RowsAnswer => {
    // Errors come with status 200. One without a path to a query is about all of them.
    const own = errors.find((error) => {
      const path = Array.isArray(error['path']) ? error['path'] : []
      const named = path.find((step) => /^q\d+$/.test(String(step)))
      return named === undefined || named === `q${i}`
    })
    if (own !== undefined) return troubleOf(own)
    const found = results?.[`q${i}`]
    return rowsIn(isRecord(found) ? found['results'] : undefined, limitIn(statements[i]?.sql ?? ''))
  })
}

function accountIn(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const actor = isRecord(data['data']) ? data['data']['actor'] : undefined
  const account = isRecord(actor) ? actor['account'] : undefined
  return isRecord(account) ? account : undefined
}

/** NRQL gives 100 rows where no LIMIT is written, and never more than 5,000. */
const USUAL_ROWS = 100
const MOST_ROWS = 5000

/** As many rows as its LIMIT may be only a part of them. */
function limitIn(text: string): number {
  const [, most] = /\blimit\s+(max|\d+)/i.exec(withoutQuoted(text)) ?? []
  if (most === undefined) return USUAL_ROWS
  return /max/i.test(most) ? MOST_ROWS : Math.min(MOST_ROWS, Number(most))
}

/** Fields that New Relic adds by itself. */
const OWN = /^(beginTimeSeconds|endTimeSeconds|inspectedCount)$/

function rowsIn(results: unknown, limit: number): RowsAnswer {
  if (!Array.isArray(results) || !results.every(isRecord))
    return absent('source_refused', `New Relic gave no results: ${quote(JSON.stringify(results ?? null))}`)
  if (results.length >= limit)
    return absent(
      'source_refused',
      `New Relic gave ${results.length} rows, which may not be all: count with \`histogram(…)\` or \`count(*)\`, or write \`LIMIT MAX\``,
    )
  const rows: readonly Readonly<Record<string, unknown>>[] = results
  const columns = [...new Set(rows.flatMap(Object.keys))].filter((name) => !OWN.test(name))
  return { kind: 'rows', columns, rows: rows.map((row) => columns.map((name) => row[name] ?? null)) }
}

function troubleOf(error: Readonly<Record<string, unknown>>): RowsAnswer {
  const extensions = isRecord(error['extensions']) ? error['extensions'] : {}
  const kind = `${String(extensions['errorClass'] ?? '')} ${String(extensions['code'] ?? '')}`
  const said = String(error['message'] ?? 'an error without words').slice(0, 300)
  const all = `${kind} ${said}`
  if (/TOO_MANY_REQUESTS|rate.?limit|limit.*exceeded/i.test(all))
    return absent('rate_limited', `New Relic was asked too often: ${said}`)
  if (/TIMEOUT|timed? ?out/i.test(all))
    return absent('source_unreachable', `New Relic took too long: ${said}`)
  if (/UNAUTHORIZED|UNAUTHENTICATED|api key|FORBIDDEN|ACCESS_DENIED|not authorized/i.test(all))
    return absent('source_refused', `New Relic does not let this key read the account: ${said}`)
  if (/NRQL.*(syntax|error)|INVALID_INPUT|BAD_USER_INPUT|unknown function/i.test(all))
    return { kind: 'wrong', said }
  return absent('source_refused', `New Relic answered with an error: ${said}`)
}
