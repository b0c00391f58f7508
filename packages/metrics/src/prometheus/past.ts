import type { Samples } from '@sluice/verdict'
import type { MetricQuery, Past } from '../contract.ts'
import { fillIn, partsOf } from '../query-parts.ts'
import { absent, assemble, type ArmReadings } from '../reading.ts'
import { eventsWereSeen, settleSilence } from '../silent-events.ts'
import type { Series } from './answer.ts'
import { undoExtrapolation } from './extrapolation.ts'
import { byLabel, halfOf, summed } from './halves.ts'
import { askAll, readingAt, type Reach } from './readings.ts'
import type { Found } from './together.ts'

/** What the source's settings say about the past. */
export interface PastSettings {
  readonly scrapeMs: number | undefined
  /** Label that tells instances of the baseline apart. */
  readonly instanceLabel: string | undefined
}

/** More series than these are not asked for: they cost the server much, and teach little. */
const MOST_SERIES = 400

/**
 * The baseline's past, by one range query for several expressions. Points that a server moved (a query frontend aligns
 * them to the step) are taken where they are: an interval of the past may begin at any time. A metric that could not be
 * read has no blocks, and a note that says why. Where instances are told apart, the candidate's arm is half of them.
 */
export async function readPast(
  reach: Reach,
  settings: PastSettings,
  queries: readonly MetricQuery[],
  past: Past,
): Promise<readonly Samples[]> {
  const apart = await Promise.all(queries.map((query) => splitOf(reach, settings, query, past)))
  const found = await readAll(reach, apart, past)
  // A server may refuse what is asked by instance, or have had far more of them: the whole is asked for then.
  const again = apart.map((metric, i) => {
    const why = metric.by === undefined ? undefined : troubleOf(found[i] ?? [])
    return why === undefined
      ? undefined
      : wholeOf(metric.query, past, `Its instances could not be read apart: ${why}`)
  })
  const wholes = again.filter((metric) => metric !== undefined)
  const foundWhole = await readAll(reach, wholes, past)
  return apart.map((metric, i) => {
    const whole = again[i]
    return whole === undefined
      ? samplesFrom(metric, found[i] ?? [], settings, past)
      : samplesFrom(whole, foundWhole[wholes.indexOf(whole)] ?? [], settings, past)
  })
}

/** Everything that is asked for some metrics, in one request for several expressions; the answers metric by metric. */
async function readAll(
  reach: Reach,
  metrics: readonly Asked[],
  past: Past,
): Promise<readonly (readonly Found[])[]> {
  const { client, patience, signal } = reach
  const texts = metrics.flatMap(({ asked }) => asked.map(({ text }) => text))
  if (texts.length === 0) return []
  const range = { start: past.from + past.intervalMs, end: past.to, step: past.intervalMs }
  const found = await askAll(reach, texts, (text) => client.between(text, range, patience, signal))
  let next = 0
  return metrics.map(({ asked }) => asked.map(() => found[next++] ?? absent('no_data')))
}

/** Why an answer by instance is of no use; undefined where it is. */
function troubleOf(found: readonly Found[]): string | undefined {
  const [failed] = found.flatMap((each) => (each.kind === 'series' ? [] : [whyOf(each)]))
  if (failed !== undefined) return failed
  const most = Math.max(0, ...found.map((each) => (each.kind === 'series' ? each.series.length : 0)))
  return most > MOST_SERIES ? `${most} series` : undefined
}

function samplesFrom(metric: Asked, found: readonly Found[], settings: PastSettings, past: Past): Samples {
  const [failed] = found.flatMap((each) => (each.kind === 'series' ? [] : [whyOf(each)]))
  if (failed !== undefined) return { metric: metric.query.name, blocks: [], notes: [failed] }
  const read = metric.asked.map(({ part }, i) => {
    const own = found[i]
    return { part, series: own?.kind === 'series' ? own.series : [] }
  })
  return samplesOf(metric, read, settings, past)
}

/** What is asked for a metric: the sums as they are written, or by instance. */
interface Asked {
  readonly query: MetricQuery
  readonly asked: readonly { readonly part: keyof ArmReadings; readonly text: string }[]
  /** The label by which they are asked. */
  readonly by?: string
  readonly notes: readonly string[]
}

async function splitOf(
  reach: Reach,
  { instanceLabel: label }: PastSettings,
  query: MetricQuery,
  past: Past,
): Promise<Asked> {
  const { asked } = wholeOf(query, past)
  const whole = (...notes: readonly string[]): Asked => ({ query, asked, notes })
  if (label === undefined || !['proportion', 'count', 'quantile'].includes(query.kind)) return whole()
  const apart = asked.map(({ part, text }) => ({ part, text: byLabel(text, label) }))
  const [odd] = apart.filter(({ text }) => text === undefined)
  if (odd !== undefined)
    return whole(`\`instance-label\` needs a query that is one \`sum(…)\`, and ${odd.part} is not.`)
  const texts = apart.flatMap(({ part, text = '' }) => [{ part, text }])
  const counts = texts.map(({ text }) => `count(${text})`)
  const { client, patience, signal } = reach
  const answers = await askAll(reach, counts, (text) => client.at(text, past.to, patience, signal))
  const [failed] = answers.flatMap((each) => (each.kind === 'series' ? [] : [whyOf(each)]))
  if (failed !== undefined) return whole(`Its instances could not be counted: ${failed}`)
  const most = Math.max(0, ...answers.flatMap(valuesOf))
  return most > MOST_SERIES
    ? whole(`It has ${most} series by \`${label}\`; more than ${MOST_SERIES} are not read apart.`)
    : { query, asked: texts, by: label, notes: [] }
}

/** The sums of a metric as they are written. */
function wholeOf(query: MetricQuery, past: Past, ...notes: readonly string[]): Asked {
  const asked = partsOf(query).map((part) => ({
    part,
    text: fillIn(query[part] ?? '', past.arm, past.intervalMs),
  }))
  return { query, asked, notes }
}

function valuesOf(found: Found): readonly number[] {
  return found.kind === 'series' ? found.series.flatMap(({ points }) => [...points.values()]) : []
}

function samplesOf(
  { query, by, notes }: Asked,
  read: readonly { readonly part: keyof ArmReadings; readonly series: readonly Series[] }[],
  { scrapeMs }: PastSettings,
  past: Past,
): Samples {
  const times = timesOf(read.flatMap(({ series }) => series))
  const readingsOf = (pick: (series: readonly Series[]) => readonly Series[]): ArmReadings =>
    Object.fromEntries(
      read.map(({ part, series }) => {
        const picked = pick(series)
        return [part, times.map((ms) => readingAt(part, picked, ms))]
      }),
    )
  const requests = read.find(({ part }) => part !== 'events')?.series ?? []
  const half = by === undefined ? undefined : halfOf(requests, by)
  const readings = {
    baseline: readingsOf((series) => (by === undefined ? series : summed(series, by))),
    candidate:
      by === undefined || half === undefined
        ? {}
        : readingsOf((series) => summed(series, by, (name) => half.has(name))),
  }
  const settled = settleSilence(readings, eventsWereSeen(readings))
  const slots = times.map((ms) => ({ from: ms - past.intervalMs, to: ms, weight: 0 }))
  const span = { slots, intervalMs: past.intervalMs, baseline: past.arm, candidate: '' }
  const alone =
    by !== undefined && half === undefined
      ? [`It has no two values of the label \`${by}\`, so its instances are not told apart.`]
      : []
  const samples = assemble(query, span, settled.readings, [...notes, ...alone])
  const blocks = samples.blocks.map((block) => ({
    ...block,
    candidate: half === undefined ? absent('not_observed') : block.candidate,
  }))
  return undoExtrapolation({ ...samples, blocks }, query, scrapeMs)
}

function timesOf(series: readonly Series[]): readonly number[] {
  const times = new Set(series.flatMap(({ points }) => [...points.keys()]))
  return [...times].sort((a, b) => a - b)
}

function whyOf(found: Exclude<Found, { kind: 'series' }>): string {
  return found.kind === 'wrong' ? found.said : `${found.absence}: ${found.detail ?? ''}`
}
