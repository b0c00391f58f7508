import { randomUUID } from 'node:crypto'
import { quote, UserError, type Io } from '@sluice/action'
import { googleService, type GoogleService } from '@sluice/cloud'
import { isRecord } from '@sluice/schema'
import type { AbsentArm } from '@sluice/verdict'
import { ask, createBudget, fieldsIn, refusalOf, type Budget, type Question } from '../ask.ts'
import { resultOf } from '../query-job.ts'
import { absent } from '../reading.ts'
import type { Bound, Rows, Session, ValueKind, WrongStatement } from '../rows/contract.ts'
import type { DatabaseAccess, Dialect } from './contract.ts'
import { MOST_ROWS } from '../rows/reading-of-rows.ts'

/** BigQuery gives each user a hundred requests a second, and keeps an answer back for at most so long. */
const PER_MINUTE = 600
const LONG_POLL_MS = 10_000
const SLACK_MS = 5_000
const ATTEMPTS = 2
const PAGE = 10_000

const TYPES: Readonly<Record<ValueKind, string>> = {
  text: 'STRING',
  time: 'TIMESTAMP',
  seconds: 'FLOAT64',
  number: 'INT64',
}

/** BigQuery, by its API version 2: https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query */
export const bigquery: Dialect = {
  placeholder: (position) => `@p${position}`,
  escapes: true,
  atOnce: 4,
  timeOf: (ms) => new Date(ms).toISOString(),
  connect: async (access, io, signal) => {
    const { identityProvider, serviceAccount } = access.google
    const service = googleService(io, {
      service: 'bigquery',
      scopes: ['https://www.googleapis.com/auth/bigquery'],
      identityProvider,
      serviceAccount,
    })
    const reach: Reach = { access, io, service, budget: createBudget(io, PER_MINUTE) }
    const headers = await headersOf(reach, signal)
    return 'kind' in headers ? headers : sessionOf(reach)
  },
}

interface Reach {
  readonly access: DatabaseAccess
  readonly io: Io
  readonly service: GoogleService
  readonly budget: Budget
}

type Outcome = Rows | WrongStatement | AbsentArm
type Page = { readonly kind: 'page'; readonly data: Readonly<Record<string, unknown>> }

function sessionOf(reach: Reach): Session {
  const { io, access } = reach
  return {
    ask: async (statement, signal) =>
      await resultOf<Outcome>(
        io,
        'BigQuery',
        {
          submit: async (aborted) => {
            const page = await call(reach, 'POST', 'queries', {}, requestFor(access, statement), aborted)
            if (page.kind !== 'page') return page
            const job = jobIn(page.data)
            if (page.data['jobComplete'] === true) return await rowsFrom(reach, job, page.data, aborted)
            return job === '' ? absent('source_refused', 'BigQuery named no job') : { job }
          },
          poll: async (job, aborted) => {
            const query = { timeoutMs: String(waitMs(access)), maxResults: String(PAGE) }
            const page = await call(reach, 'GET', `queries/${job}`, query, undefined, aborted)
            if (page.kind !== 'page') return page
            if (page.data['jobComplete'] !== true) return undefined
            return await rowsFrom(reach, job, page.data, aborted)
          },
          cancel: async (job, aborted) =>
            await call(reach, 'POST', `jobs/${job.replace(/(\?|$)/, '/cancel$1')}`, {}, undefined, aborted),
        },
        access.timeoutMs,
        signal,
      ),
    close: async () => await Promise.resolve(),
  }
}

function requestFor({ google, database, host, timeoutMs }: DatabaseAccess, statement: Bound): unknown {
  const { sql, values, kinds } = statement
  return {
    query: sql,
    useLegacySql: false,
    parameterMode: 'NAMED',
    queryParameters: values.map((value, i) => ({
      name: `p${i + 1}`,
      parameterType: { type: TYPES[kinds[i] ?? 'text'] },
      parameterValue: { value: String(value) },
    })),
    maxResults: PAGE,
    timeoutMs: waitMs({ timeoutMs }),
    jobTimeoutMs: String(Math.round(timeoutMs)),
    // The same query again within a quarter of an hour is the same job: a lost answer is asked for twice, and paid once.
    requestId: randomUUID(),
    labels: { 'managed-by': 'sluice' },
    ...(database === '' ? {} : { defaultDataset: { projectId: host, datasetId: database } }),
    ...(google.location === undefined ? {} : { location: google.location }),
    ...(google.maxBytes === undefined ? {} : { maximumBytesBilled: String(google.maxBytes) }),
  }
}

function waitMs({ timeoutMs }: Pick<DatabaseAccess, 'timeoutMs'>): number {
  return Math.round(Math.min(timeoutMs, LONG_POLL_MS))
}

/** The job, and the location that it has to be asked for in; '' where there is none. */
function jobIn({ jobReference: reference }: Page['data']): string {
  if (!isRecord(reference) || typeof reference['jobId'] !== 'string') return ''
  const { jobId, location } = reference
  const query = typeof location === 'string' ? `?location=${encodeURIComponent(location)}` : ''
  return `${encodeURIComponent(jobId)}${query}`
}

/** All pages of a result. */
async function rowsFrom(
  reach: Reach,
  job: string,
  first: Page['data'],
  signal: AbortSignal,
): Promise<Outcome> {
  const fields = isRecord(first['schema']) ? first['schema']['fields'] : undefined
  if (!Array.isArray(fields)) {
    const said = JSON.stringify(first['errors'] ?? first).slice(0, 200)
    return absent('source_refused', `BigQuery answered without a schema: ${said}`)
  }
  const columns = fields.map((column: unknown) => (isRecord(column) ? String(column['name']) : ''))
  const rows: (readonly unknown[])[] = []
  for (let data = first; ;) {
    const more = cellsIn(data['rows'] ?? [], columns.length)
    if (more === undefined)
      return absent(
        'source_refused',
        `BigQuery answered with rows of another shape than ${columns.join(', ')}`,
      )
    rows.push(...more)
    const token = data['pageToken']
    if (typeof token !== 'string' || token === '') break
    if (rows.length > MOST_ROWS) break
    const query = { pageToken: token, maxResults: String(PAGE) }
    const page = await call(reach, 'GET', `queries/${job}`, query, undefined, signal)
    if (page.kind !== 'page') return page
    data = page.data
  }
  const total = Number(first['totalRows'] ?? rows.length)
  if (rows.length < Math.min(total, MOST_ROWS + 1))
    return absent('source_refused', `BigQuery gave ${rows.length} of ${total} rows`)
  return { kind: 'rows', columns, rows }
}

/** `{f: [{v}]}` for each row; undefined where that is not so. */
function cellsIn(rows: unknown, width: number): readonly (readonly unknown[])[] | undefined {
  if (!Array.isArray(rows)) return undefined
  const found: unknown[][] = []
  for (const row of rows as readonly unknown[]) {
    const cells = isRecord(row) ? row['f'] : undefined
    if (!Array.isArray(cells) || cells.length !== width || !cells.every(isRecord)) return undefined
    found.push(cells.map((cell) => (cell as Readonly<Record<string, unknown>>)['v']))
  }
  return found
}

async function headersOf(
  { service }: Reach,
  signal: AbortSignal,
): Promise<{ readonly sent: Readonly<Record<string, string>> } | AbsentArm> {
  try {
    return { sent: await service.headers(signal) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) return absent('source_refused', `${error.message} ${error.hint}`)
    throw error
  }
}

async function call(
  reach: Reach,
  method: 'GET' | 'POST',
  path: string,
  query: Readonly<Record<string, string>>,
  body: unknown,
  signal: AbortSignal,
): Promise<Page | WrongStatement | AbsentArm> {
  const { access, io, service, budget } = reach
  const headers = await headersOf(reach, signal)
  if ('kind' in headers) return headers
  const url = new URL(`bigquery/v2/projects/${encodeURIComponent(access.host)}/${path}`, service.endpoint)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const question: Question = {
    url,
    method,
    headers: { ...headers.sent, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
  const patience = {
    // Its own long poll, and the way there and back.
    timeoutMs: waitMs(access) + SLACK_MS,
    attempts: ATTEMPTS,
    longestPauseMs: access.timeoutMs,
  }
  const answer = await ask(io, question, patience, budget, signal)
  if (answer.kind === 'absent') return answer
  const data = fieldsIn(answer.text)
  const trouble = isRecord(data['error']) ? troubleOf(answer.status, data['error'], access) : undefined
  if (trouble !== undefined) return trouble
  const refused = refusalOf(answer, 'BigQuery')
  if (refused !== undefined) return refused
  if (answer.status === 200 && Object.keys(data).length > 0) return { kind: 'page', data }
  return absent('source_refused', `BigQuery answered ${answer.status}: ${quote(answer.text.slice(0, 200))}`)
}

/** Reasons: https://cloud.google.com/bigquery/docs/error-messages */
function troubleOf(
  status: number,
  error: Readonly<Record<string, unknown>>,
  { host, google, timeoutMs }: DatabaseAccess,
): WrongStatement | AbsentArm {
  const [first] = Array.isArray(error['errors']) ? (error['errors'] as readonly unknown[]) : []
  const reason = isRecord(first) ? String(first['reason']) : ''
  const said = String(error['message'] ?? '')
  if (/^(rateLimit|quota|jobRateLimit|userRateLimit)Exceeded$/.test(reason) || status === 429)
    return absent('rate_limited', `BigQuery was asked too often: ${said}`)
  if (reason === 'invalidQuery' || (status === 404 && /Not found: Table/i.test(said)))
    return { kind: 'wrong', said }
  if (reason === 'stopped' || reason === 'timeout' || /Job timed out/i.test(said))
    return absent('source_unreachable', `BigQuery gave no answer within ${timeoutMs / 1000} s: ${said}`)
  if (reason === 'bytesBilledLimitExceeded')
    return absent('source_refused', `${said}: partition the table by time, or raise \`max-bytes\``)
  if (status === 401)
    return absent('source_refused', `answered 401, it does not accept these credentials: ${said}`)
  if (status === 403)
    return absent(
      'source_refused',
      `answered 403, the credentials may not read this: grant roles/bigquery.jobUser in ${host} and roles/bigquery.dataViewer on the dataset: ${said}`,
    )
  if (status === 404) {
    const where =
      google.location === undefined
        ? 'set `location` if the dataset is not in US or EU'
        : 'check `url` and `location`'
    return absent('source_refused', `answered 404, nothing is at this address: ${where}: ${said}`)
  }
  return absent('source_refused', `BigQuery answered ${status} ${reason}: ${said}`)
}
