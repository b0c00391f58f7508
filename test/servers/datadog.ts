import { setTimeout } from 'node:timers/promises'
import { startLoopback, type Loopback } from './loopback.ts'

/** One query as Datadog understood it. */
export interface DatadogQuery {
  readonly head: string
  readonly metric: string
  readonly filter: Readonly<Record<string, string>>
  readonly isCount: boolean
}

export interface DatadogStandIn extends Loopback {
  readonly requests: { readonly queries: readonly string[]; readonly from: number; readonly to: number }[]
  /** Every answer from now on. */
  always?: {
    readonly status: number
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Values that are asked for come as null. */
  nulls: boolean
  /** Holds back every second answer by so much. */
  lateMs: number
}

export const DATADOG_KEYS = { 'api-key': 'a'.repeat(32), 'app-key': 'b'.repeat(40) }

/**
 * Datadog's `POST /api/v2/query/timeseries` by its published API description: both keys, the media type, names that
 * formulas refer to, periods from the rollup, points at multiples of them. `value` says what ten seconds hold, by their
 * number since the epoch; undefined is no data.
 */
export async function startDatadogStandIn(
  value: (query: DatadogQuery, tenSeconds: number) => number | undefined,
): Promise<DatadogStandIn> {
  const requests: DatadogStandIn['requests'] = []
  const server = await startLoopback(async (request, response) => {
    let text = ''
    for await (const part of request) text += String(part)
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const refuse = (status: number, why: string): void => answer(status, { errors: [why] })
    if (request.headers['dd-api-key'] !== DATADOG_KEYS['api-key']) return refuse(401, 'Unauthorized')
    if (request.headers['dd-application-key'] !== DATADOG_KEYS['app-key']) return refuse(403, 'Forbidden')
    if (request.method !== 'POST' || request.url !== '/api/v2/query/timeseries')
      return refuse(404, 'Not found')
    if (request.headers['content-type'] !== 'application/json') return refuse(415, 'Unsupported content type')
    const { data } = JSON.parse(text) as {
      data: {
        type: string
        attributes: {
          from: number
          to: number
          interval: number
          formulas: { formula: string }[]
          queries: { data_source: string; name: string; query: string }[]
        }
      }
    }
    const { from, to, formulas, queries } = data.attributes
    requests.push({ queries: queries.map(({ query }) => query), from, to })
    if (standIn.lateMs > 0 && requests.length % 2 === 1) await setTimeout(standIn.lateMs)
    const { always } = standIn
    if (always !== undefined) return void response.writeHead(always.status, always.headers).end(always.body)
    if (data.type !== 'timeseries_request' || !(from < to)) return refuse(400, 'Bad Request')
    const names = queries.map(({ name }) => name)
    if (new Set(names).size < names.length || !names.every((name) => /^[a-z][a-z0-9_]*$/.test(name)))
      return refuse(400, 'query names must be unique identifiers')
    if (!queries.every(({ data_source }) => data_source === 'metrics')) return refuse(400, 'unknown source')
    if (!formulas.every(({ formula }) => names.includes(formula))) return refuse(400, 'unknown formula')
    const parsed = queries.map(({ query }) => parse(query))
    const bad = parsed.findIndex((query) => query === undefined)
    if (bad >= 0) return refuse(400, `Rule 'metric_query' didn't match at '${queries[bad]?.query}'`)
    const seconds = parsed[0]?.seconds ?? 10
    if (parsed.some((query) => query?.seconds !== seconds)) return refuse(400, 'rollups differ')
    const times: number[] = []
    for (let at = Math.floor(from / 1000 / seconds) * seconds; at * 1000 < to; at += seconds) times.push(at)
    const columns = formulas.map(({ formula }) => {
      const query = parsed[names.indexOf(formula)]
      return times.map((at) => (query === undefined ? null : periodOf(query, at, { from, to })))
    })
    const full = columns.flatMap((column, i) =>
      column.some((each) => each !== null) || standIn.nulls ? [i] : [],
    )
    answer(200, {
      data: {
        id: '0',
        type: 'timeseries_response',
        attributes: {
          series: full.map((i) => ({ group_tags: [], query_index: i, unit: null })),
          times: times.map((at) => at * 1000),
          values: full.map((i) => (standIn.nulls ? times.map(() => null) : columns[i])),
        },
      },
    })
  })
  const periodOf = (
    { seconds, rollup, ...query }: Parsed,
    at: number,
    asked: { readonly from: number; readonly to: number },
  ): number | null => {
    const values: number[] = []
    for (let k = at / 10; k < (at + seconds) / 10; k++) {
      // Of a period that begins before the time asked for, only the rest is counted.
      const one = k * 10_000 < asked.from || k * 10_000 >= asked.to ? undefined : value(query, k)
      if (one !== undefined) values.push(one)
    }
    if (values.length === 0) return null
    if (rollup === 'min') return Math.min(...values)
    if (rollup === 'max') return Math.max(...values)
    const sum = values.reduce((all, one) => all + one, 0)
    return rollup === 'avg' ? sum / values.length : sum
  }
  const standIn: DatadogStandIn = { ...server, requests, nulls: false, lateMs: 0 }
  return standIn
}

interface Parsed extends DatadogQuery {
  readonly seconds: number
  readonly rollup: string
}

function parse(text: string): Parsed | undefined {
  const grammar =
    /^((?:sum|min|max|avg|count)(?:\(v: v<=[\d.]+\))?):([\w.]+)\{([^{}]*)\}(\.as_count\(\))?\.rollup\((\w+), (\d+)\)$/
  const [, head, metric = '', tags = '', count, rollup = '', seconds = '0'] = grammar.exec(text) ?? []
  if (head === undefined) return undefined
  const filter = Object.fromEntries(
    tags.split(',').map((tag) => {
      const colon = tag.indexOf(':')
      return [tag.slice(0, colon).trim(), tag.slice(colon + 1).trim()]
    }),
  )
  return { head, metric, filter, isCount: count !== undefined, rollup, seconds: Number(seconds) }
}
