import type { Samples } from '@sluice/verdict'
import type { MetricQuery, ProbeFinding, SourceReader, Span } from '../contract.ts'
import { partsOf } from '../query-parts.ts'
import { absent, assemble, byPart, nothingFrom, type ArmReadings } from '../reading.ts'
import { findingOf, readPlaces, withSession, type SqlPlace, type SqlReach } from './ask.ts'
import type { Session } from './contract.ts'
import { statementFor, type AskedInterval } from './statement.ts'

const ARMS = ['baseline', 'candidate'] as const
/** As many intervals of the past as noise is learned from; each of them costs a query. */
const MOST_PAST = 121

/** Reads metrics from a database. */
export function sqlReader(reach: SqlReach, lagMs: number): Required<SourceReader> {
  return {
    observe: async (queries, span, signal) => {
      const slots = span.slots.length > 0 ? span.slots : [{ from: 0, to: span.intervalMs, weight: 0 }]
      const places = armPlaces(reach, queries, { ...span, slots }, ARMS)
      if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
      return await withSession(reach, signal, async (session) =>
        'kind' in session
          ? queries.map((query) => nothingFrom(query, span, session))
          : await samplesFrom(reach, session, queries, span, places, signal),
      )
    },
    past: async (queries, { arm, from, to, intervalMs }, signal) => {
      const count = Math.min(MOST_PAST, Math.floor((to - from) / intervalMs))
      const slots = Array.from({ length: count }, (_, i) => {
        const end = to - (count - 1 - i) * intervalMs
        return { from: end - intervalMs, to: end, weight: 0 }
      })
      const span = { slots, intervalMs, baseline: arm, candidate: '' }
      const places = armPlaces(reach, queries, span, ['baseline'])
      return await withSession(reach, signal, async (session) => {
        if ('kind' in session) {
          const notes = [`${session.absence}: ${session.detail ?? ''}`]
          return queries.map(({ name }) => ({ metric: name, blocks: [], notes }))
        }
        const read = await samplesFrom(reach, session, queries, span, places, signal)
        return read.map(({ blocks, ...samples }) => ({
          ...samples,
          blocks: blocks.map((block) => ({ ...block, candidate: absent('not_observed') })),
        }))
      })
    },
    probe: async (query, arm, windowMs, signal) => {
      const to = reach.io.now() - lagMs
      const places = placesOf(reach, query, { arm, from: to - windowMs, to })
      return await withSession(reach, signal, async (session) => {
        const found: ProbeFinding[] = []
        for (const place of places) found.push(await findingOf(session, place, signal))
        return found
      })
    },
  }
}

interface ArmPlace extends SqlPlace {
  readonly arm: (typeof ARMS)[number]
}

function armPlaces(
  reach: SqlReach,
  queries: readonly MetricQuery[],
  span: Span,
  arms: readonly (typeof ARMS)[number][],
): readonly ArmPlace[] {
  return queries.flatMap((query) =>
    arms.flatMap((arm) =>
      span.slots.flatMap(({ from, to }) =>
        placesOf(reach, query, { arm: span[arm], from, to }).map((place) => ({ ...place, arm })),
      ),
    ),
  )
}

async function samplesFrom(
  { dialect }: SqlReach,
  session: Session,
  queries: readonly MetricQuery[],
  span: Span,
  places: readonly ArmPlace[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  const readings = await readPlaces(session, dialect.atOnce, places, signal)
  const read = places.map((place, i) => ({ ...place, reading: readings[i] ?? absent('no_data') }))
  return queries.map((query) => {
    const arm = (name: (typeof ARMS)[number]): ArmReadings =>
      byPart(read.filter((place) => place.query === query && place.arm === name))
    return assemble(query, span, { baseline: arm('baseline'), candidate: arm('candidate') })
  })
}

function placesOf({ dialect }: SqlReach, query: MetricQuery, moment: AskedInterval): readonly SqlPlace[] {
  return partsOf(query, false).map((part) => ({
    query,
    part,
    statement: statementFor(dialect, query, part, moment),
  }))
}
