import { digestOf, type Samples } from '@sluice/verdict'
import type { Facts, MetricQuery, ProbeFinding, SourceReader, Span } from '../contract.ts'
import { partsOf } from '../query-parts.ts'
import { absent, assemble, byPart, nothingFrom, type ArmReadings } from '../reading.ts'
import { eventsWereSeen, settleSilence } from '../silent-events.ts'
import { findingOf, readPlaces, withSession, type RowPlace } from './ask.ts'
import type { AskedInterval, RowStore, Session } from './contract.ts'

const ARMS = ['baseline', 'candidate'] as const
/** As many intervals of the past as noise is learned from; each of them costs a query. */
const MOST_PAST = 121
/** Says that no events are zero events. */
export const OR_ZERO = /\sor\s+0\s*$/i

/** Reads metrics from a store that answers with rows. */
export function rowReader(store: RowStore, facts: Facts, lagMs: number): Required<SourceReader> {
  return {
    observe: async (queries, span, signal) => {
      const slots = span.slots.length > 0 ? span.slots : [{ from: 0, to: span.intervalMs, weight: 0 }]
      const places = armPlaces(store, queries, { ...span, slots }, ARMS)
      if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
      return await withSession(store, signal, async (session) =>
        'kind' in session
          ? queries.map((query) => nothingFrom(query, span, session))
          : await samplesFrom(store, facts, session, queries, span, places, signal),
      )
    },
    past: async (queries, { arm, from, to, intervalMs }, signal) => {
      const count = Math.min(MOST_PAST, Math.floor((to - from) / intervalMs))
      const slots = Array.from({ length: count }, (_, i) => {
        const end = to - (count - 1 - i) * intervalMs
        return { from: end - intervalMs, to: end, weight: 0 }
      })
      const span = { slots, intervalMs, baseline: arm, candidate: '' }
      const places = armPlaces(store, queries, span, ['baseline'])
      return await withSession(store, signal, async (session) => {
        if ('kind' in session) {
          const notes = [`${session.absence}: ${session.detail ?? ''}`]
          return queries.map(({ name }) => ({ metric: name, blocks: [], notes }))
        }
        const read = await samplesFrom(store, facts, session, queries, span, places, signal)
        return read.map(({ blocks, ...samples }) => ({
          ...samples,
          blocks: blocks.map((block) => ({ ...block, candidate: absent('not_observed') })),
        }))
      })
    },
    probe: async (query, arm, windowMs, signal) => {
      const to = store.io.now() - lagMs
      const places = placesOf(store, query, { arm, from: to - windowMs, to })
      return await withSession(store, signal, async (session) => {
        const found: ProbeFinding[] = []
        for (const place of places) found.push(await findingOf(session, place, signal))
        return found
      })
    },
  }
}

interface ArmPlace extends RowPlace {
  readonly arm: (typeof ARMS)[number]
}

function armPlaces(
  store: RowStore,
  queries: readonly MetricQuery[],
  span: Span,
  arms: readonly (typeof ARMS)[number][],
): readonly ArmPlace[] {
  return queries.flatMap((query) =>
    arms.flatMap((arm) =>
      span.slots.flatMap(({ from, to }) =>
        placesOf(store, query, { arm: span[arm], from, to }).map((place) => ({ ...place, arm })),
      ),
    ),
  )
}

async function samplesFrom(
  store: RowStore,
  facts: Facts,
  session: Session,
  queries: readonly MetricQuery[],
  span: Span,
  places: readonly ArmPlace[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  const readings = await readPlaces(store, session, places, signal)
  const read = places.map((place, i) => ({ ...place, reading: readings[i] ?? absent('no_data') }))
  return queries.map((query) => {
    const arm = (name: (typeof ARMS)[number]): ArmReadings =>
      byPart(read.filter((place) => place.query === query && place.arm === name))
    const readings = { baseline: arm('baseline'), candidate: arm('candidate') }
    if (!store.isSparse || query.events === undefined) return assemble(query, span, readings)
    const fact = `matches ${digestOf(query.events)}`
    if (eventsWereSeen(readings)) facts.add(fact)
    const settled = settleSilence(readings, OR_ZERO.test(query.events) || facts.has(fact))
    return assemble(query, span, settled.readings, settled.notes)
  })
}

function placesOf(store: RowStore, query: MetricQuery, moment: AskedInterval): readonly RowPlace[] {
  return partsOf(query, false).map((part) => ({
    query,
    part,
    statement: store.statementFor(query, part, moment),
  }))
}
