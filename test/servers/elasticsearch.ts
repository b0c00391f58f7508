import { setTimeout as delay } from 'node:timers/promises'
import { startLoopback, type Loopback } from './loopback.ts'

export const ELASTIC_KEY = 'VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=='

/** A document: its fields, among them `@timestamp` in epoch milliseconds. */
export type Doc = Readonly<Record<string, string | number>>

/** What every search answers from now on, beside what it found. */
export type SearchFault = Readonly<Record<string, unknown>>

export interface ElasticsearchStandIn extends Loopback {
  readonly requests: { readonly searches: number }[]
  /** Every answer from now on. */
  always?: {
    readonly status: number
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Laid over the answer of each search. */
  over: SearchFault
  nulls: boolean
  lateMs: number
}

type Json = Readonly<Record<string, unknown>>
type Test = (doc: Doc) => boolean

class Refused extends Error {}

/**
 * `_msearch` by its reference: NDJSON of a header and a body for each search, an API key, and of the query DSL `bool.filter`,
 * `term`, `range`, `match_all` and `query_string` with terms joined by AND. Everything else is refused as the server would.
 */
export async function startElasticsearch(docs: () => readonly Doc[]): Promise<ElasticsearchStandIn> {
  const requests: ElasticsearchStandIn['requests'] = []
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const say = (status: number, data: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data))
    const lines = body.split('\n')
    requests.push({ searches: Math.floor(lines.length / 2) })
    if (standIn.lateMs > 0 && requests.length % 2 === 1) await delay(standIn.lateMs)
    const { always } = standIn
    if (always !== undefined) return response.writeHead(always.status, always.headers).end(always.body)
    if (request.headers.authorization !== `ApiKey ${ELASTIC_KEY}`)
      return say(401, {
        error: { type: 'security_exception', reason: 'unable to authenticate' },
        status: 401,
      })
    const [, index] = /^\/([^/?]+)\/_msearch$/.exec(request.url ?? '') ?? []
    if (request.method !== 'POST' || index === undefined)
      return say(404, { error: 'no handler', status: 404 })
    if (request.headers['content-type'] !== 'application/x-ndjson' || lines.pop() !== '')
      return say(400, {
        error: { reason: 'The msearch request must be terminated by a newline' },
        status: 400,
      })
    const bodies = lines.filter((_, i) => i % 2 === 1)
    if (!lines.filter((_, i) => i % 2 === 0).every((header) => header === '{}'))
      return say(400, { error: { reason: 'a header is not one' }, status: 400 })
    say(200, { took: 1, responses: bodies.map((each) => searched(decodeURIComponent(index), each)) })
  })
  const searched = (index: string, text: string): unknown => {
    try {
      if (index === 'missing')
        return {
          status: 404,
          error: { type: 'index_not_found_exception', reason: `no such index [${index}]` },
        }
      const { query, aggs, size, track_total_hits: all, timeout, ...others } = JSON.parse(text) as Json
      if (Object.keys(others).length > 0) throw new Refused(`unknown key ${Object.keys(others).join(', ')}`)
      if (size !== 0 || all !== true || !/^\d+ms$/.test(String(timeout))) throw new Refused('unexpected body')
      const isWanted = testOf(query)
      const found = docs().filter(isWanted)
      const none = index.startsWith('nothing-')
      const shards = none ? 0 : 1
      return {
        took: 1,
        timed_out: false,
        _shards: { total: shards, successful: shards, skipped: 0, failed: 0 },
        hits: { total: { value: none ? 0 : found.length, relation: 'eq' }, hits: [] },
        ...(aggs === undefined ? {} : { aggregations: aggregated(aggs as Json, found, standIn.nulls) }),
        ...(standIn.nulls && aggs === undefined ? { hits: { total: null } } : {}),
        status: 200,
        ...standIn.over,
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const reason = { type: 'parsing_exception', reason: error.message }
      return {
        status: 400,
        error: {
          root_cause: [reason],
          type: 'search_phase_execution_exception',
          reason: 'all shards failed',
        },
      }
    }
  }
  const standIn: ElasticsearchStandIn = { ...server, requests, over: {}, nulls: false, lateMs: 0 }
  return standIn
}

function testOf(query: unknown): Test {
  const [[kind = '', given] = []] = Object.entries(query as Json)
  switch (kind) {
    case 'bool': {
      const { filter, ...others } = given as { filter: readonly unknown[] }
      if (Object.keys(others).length > 0) throw new Refused('only filter')
      const tests = filter.map(testOf)
      return (doc) => tests.every((each) => each(doc))
    }
    case 'match_all':
      return () => true
    case 'term': {
      const [[field = '', value] = []] = Object.entries(given as Json)
      return (doc) => doc[field] === value
    }
    case 'range':
      return rangeTest(given as Json)
    case 'query_string':
      return luceneTest(String((given as Json)['query']))
    default:
      throw new Refused(`unknown query [${kind}]`)
  }
}

function rangeTest(given: Json): Test {
  const [[field = '', range] = []] = Object.entries(given)
  const { gte, lt, format, ...others } = range as Json
  if (Object.keys(others).length > 0 || (field === '@timestamp' && format !== 'epoch_millis'))
    throw new Refused('unexpected range')
  return (doc) => {
    const value = Number(doc[field])
    return !(value < Number(gte ?? -Infinity)) && !(value >= Number(lt ?? Infinity))
  }
}

const CLAUSE = /^(\w+):(?:"((?:[^"\\]|\\.)*)"|\/((?:[^/\\]|\\.)*)\/|>=(\d+)|(\w+))$/s

function luceneTest(text: string): Test {
  const tests = text
    .trim()
    .split(/\s+AND\s+(?=\w+:)/)
    .map((clause): Test => {
      const [, field = '', quoted, pattern, least, word] = CLAUSE.exec(clause) ?? []
      if (field === '') throw new Refused(`Failed to parse query [${text}]`)
      if (least !== undefined) return (doc) => Number(doc[field]) >= Number(least)
      if (pattern !== undefined) {
        const whole = new RegExp(`^(?:${pattern})$`, 's')
        return (doc) => whole.test(String(doc[field]))
      }
      const value = quoted?.replaceAll(/\\(.)/gs, '$1') ?? word
      return (doc) => String(doc[field]) === value
    })
  return (doc) => tests.every((each) => each(doc))
}

function aggregated(aggs: Json, docs: readonly Doc[], nulls: boolean): Json {
  const [[name = '', definition] = []] = Object.entries(aggs)
  const [[type = '', given] = []] = Object.entries(definition as Json)
  const { field = '', ranges = [] } = given as {
    field?: string
    ranges?: readonly { from?: number; to?: number }[]
  }
  const values = docs.flatMap((doc) => (typeof doc[field] === 'number' ? [doc[field]] : []))
  const sum = values.reduce((total, value) => total + value, 0)
  const mean = values.length === 0 ? null : sum / values.length
  const variance = values.reduce((total, value) => total + (value - (mean ?? 0)) ** 2, 0) / values.length
  const result = (): Json => {
    switch (type) {
      case 'extended_stats':
        return { count: values.length, avg: mean, std_deviation: Math.sqrt(variance) }
      case 'sum':
        return { value: sum }
      case 'value_count':
        return { value: values.length }
      case 'max':
        return { value: values.length === 0 ? null : Math.max(...values) }
      case 'filter':
        return { doc_count: docs.filter(testOf(given)).length }
      case 'range':
        return {
          buckets: ranges.map(({ from, to }) => ({
            key: `${from ?? '*'}-${to ?? '*'}`,
            ...(from === undefined ? {} : { from }),
            ...(to === undefined ? {} : { to }),
            doc_count: values.filter((value) => !(value < (from ?? -Infinity)) && value < (to ?? Infinity))
              .length,
          })),
        }
      default:
        throw new Refused(`Unknown aggregation type [${type}]`)
    }
  }
  return { [name]: nulls ? Object.fromEntries(Object.keys(result()).map((key) => [key, null])) : result() }
}
