import { isRecord, type Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { ask, fieldsIn, refusalOf, type Budget, type Patience } from '../ask.ts'
import type { Points } from '../points/observe.ts'
import { absent } from '../reading.ts'
import type { DatadogTerm } from './terms.ts'

/** How Datadog is asked. */
export interface Datadog {
  readonly io: Io
  /** Of the API, such as `https://api.datadoghq.eu`. */
  readonly base: URL
  readonly headers: Readonly<Record<string, string>>
  readonly patience: Patience
  readonly budget: Budget
  readonly signal: AbortSignal
}

/** So many queries go into one request. */
const TOGETHER = 40
/** Of more periods than about 1,500 Datadog gives coarser points. */
const MOST_PERIODS = 1000
const DAY_MS = 86_400_000
const HOUR_S = 3_600

/** The points of every term, one for each period that begins between two times; periods without a value have none. */
export async function pointsAt(
  datadog: Datadog,
  terms: readonly DatadogTerm[],
  periodS: number,
  from: number,
  to: number,
): Promise<readonly Points[] | AbsentArm> {
  const periodMs = periodS * 1000
  const all = terms.map(() => new Map<number, number>())
  for (let first = 0; first < terms.length; first += TOGETHER) {
    const batch = terms.slice(first, first + TOGETHER)
    // From the start of a period on: of one that begins earlier only a part would be counted.
    for (let begin = Math.floor(from / periodMs) * periodMs; begin < to; begin += MOST_PERIODS * periodMs) {
      const end = Math.min(to, begin + MOST_PERIODS * periodMs)
      const points = await batchOf(datadog, batch, periodS, begin, end)
      if ('kind' in points) return points
      for (const [i, own] of points.entries()) for (const [at, value] of own) all[first + i]?.set(at, value)
    }
  }
  return all
}

/** Whether a term had a value in the last day. */
export async function hadValues(datadog: Datadog, term: DatadogTerm): Promise<boolean> {
  const now = datadog.io.now()
  const found = await pointsAt(datadog, [term], HOUR_S, now - DAY_MS, now)
  return !('kind' in found) && (found[0]?.size ?? 0) > 0
}

async function batchOf(
  { io, base, headers, patience, budget, signal }: Datadog,
  terms: readonly DatadogTerm[],
  periodS: number,
  from: number,
  to: number,
): Promise<readonly Points[] | AbsentArm> {
  const queries = terms.map(({ query, rollup }, i) => ({
    data_source: 'metrics',
    name: `q${i}`,
    query: `${query}.rollup(${rollup}, ${periodS})`,
  }))
  const formulas = queries.map(({ name }) => ({ formula: name }))
  const attributes = { from, to, interval: periodS * 1000, queries, formulas }
  const question = {
    url: new URL('/api/v2/query/timeseries', base),
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { type: 'timeseries_request', attributes } }),
  } as const
  const answer = await ask(io, question, patience, budget, signal)
  if (answer.kind === 'absent') return answer
  const refused = refusalOf(answer, 'Datadog’s API (see `site`)')
  if (refused !== undefined) return refused
  const data = fieldsIn(answer.text)
  const errors = data['errors'] ?? ''
  const failed = typeof errors === 'string' ? errors !== '' : !Array.isArray(errors) || errors.length > 0
  const said = JSON.stringify(failed ? errors : answer.text.slice(0, 200))
  // With an error beside the data, a query that is missing would look like a time without events.
  if (answer.status !== 200 || failed)
    return absent('source_refused', `Datadog answered ${answer.status}: ${said}`)
  const inner = isRecord(data['data']) ? data['data']['attributes'] : undefined
  if (!isRecord(inner)) return absent('source_refused', `answered ${said}: is this Datadog?`)
  return pointsIn(inner, terms.length, periodS)
}

/** Takes the answer apart; one that names another period than was asked for is refused. */
function pointsIn(
  { times, series, values }: Readonly<Record<string, unknown>>,
  count: number,
  periodS: number,
): readonly Points[] | AbsentArm {
  if (!Array.isArray(times) || !Array.isArray(series) || !Array.isArray(values))
    return absent('source_refused', 'the answer has no times, series and values: is this Datadog?')
  const points = Array.from({ length: count }, () => new Map<number, number>())
  const starts = times.map(Number)
  if (starts.some((at) => at % (periodS * 1000) !== 0) || areCoarse(starts, periodS * 1000))
    return absent(
      'source_refused',
      `Datadog answered with points that are not ${periodS} s apart; for a time so long ago it keeps coarser ones`,
    )
  const answered = new Set<unknown>()
  for (const [i, one] of series.entries()) {
    const own = points[isRecord(one) ? Number(one['query_index'] ?? i) : i]
    const column: unknown = values[i]
    if (own === undefined || !Array.isArray(column)) continue
    // A query with `by {…}` has several series.
    if (answered.has(own))
      return absent(
        'source_refused',
        'a query returned several series and must return one: leave out `by {…}`',
      )
    answered.add(own)
    for (const [k, value] of column.entries())
      if (typeof value === 'number') own.set(starts[k] ?? Number.NaN, value)
  }
  return points
}

/** Whether all times lie on a grid that is wider than the period; a few may do so by chance. */
function areCoarse(starts: readonly number[], periodMs: number): boolean {
  const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0))
  const common = gaps.reduce((a, b) => greatestCommonDivisor(a, b), 0)
  return gaps.length >= 4 && common > periodMs
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
