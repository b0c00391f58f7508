import { readFileSync } from 'node:fs'
import { isRecord } from '@sluice/action'
import { root } from '../support/files.ts'
import { testIo, type TestIo } from './io.ts'
import { startLoopback, type Loopback } from './loopback.ts'

interface Schema {
  readonly type?: string
  readonly $ref?: string
  readonly format?: string
  readonly items?: Schema
  readonly additionalProperties?: Schema
}

interface Contract {
  readonly root: string
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly method: string
        readonly path: string
        readonly query: Readonly<Record<string, string>>
        readonly request?: string
      }
    >
  >
  readonly schemas: Readonly<Record<string, Readonly<Record<string, Schema>>>>
}

/** One query as BigQuery understood it: its text, and its parameters by name. */
export interface BigQueryQuery {
  readonly sql: string
  readonly parameters: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

export interface BigQueryResult {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface BigQueryFault {
  readonly status: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface BigQueryStandIn extends Loopback {
  readonly queries: BigQueryQuery[]
  /** Every call: method, and path with its query. */
  readonly calls: string[]
  readonly cancelled: string[]
  readonly behaviour: {
    /** Every answer from now on. */
    always?: BigQueryFault
    /** Jobs are not complete for so many polls. */
    pending: number
    /** So many answers are cut after the job was created. */
    lost: number
    /** Rows in a page. */
    page: number
    nulls: boolean
  }
  readonly io: TestIo
}

const TOKEN = 'of-the-machine'

/**
 * BigQuery's `jobs.query`, `jobs.getQueryResults` and `jobs.cancel`, by the discovery document: paths, query parameters
 * and every field of the body with its type; all parameters that a text names must be bound, and no others. Tokens come
 * from a metadata server beside it. `answer` says what a query finds, or with which error it fails.
 */
export async function startBigQuery(
  answer: (query: BigQueryQuery) => BigQueryResult | { readonly error: object; readonly status: number },
): Promise<BigQueryStandIn> {
  const contract = JSON.parse(
    readFileSync(`${root}/test/fixtures/google/bigquery-v2.json`, 'utf8'),
  ) as Contract
  const queries: BigQueryQuery[] = []
  const calls: string[] = []
  const cancelled: string[] = []
  const jobs = new Map<string, { readonly result: BigQueryResult; polls: number }>()
  const byRequest = new Map<string, string>()
  const behaviour: BigQueryStandIn['behaviour'] = { pending: 0, lost: 0, page: 10_000, nulls: false }
  const server = await startLoopback(async (request, response) => {
    let text = ''
    for await (const piece of request) text += String(piece)
    const url = new URL(request.url ?? '', 'http://x')
    const say = (status: number, data: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
    const fail = (status: number, reason: string, message: string): void =>
      say(status, { error: { code: status, message, errors: [{ reason, message }] } })
    if (url.pathname.startsWith('/computeMetadata/')) {
      if (request.headers['metadata-flavor'] !== 'Google') return fail(403, 'forbidden', 'no flavor')
      if (url.pathname.endsWith('/project-id')) return response.end('of-the-machine')
      return say(200, { access_token: TOKEN, expires_in: 3600, token_type: 'Bearer' })
    }
    calls.push(`${request.method} ${url.pathname}${url.search}`)
    const { always } = behaviour
    if (always !== undefined) return response.writeHead(always.status, always.headers).end(always.body)
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return fail(401, 'authError', 'Invalid token')
    const found = methodIn(contract, request.method ?? '', url)
    if (typeof found === 'string') return fail(404, 'notFound', found)
    const { name, place } = found
    if (name === 'cancel') {
      cancelled.push(place['jobId'] ?? '')
      return say(200, { kind: 'bigquery#jobCancelResponse' })
    }
    if (name === 'getQueryResults') {
      const job = jobs.get(place['jobId'] ?? '')
      if (job === undefined || url.searchParams.get('location') !== 'EU')
        return fail(404, 'notFound', `Not found: Job ${place['jobId']}`)
      return say(200, pageOf(place['jobId'] ?? '', job, Number(url.searchParams.get('pageToken') ?? 0)))
    }
    const body: unknown = JSON.parse(text)
    const problem = bodyProblem(contract, { $ref: 'QueryRequest' }, body, 'request')
    if (problem !== undefined || !isRecord(body)) return fail(400, 'invalid', problem ?? 'no object')
    const query = queryIn(body)
    if (typeof query === 'string') return fail(400, 'invalidQuery', query)
    queries.push(query)
    const known = byRequest.get(String(body['requestId']))
    if (known === undefined) {
      const outcome = answer(query)
      if ('error' in outcome)
        return say(outcome.status, { error: { code: outcome.status, ...outcome.error } })
      byRequest.set(String(body['requestId']), `job_${jobs.size}`)
      jobs.set(`job_${jobs.size}`, { result: outcome, polls: behaviour.pending })
    }
    if (behaviour.lost-- > 0) return response.destroy()
    const id = byRequest.get(String(body['requestId'])) ?? ''
    const job = jobs.get(id)
    return job === undefined ? fail(500, 'backendError', 'no job') : say(200, pageOf(id, job, 0))
  })
  const pageOf = (
    id: string,
    job: { readonly result: BigQueryResult; polls: number },
    from: number,
  ): unknown => {
    const jobReference = { projectId: 'shop', jobId: id, location: 'EU' }
    if (job.polls-- > 0) return { jobComplete: false, jobReference }
    const { columns, rows } = job.result
    const end = from + behaviour.page
    const cell = (v: string | null): unknown => ({ v: behaviour.nulls ? null : v })
    return {
      jobComplete: true,
      jobReference,
      schema: { fields: columns.map((column) => ({ name: column, type: 'STRING', mode: 'NULLABLE' })) },
      totalRows: String(rows.length),
      ...(end < rows.length ? { pageToken: String(end) } : {}),
      // BigQuery leaves out what is empty.
      ...(rows.length === 0 ? {} : { rows: rows.slice(from, end).map((row) => ({ f: row.map(cell) })) }),
    }
  }
  const env: Readonly<Record<string, string>> = {
    HOME: '/nowhere',
    GCE_METADATA_HOST: `127.0.0.1:${server.port}`,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_BIGQUERY: server.url,
  }
  const io = { ...testIo(), env: (name: string) => env[name] }
  return { ...server, queries, calls, cancelled, behaviour, io }
}

function methodIn(
  { root: base, methods }: Contract,
  verb: string,
  url: URL,
): string | { readonly name: string; readonly place: Readonly<Record<string, string>> } {
  for (const [name, { method, path, query }] of Object.entries(methods)) {
    const pattern = new RegExp(`^/${base}${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
    const place = pattern.exec(url.pathname)?.groups
    if (method !== verb || place === undefined) continue
    const unknown = [...url.searchParams.keys()].find((key) => query[key] === undefined)
    if (unknown !== undefined) return `Unknown query parameter ${unknown}`
    const bad = [...url.searchParams].find(([key, value]) => query[key] === 'integer' && !/^\d+$/.test(value))
    return bad === undefined ? { name, place: { ...place } } : `${bad[0]} is no integer`
  }
  return `no method ${verb} ${url.pathname}`
}

function bodyProblem(contract: Contract, schema: Schema, value: unknown, at: string): string | undefined {
  const fields = schema.$ref === undefined ? undefined : (contract.schemas[schema.$ref] ?? {})
  if (fields !== undefined || schema.type === 'object') {
    if (!isRecord(value)) return `${at} is no object`
    for (const [name, each] of Object.entries(value)) {
      const known = fields?.[name] ?? schema.additionalProperties
      if (known === undefined) return `Unknown name "${name}" at ${at}`
      const problem = bodyProblem(contract, known, each, `${at}.${name}`)
      if (problem !== undefined) return problem
    }
    return undefined
  }
  if (schema.type === 'array')
    return Array.isArray(value)
      ? value
          .map((each, i) => bodyProblem(contract, schema.items ?? {}, each, `${at}[${i}]`))
          .find((problem) => problem !== undefined)
      : `${at} is no list`
  if (schema.type === 'integer') return Number.isInteger(value) ? undefined : `${at} is no integer`
  if (schema.format === 'int64') return /^-?\d+$/.test(String(value)) ? undefined : `${at} is no int64`
  return typeof value === schema.type ? undefined : `${at} is no ${schema.type}`
}

/** What is bound, or what BigQuery would say. */
function queryIn(body: Readonly<Record<string, unknown>>): BigQueryQuery | string {
  if (body['useLegacySql'] !== false || body['parameterMode'] !== 'NAMED') return 'legacy SQL'
  const sql = String(body['query'])
  const parameters: Record<string, string> = {}
  for (const each of body['queryParameters'] as readonly {
    readonly name: string
    readonly parameterType: { readonly type: string }
    readonly parameterValue: { readonly value: string }
  }[]) {
    const { type } = each.parameterType
    const { value } = each.parameterValue
    if (type === 'TIMESTAMP' && Number.isNaN(Date.parse(value))) return `Could not cast ${value} to TIMESTAMP`
    if (type === 'INT64' && !/^-?\d+$/.test(value)) return `Could not cast ${value} to INT64`
    parameters[each.name] = value
  }
  const used = new Set([...sql.matchAll(/@(\w+)/g)].map(([, name = '']) => name))
  const missing = [...used].find((name) => parameters[name] === undefined)
  if (missing !== undefined) return `Query parameter '${missing}' not found`
  return { sql, parameters, body }
}
