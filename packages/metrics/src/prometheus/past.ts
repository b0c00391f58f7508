import type { Samples } from '@sluice/verdict'
import type { MetricQuery, Past } from '../contract.ts'
import { fillIn, partsOf } from '../query-parts.ts'
import { absent, assemble, type ArmReadings } from '../reading.ts'
import { eventsWereSeen, settleSilence } from '../silent-events.ts'
import { undoExtrapolation } from './extrapolation.ts'
import { askAll, readingAt, type Reach } from './readings.ts'
import type { Found } from './together.ts'

/**
 * The baseline's past, by one range query for several expressions. Points that a server moved (a query frontend aligns
 * them to the step) are taken where they are: an interval of the past may begin at any time. A metric that could not be
 * read has no blocks, and a note that says why.
 */
export async function readPast(
  reach: Reach,
  scrapeMs: number | undefined,
  queries: readonly MetricQuery[],
  past: Past,
): Promise<readonly Samples[]> {
  const { client, patience, signal } = reach
  const places = queries.flatMap((query) => partsOf(query).map((part) => ({ query, part })))
  const texts = places.map(({ query, part }) => fillIn(query[part] ?? '', past.arm, past.intervalMs))
  const range = { start: past.from + past.intervalMs, end: past.to, step: past.intervalMs }
  const found = await askAll(reach, texts, (text) => client.between(text, range, patience, signal))
  return queries.map((query) => {
    const own = places.flatMap((place, i) =>
      place.query === query ? [{ part: place.part, found: found[i] ?? absent('no_data') }] : [],
    )
    const failed = own.flatMap(({ found: each }) => (each.kind === 'series' ? [] : [whyOf(each)]))[0]
    if (failed !== undefined) return { metric: query.name, blocks: [], notes: [failed] }
    const times = timesOf(own.map((each) => each.found))
    const baseline: ArmReadings = Object.fromEntries(
      own.map(({ part, found: each }) => [
        part,
        times.map((ms) => readingAt(part, each.kind === 'series' ? each.series : [], ms)),
      ]),
    )
    const readings = { baseline, candidate: {} }
    const settled = settleSilence(readings, eventsWereSeen(readings))
    const slots = times.map((ms) => ({ from: ms - past.intervalMs, to: ms, weight: 0 }))
    const span = { slots, intervalMs: past.intervalMs, baseline: past.arm, candidate: '' }
    const samples = assemble(query, span, settled.readings)
    const alone = samples.blocks.map((block) => ({ ...block, candidate: absent('not_observed') }))
    return undoExtrapolation({ ...samples, blocks: alone }, query, scrapeMs)
  })
}

function timesOf(found: readonly Found[]): readonly number[] {
  const times = new Set<number>()
  for (const each of found)
    if (each.kind === 'series')
      for (const { points } of each.series) for (const ms of points.keys()) times.add(ms)
  return [...times].sort((a, b) => a - b)
}

function whyOf(found: Exclude<Found, { kind: 'series' }>): string {
  return found.kind === 'wrong' ? found.said : `${found.absence}: ${found.detail ?? ''}`
}
