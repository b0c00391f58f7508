import { duration, field, oneOf, optional, secret, text, wholeNumber, withDefault } from '@sluice/action'
import type { MetricQuery, ProbeFinding, Span } from '../contract.ts'
import { defineSource } from '../define-source.ts'
import { partsOf } from '../query-parts.ts'
import { absent, assemble, byPart, nothingFrom, type ArmReadings } from '../reading.ts'
import type { Samples } from '@sluice/verdict'
import { databaseAt } from '../sql/address.ts'
import { findingOf, readPlaces, withSession, type SqlPlace, type SqlReach } from '../sql/ask.ts'
import type { Session } from '../sql/contract.ts'
import { statementFor, type AskedInterval } from '../sql/statement.ts'

const ARMS = ['baseline', 'candidate'] as const
/** As many intervals of the past as noise is learned from; each of them costs a query. */
const MOST_PAST = 121

/** Databases that speak SQL. */
export const sql = defineSource(
  'Asks a database with SQL, in a transaction that can only read: PostgreSQL, MySQL, MariaDB, and what speaks their protocols.',
  {
    url: text(
      'address without a password, e.g. `postgres://sluice@db.example:5432/shop` or `mysql://sluice@db.example/shop`',
    ),
    username: optional(text('user name, instead of the one in `url`')),
    password: optional(secret(text('password; default `$PGPASSWORD` or `$MYSQL_PWD`'))),
    tls: withDefault(
      'verify',
      field(
        '`verify`: TLS, and the certificate must be valid for the host; `off`: none',
        oneOf(['verify', 'off']).parse,
      ),
    ),
    ca: optional(
      text(
        'file of certificates that the server’s must be signed by, such as the bundle of a cloud’s region',
      ),
    ),
    lag: withDefault('0s', field('duration until all rows of an interval have arrived', duration().parse)),
    timeout: withDefault('10s', field('duration for connecting, and for one query', duration().parse)),
    attempts: withDefault(
      '3',
      field(
        'whole number from 1 to 10: how often a connection is tried, with growing pauses in between',
        wholeNumber({ min: 1, max: 10 }).parse,
      ),
    ),
  },
  (settings, io) => {
    const database = databaseAt(settings, io)
    const reach: SqlReach = { ...database, io, attempts: settings.attempts }
    return {
      lagMs: settings.lag,
      observe: async (queries, span, signal) => {
        const slots = span.slots.length > 0 ? span.slots : [{ from: 0, to: span.intervalMs, weight: 0 }]
        const places = armPlaces(reach, queries, { ...span, slots }, ARMS)
        if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
        return await withSession(reach, signal, async (session) =>
          'kind' in session
            ? queries.map((query) => nothingFrom(query, span, session))
            : await samplesFrom(session, queries, span, places, signal),
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
          const read = await samplesFrom(session, queries, span, places, signal)
          return read.map(({ blocks, ...samples }) => ({
            ...samples,
            blocks: blocks.map((block) => ({ ...block, candidate: absent('not_observed') })),
          }))
        })
      },
      probe: async (query, arm, windowMs, signal) => {
        const to = io.now() - settings.lag
        const places = placesOf(reach, query, { arm, from: to - windowMs, to })
        return await withSession(reach, signal, async (session) => {
          const found: ProbeFinding[] = []
          for (const place of places) found.push(await findingOf(session, place, signal))
          return found
        })
      },
    }
  },
)

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
  session: Session,
  queries: readonly MetricQuery[],
  span: Span,
  places: readonly ArmPlace[],
  signal: AbortSignal,
): Promise<readonly Samples[]> {
  const readings = await readPlaces(session, places, signal)
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
