import type { IncomingMessage } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { startLoopback, type Loopback } from './loopback.ts'

/** One series of an answer: its labels, and the value at each moment asked for; undefined is no sample there. */
export interface FakeSeries {
  readonly labels?: Readonly<Record<string, string>>
  readonly at: (ms: number) => string | number | undefined
}

export interface FakePrometheus extends Loopback {
  readonly asked: {
    readonly method: string
    readonly path: string
    readonly query: string
    readonly headers: IncomingMessage['headers']
  }[]
  /** Replaces the next answers, one each: a status and a body, or `hang` for silence. */
  readonly faults: (
    { readonly status: number; readonly body: string; readonly headers?: Record<string, string> } | 'hang'
  )[]
  /** Every answer from now on. */
  always?: {
    readonly status: number
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  }
  /** Holds back every second answer by so much. */
  lateMs: number
  /** Goes into every reply beside `data`, e.g. `{ warnings: ['…'] }`. */
  extra: Readonly<Record<string, unknown>>
  /** Moves every point of a range query by this much, as an aligning frontend does. */
  shiftMs: number
}

/** Answers Prometheus's query API from a function of the query; records what was asked. */
export async function startFakePrometheus(
  answer: (query: string) => readonly FakeSeries[],
): Promise<FakePrometheus> {
  const asked: FakePrometheus['asked'] = []
  const faults: FakePrometheus['faults'] = []
  const server = await startLoopback(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://fake')
    const form = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : url.searchParams
    const query = form.get('query') ?? ''
    asked.push({ method: request.method ?? '', path: url.pathname, query, headers: request.headers })
    if (fake.lateMs > 0 && asked.length % 2 === 1) await setTimeout(fake.lateMs)
    const fault = faults.shift() ?? fake.always
    if (fault === 'hang') return
    if (fault !== undefined) {
      response.writeHead(fault.status, fault.headers).end(fault.body)
      return
    }
    const series = seriesFor(query, answer)
    const data = url.pathname.endsWith('/query_range')
      ? matrix(form, series, fake.shiftMs)
      : vector(form, series)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 'success', data, ...fake.extra }))
  })
  const fake: FakePrometheus = { ...server, asked, faults, extra: {}, shiftMs: 0, lateMs: 0 }
  return fake
}

/** Takes apart what was joined by `label_replace(…, "sluice_expression", "0", "", "") or …`, as a server does. */
function seriesFor(query: string, answer: (query: string) => readonly FakeSeries[]): readonly FakeSeries[] {
  const joined = /label_replace\(\(([^]*?)\n\), "(\w+)", "(\d+)", "", ""\)/g
  const parts = [...query.matchAll(joined)]
  if (parts.length === 0) return answer(query)
  return parts.flatMap(([, text = '', label = '', value = '']) =>
    answer(text).map((series) => ({ ...series, labels: { ...series.labels, [label]: value } })),
  )
}

function vector(form: URLSearchParams, series: readonly FakeSeries[]): object {
  const seconds = Number(form.get('time'))
  const result = series.flatMap(({ labels = {}, at }) => {
    const value = at(Math.round(seconds * 1000))
    return value === undefined ? [] : [{ metric: labels, value: [seconds, String(value)] }]
  })
  return { resultType: 'vector', result }
}

function matrix(form: URLSearchParams, series: readonly FakeSeries[], shiftMs: number): object {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Math.round(Number(form.get(name)) * 1000))
  const result = series.flatMap(({ labels = {}, at }) => {
    const values: [number, string][] = []
    for (let ms = start ?? 0; ms <= (end ?? 0); ms += step ?? 1) {
      const value = at(ms)
      if (value !== undefined) values.push([(ms + shiftMs) / 1000, String(value)])
    }
    return values.length === 0 ? [] : [{ metric: labels, values }]
  })
  return { resultType: 'matrix', result }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}
