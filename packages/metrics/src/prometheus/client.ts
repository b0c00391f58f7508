import { isRecord, type Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import type { Answered, Budget, Patience } from '../ask.ts'
import { askAuthorized, type RequestHeaders, type SignedRequest } from '../credentials.ts'
import { turns } from '../turns.ts'
import { readAnswer, type BadQuery, type Result } from './answer.ts'

/** Where to ask and how. */
export interface Access {
  readonly url: URL
  /** Made anew for every request, because tokens expire. */
  readonly headers: RequestHeaders
  readonly parameters: Readonly<Record<string, string>>
  readonly budget: Budget
}

export type PrometheusAnswer = Result | BadQuery | AbsentArm

export interface Client {
  readonly at: (
    query: string,
    ms: number,
    patience: Patience,
    signal: AbortSignal,
  ) => Promise<PrometheusAnswer>
  readonly between: (
    query: string,
    range: Range,
    patience: Patience,
    signal: AbortSignal,
  ) => Promise<PrometheusAnswer>
  /** Values of a label among the series that match; undefined where the server does not say. */
  readonly labelValues: (
    label: string,
    match: string,
    patience: Patience,
    signal: AbortSignal,
  ) => Promise<readonly string[] | undefined>
}

/** Epoch milliseconds of the first and the last point, and the distance between points. */
export interface Range {
  readonly start: number
  readonly end: number
  readonly step: number
}

/** Longer queries go into a form: some proxies refuse long addresses, and some refuse any POST. */
const LONGEST_ADDRESS = 2_000
const AT_ONCE = 6

/**
 * VictoriaMetrics otherwise moves the points to multiples of the step, and Thanos leaves out what it could not reach;
 * servers that do not know these parameters ignore them.
 */
const COMPLETE_AND_ALIGNED = { nocache: '1', partial_response: 'false' }

/** Speaks Prometheus's HTTP API. */
export function createClient(io: Io, access: Access): Client {
  const inTurn = turns(AT_ONCE)
  const send = (
    endpoint: string,
    parameters: Readonly<Record<string, string>>,
    patience: Patience,
    signal: AbortSignal,
  ): Promise<Answered | AbsentArm> =>
    inTurn(async () => {
      const form = new URLSearchParams({ ...parameters, ...access.parameters }).toString()
      const url = new URL(`${access.url.pathname.replace(/\/$/, '')}/api/v1/${endpoint}`, access.url)
      const long = form.length > LONGEST_ADDRESS
      // A space is `%20`: in a signature `+` would be a plus.
      if (!long) url.search = form.replaceAll('+', '%20')
      const request: SignedRequest = long
        ? {
            url,
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: form,
          }
        : { url, method: 'GET', headers: {} }
      return await askAuthorized(io, access.headers, request, patience, access.budget, signal)
    })
  const query = async (...given: Parameters<typeof send>): Promise<PrometheusAnswer> => {
    const [endpoint, parameters, ...rest] = given
    const reply = await send(endpoint, { ...parameters, ...COMPLETE_AND_ALIGNED }, ...rest)
    return reply.kind === 'absent' ? reply : readAnswer(reply)
  }
  return {
    at: (text, ms, ...rest) => query('query', { query: text, time: seconds(ms) }, ...rest),
    between: (text, { start, end, step }, ...rest) =>
      query(
        'query_range',
        { query: text, start: seconds(start), end: seconds(end), step: seconds(step) },
        ...rest,
      ),
    labelValues: async (label, match, ...rest) => {
      const parameters = match === '' ? {} : { 'match[]': match }
      const reply = await send(`label/${encodeURIComponent(label)}/values`, parameters, ...rest)
      return reply.kind === 'absent' || reply.status !== 200 ? undefined : namesIn(reply.text)
    },
  }
}

function namesIn(text: string): readonly string[] | undefined {
  try {
    const reply: unknown = JSON.parse(text)
    const data = isRecord(reply) ? reply['data'] : undefined
    return Array.isArray(data) ? data.map(String) : undefined
  } catch {
    return undefined
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
