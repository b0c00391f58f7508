import { UserError } from '@sluice/action'
import { digestOf, type QueryPart, type Samples } from '@sluice/verdict'
import type { Facts, MetricQuery, Slot, Span } from '../contract.ts'
import { fillIn, partsOf } from '../query-parts.ts'
import { absent, assemble, nothingFrom, type ArmReadings, type Reading } from '../reading.ts'
import { eventsAreSilent, settleSilence } from '../silent-events.ts'
import { isKnown, minutesOf, type CloudWatch, type Minutes } from './data.ts'
import { readTerms, type AskedTerms } from './terms.ts'

const MINUTE_MS = 60_000
const ARMS = ['baseline', 'candidate'] as const

interface Place {
  readonly query: MetricQuery
  readonly arm: (typeof ARMS)[number]
  readonly part: QueryPart
  readonly asked: AskedTerms
}

/** Reads all metrics of both arms with one request, where they are at most 500 terms. */
export async function observeCloudWatch(
  cloud: CloudWatch,
  facts: Facts,
  queries: readonly MetricQuery[],
  span: Span,
): Promise<readonly Samples[]> {
  const places = queries.flatMap((query) =>
    partsOf(query).flatMap((part) =>
      ARMS.map((arm): Place => {
        const text = fillIn(query[part] ?? '', span[arm], span.intervalMs)
        return { query, arm, part, asked: readTerms(query, part, text) }
      }),
    ),
  )
  if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
  // An interval of a single minute may begin in the middle of one, and then holds no whole minute.
  if (span.intervalMs < 2 * MINUTE_MS)
    throw new UserError(
      'BAD_INPUT',
      `interval: must be at least 2m for CloudWatch, whose data have one point a minute; got ${span.intervalMs / 1000} s`,
      'Fix `interval`.',
    )
  const terms = places.flatMap(({ asked }) => asked.terms)
  const from = Math.min(...span.slots.map((slot) => slot.from))
  const to = Math.max(...span.slots.map((slot) => slot.to))
  const minutes = await minutesOf(cloud, terms, from, to)
  if ('kind' in minutes) return queries.map((query) => nothingFrom(query, span, minutes))
  let next = 0
  const read = places.map((place) => {
    const own = minutes.slice(next, next + place.asked.terms.length)
    next += place.asked.terms.length
    return { ...place, readings: span.slots.map((slot) => readingOf(place.asked, own, slot)) }
  })
  return await Promise.all(
    queries.map(async (query) => {
      const arm = (name: Place['arm']): ArmReadings =>
        Object.fromEntries(
          read.flatMap((place) =>
            place.query === query && place.arm === name ? [[place.part, place.readings]] : [],
          ),
        )
      const readings = { baseline: arm('baseline'), candidate: arm('candidate') }
      const silent = eventsAreSilent(readings)
      const events = places.filter((place) => place.query === query && place.part === 'events')
      const settled = settleSilence(readings, !silent || (await canMatch(cloud, facts, events)))
      return assemble(query, span, settled.readings, settled.notes)
    }),
  )
}

/** What the whole minutes inside a slot say. Those that straddle its ends belong to two weights, so to neither. */
function readingOf(asked: AskedTerms, all: readonly Minutes[], { from, to }: Slot): Reading {
  const values = all.map((minutes) =>
    [...minutes].filter(([at]) => at >= from && at + MINUTE_MS <= to).map(([, value]) => value),
  )
  const sums = values.map((each) => each.reduce((sum, value) => sum + value, 0))
  const found = values.flat()
  switch (asked.kind) {
    case 'sum':
      if (found.length === 0 && !asked.orZero) return { kind: 'nothing' }
      return { kind: 'numbers', values: [sums.reduce((sum, value) => sum + value, 0)] }
    case 'least':
    case 'most':
      if (found.length === 0) return { kind: 'nothing' }
      return { kind: 'numbers', values: [asked.kind === 'least' ? Math.min(...found) : Math.max(...found)] }
    case 'each':
      return found.length === 0 ? { kind: 'nothing' } : { kind: 'numbers', values: found }
    case 'buckets': {
      if (found.length === 0) return { kind: 'nothing' }
      if (!found.every(Number.isFinite)) return absent('not_a_number')
      let below = 0
      const edges = [...asked.bounds, Infinity]
      return { kind: 'buckets', buckets: edges.map((bound, i) => [bound, (below += sums[i] ?? 0)]) }
    }
  }
}

/** Whether the events text of a metric names something that exists: a metric without events is then zero. */
async function canMatch(cloud: CloudWatch, facts: Facts, events: readonly Place[]): Promise<boolean> {
  for (const { asked } of events) {
    for (const term of asked.terms) {
      const fact = `matches ${digestOf(term)}`
      if (facts.has(fact)) return true
      if (!(await isKnown(cloud, term))) continue
      facts.add(fact)
      return true
    }
  }
  return false
}
