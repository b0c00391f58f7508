import { UserError } from '@sluice/action'
import { digestOf, type AbsentArm, type QueryPart, type Samples } from '@sluice/verdict'
import type { Facts, MetricQuery, Past, Slot, Span } from '../contract.ts'
import { partsOf } from '../query-parts.ts'
import { absent, assemble, nothingFrom, type ArmReadings, type Reading, type Readings } from '../reading.ts'
import { settleSilence } from '../silent-events.ts'

/** Values by the start of their period, in epoch milliseconds. */
export type Points = ReadonlyMap<number, number>

/**
 * What a text asks for. `sum`: terms whose points add up; `buckets`: counts between bounds, or up to them where they are
 * `cumulative`; `least`, `most`: the extreme of the points; `each`: every point.
 */
export type AskedTerms<T> =
  | { readonly kind: 'sum'; readonly terms: readonly T[]; readonly orZero: boolean }
  | { readonly kind: 'least' | 'most' | 'each'; readonly terms: readonly [T] }
  | {
      readonly kind: 'buckets'
      readonly terms: readonly T[]
      readonly bounds: readonly number[]
      readonly cumulative: boolean
    }

/** A store that keeps one point a period for each series. `T` is what it is asked for one of them. */
export interface PointStore<T> {
  readonly name: string
  readonly periodMs: number
  /** Reads a text for one arm. Throws `BAD_QUERY`. */
  readonly termsOf: (query: MetricQuery, part: QueryPart, arm: string) => AskedTerms<T>
  /** The points of every term between two times, in as few requests as possible. */
  readonly pointsOf: (terms: readonly T[], from: number, to: number) => Promise<readonly Points[] | AbsentArm>
  /** Whether the store has seen what a term names; false where it does not say. */
  readonly hasSeen: (term: T) => Promise<boolean>
}

const ARMS = ['baseline', 'candidate'] as const

interface Read<T> extends Place<T> {
  /** The points of each term. */
  readonly own: readonly Points[]
}

interface Place<T> {
  readonly query: MetricQuery
  readonly arm: (typeof ARMS)[number]
  readonly part: QueryPart
  readonly asked: AskedTerms<T>
}

/** Reads all metrics of both arms from a store that keeps one point a period. */
export async function observePoints<T>(
  store: PointStore<T>,
  facts: Facts,
  queries: readonly MetricQuery[],
  span: Span,
): Promise<readonly Samples[]> {
  // An interval of a single period may begin in the middle of one, and then holds no whole period.
  if (span.slots.length > 0 && span.intervalMs < 2 * store.periodMs)
    throw new UserError(
      'BAD_INPUT',
      `interval: must be at least ${(2 * store.periodMs) / 1000} s for ${store.name}, whose data have one point in ${store.periodMs / 1000} s; got ${span.intervalMs / 1000} s`,
      'Fix `interval`.',
    )
  return await readPoints(store, facts, queries, span, ARMS)
}

async function readPoints<T>(
  store: PointStore<T>,
  facts: Facts,
  queries: readonly MetricQuery[],
  span: Span,
  arms: readonly (typeof ARMS)[number][],
): Promise<readonly Samples[]> {
  const places = queries.flatMap((query) =>
    partsOf(query).flatMap((part) =>
      arms.map((arm): Place<T> => ({ query, arm, part, asked: store.termsOf(query, part, span[arm]) })),
    ),
  )
  if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
  const terms = places.flatMap(({ asked }) => asked.terms)
  const from = Math.min(...span.slots.map((slot) => slot.from))
  const to = Math.max(...span.slots.map((slot) => slot.to))
  const points = await store.pointsOf(terms, from, to)
  if ('kind' in points) return queries.map((query) => nothingFrom(query, span, points))
  let next = 0
  const read = places.map((place) => {
    const own = points.slice(next, next + place.asked.terms.length)
    next += place.asked.terms.length
    const readings = span.slots.map((slot) => readingWithin(place.asked, own, store.periodMs, slot))
    return { ...place, own, readings }
  })
  return await Promise.all(
    queries.map(async (query) => {
      const arm = (name: Place<T>['arm']): ArmReadings =>
        Object.fromEntries(
          read.flatMap((place) =>
            place.query === query && place.arm === name ? [[place.part, place.readings]] : [],
          ),
        )
      const readings = { baseline: arm('baseline'), candidate: arm('candidate') }
      const events = read.filter((place) => place.query === query && place.part === 'events')
      const isCertain = events.some(({ asked }) => asked.kind === 'sum' && asked.orZero)
      const proven = isCertain || (await canMatch(store, facts, events))
      const settled = settleSilence(proven ? readings : withoutEvents(readings), proven)
      return assemble(query, span, settled.readings, settled.notes)
    }),
  )
}

function withoutEvents({ baseline, candidate }: Readings): Readings {
  const silent = (arm: ArmReadings): ArmReadings => ({
    ...arm,
    ...(arm.events === undefined ? {} : { events: arm.events.map(() => ({ kind: 'nothing' }) as const) }),
  })
  return { baseline: silent(baseline), candidate: silent(candidate) }
}

/** The baseline's past, in whole intervals; of a metric that could not be read no blocks, and a note that says why. */
export async function pastOfPoints<T>(
  store: PointStore<T>,
  facts: Facts,
  queries: readonly MetricQuery[],
  { arm, from, to, intervalMs }: Past,
): Promise<readonly Samples[]> {
  const slots = Array.from({ length: Math.floor((to - from) / intervalMs) }, (_, i) => ({
    from: from + i * intervalMs,
    to: from + (i + 1) * intervalMs,
    weight: 0,
  }))
  const span = { slots, intervalMs, baseline: arm, candidate: '' }
  const read = await readPoints(store, facts, queries, span, ['baseline'])
  return read.map(({ blocks, ...samples }) => {
    const why = blocks.map(({ baseline }) =>
      baseline.kind === 'absent' && UNREAD.has(baseline.absence)
        ? `${baseline.absence}: ${baseline.detail ?? ''}`
        : '',
    )
    if (why.every((each) => each !== '')) return { ...samples, blocks: [], notes: why.slice(0, 1) }
    return { ...samples, blocks: blocks.map((block) => ({ ...block, candidate: absent('not_observed') })) }
  })
}

const UNREAD: ReadonlySet<string> = new Set(['source_unreachable', 'source_refused', 'rate_limited'])

/** What the whole periods inside a slot say. Those that straddle its ends belong to two weights, so to neither. */
function readingWithin(
  asked: AskedTerms<unknown>,
  all: readonly Points[],
  periodMs: number,
  { from, to }: Slot,
): Reading {
  const values = all.map((points) => {
    const inside: number[] = []
    for (let at = Math.ceil(from / periodMs) * periodMs; at + periodMs <= to; at += periodMs) {
      const value = points.get(at)
      if (value !== undefined) inside.push(value)
    }
    return inside
  })
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
      const upTo = (i: number): number => (below = asked.cumulative ? (sums[i] ?? 0) : below + (sums[i] ?? 0))
      return { kind: 'buckets', buckets: [...asked.bounds, Infinity].map((bound, i) => [bound, upTo(i)]) }
    }
  }
}

/**
 * Whether every term of the events text names something that exists, in one arm at least: then one without points is zero.
 * A misspelt term beside a good one would otherwise never count.
 */
async function canMatch<T>(store: PointStore<T>, facts: Facts, events: readonly Read<T>[]): Promise<boolean> {
  const [first] = events
  for (const i of first?.asked.terms.keys() ?? []) {
    if (events.some(({ own }) => (own[i]?.size ?? 0) > 0)) continue
    if (
      !(await isKnown(
        store,
        facts,
        events.flatMap(({ asked }) => asked.terms.slice(i, i + 1)),
      ))
    )
      return false
  }
  return true
}

async function isKnown<T>(store: PointStore<T>, facts: Facts, terms: readonly T[]): Promise<boolean> {
  for (const term of terms) {
    const fact = `matches ${digestOf(term)}`
    if (facts.has(fact)) return true
    if (!(await store.hasSeen(term))) continue
    facts.add(fact)
    return true
  }
  return false
}
