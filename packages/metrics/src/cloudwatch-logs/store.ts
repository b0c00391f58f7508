import { isRecord, quote, UserError, type Io } from '@sluice/action'
import { awsProblem, type AwsService } from '@sluice/cloud'
import type { AbsentArm } from '@sluice/verdict'
import { ask, fieldsIn, refusalOf, type Budget, type Patience } from '../ask.ts'
import type { MetricQuery } from '../contract.ts'
import { resultOf } from '../query-job.ts'
import { badQuery } from '../query-parts.ts'
import { absent } from '../reading.ts'
import type { Bound, RowsAnswer, RowStore, WrongStatement } from '../rows/contract.ts'
import { textFor, withoutQuoted } from '../rows/text.ts'

/** How Logs Insights is asked. */
export interface Insights {
  readonly io: Io
  readonly service: AwsService
  readonly groups: readonly string[]
  /** For one query, from its start to its result. */
  readonly mostMs: number
  readonly patience: Patience
  readonly budget: Budget
}

/** Logs Insights runs a few dozen queries of an account at a time, for everybody together. */
const AT_ONCE = 5
const MOST_ROWS = 10_000

const ESCAPES = {
  quoted: (name: string): string =>
    name.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll("'", "\\'"),
  pattern: (name: string): string => name,
}

/** Logs Insights as a store of rows. */
export function insightsStore(reach: Insights): RowStore {
  return {
    name: 'Logs Insights',
    io: reach.io,
    attempts: 1,
    atOnce: AT_ONCE,
    isSparse: true,
    statementFor: (query, part, moment) => {
      if (/(?:like|=~)\s*\/(?:[^/\\]|\\.)*\$(?:arm\b|\{arm\})/i.test(query[part] ?? ''))
        throw badQuery(query, `${part}: between slashes, write \${arm:regex} instead of $arm`)
      const statement = textFor(query, part, moment, ESCAPES)
      if (!('constant' in statement)) checkText(query, part, statement.sql)
      return statement
    },
    connect: async () =>
      await Promise.resolve({
        ask: async (statement, signal) => await answerTo(reach, statement, signal),
        close: async () => await Promise.resolve(),
      }),
  }
}

function checkText(query: MetricQuery, part: string, text: string): void {
  const bare = withoutQuoted(text)
  if (part !== 'value' && part !== 'histogram' && !/(^|\|)\s*stats\s/i.test(bare))
    throw badQuery(query, `${part}: must count with \`stats\`, as in \`filter … | stats count(*)\``)
  if (/^\s*source\b/i.test(bare)) throw badQuery(query, `${part}: give the log groups as \`log-groups\``)
}

async function answerTo(reach: Insights, { sql, values }: Bound, signal: AbortSignal): Promise<RowsAnswer> {
  const [from = 0, to = 0] = values.map(Number)
  const request = {
    logGroupIdentifiers: reach.groups,
    // Both ends are included, in whole seconds; a line of the second in which an interval begins belongs to the one before.
    startTime: Math.ceil(from / 1000),
    endTime: Math.ceil(to / 1000) - 1,
    queryString: sql,
    limit: MOST_ROWS,
  }
  return await resultOf<RowsAnswer>(
    reach.io,
    'Logs Insights',
    {
      submit: async (aborted) => {
        const answer = await call(reach, 'StartQuery', request, aborted)
        if (answer.kind !== 'said') return answer
        const { queryId } = answer.data
        return typeof queryId === 'string'
          ? { job: queryId }
          : absent('source_refused', 'Logs Insights named no query')
      },
      poll: async (job, aborted) => {
        const answer = await call(reach, 'GetQueryResults', { queryId: job }, aborted)
        return answer.kind === 'said' ? outcomeOf(answer.data) : answer
      },
      cancel: async (job, aborted) => await call(reach, 'StopQuery', { queryId: job }, aborted),
    },
    reach.mostMs,
    signal,
  )
}

/** The rows of a query that is complete, why there are none, or undefined while it runs. */
function outcomeOf({
  status,
  results,
  nextToken,
}: Readonly<Record<string, unknown>>): RowsAnswer | undefined {
  switch (status) {
    case 'Complete':
      return nextToken === undefined || nextToken === null ? rowsIn(results) : tooMany()
    case 'Scheduled':
    case 'Running':
    case 'Unknown':
      return undefined
    case 'Timeout':
      return absent('source_unreachable', 'Logs Insights gave the query up')
    default:
      return absent('source_refused', `Logs Insights says that the query is ${quote(String(status))}`)
  }
}

function tooMany(): AbsentArm {
  return absent('source_refused', `more than ${MOST_ROWS} rows: aggregate with \`stats\``)
}

function rowsIn(results: unknown): RowsAnswer {
  if (!Array.isArray(results) || !results.every(Array.isArray))
    return absent(
      'source_refused',
      `Logs Insights gave no results: ${quote(JSON.stringify(results ?? null))}`,
    )
  // It gives no more than these, and says nothing about the others.
  if (results.length >= MOST_ROWS) return tooMany()
  const rows = results.map((row: readonly unknown[]) => {
    const fields = row
      .filter(isRecord)
      .map((field): [string, unknown] => [String(field['field']), field['value']])
    return new Map(fields.filter(([name]) => name !== '@ptr'))
  })
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))]
  // A field without a value is left out.
  return { kind: 'rows', columns, rows: rows.map((row) => columns.map((name) => row.get(name) ?? null)) }
}

/** One call of the JSON protocol. */
async function call(
  { io, service, patience, budget }: Insights,
  action: string,
  body: unknown,
  signal: AbortSignal,
): Promise<
  { readonly kind: 'said'; readonly data: Readonly<Record<string, unknown>> } | WrongStatement | AbsentArm
> {
  const plain = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${action}` }
  const request = {
    method: 'POST',
    url: service.endpoint,
    headers: plain,
    body: JSON.stringify(body),
  } as const
  let headers: Readonly<Record<string, string>>
  try {
    headers = await service.sign(request, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) return absent('source_refused', error.message)
    throw error
  }
  const answer = await ask(io, { ...request, headers }, patience, budget, signal)
  if (answer.kind === 'absent') return answer
  const problem = awsProblem(answer)
  if (problem !== undefined) {
    const { code, said } = problem
    if (code === 'MalformedQueryException') return { kind: 'wrong', said }
    if (problem.kind === 'throttled' || code === 'LimitExceededException')
      return absent('rate_limited', `CloudWatch Logs answered ${code}: ${said}`)
  }
  const refused = refusalOf(answer, 'CloudWatch Logs')
  if (refused !== undefined) return refused
  if (problem !== undefined)
    return absent(
      'source_refused',
      `CloudWatch Logs answered ${answer.status} ${problem.code}: ${problem.said}`,
    )
  const data = fieldsIn(answer.text)
  if (Object.keys(data).length > 0) return { kind: 'said', data }
  return absent(
    'source_refused',
    `answered ${answer.status} with ${quote(answer.text.slice(0, 100))}: is this CloudWatch Logs?`,
  )
}
