import { UserError, type Io } from '@sluice/action'
import type { AbsentArm, QueryPart } from '@sluice/verdict'
import type { MetricQuery, ProbeFinding } from '../contract.ts'
import { absent, findingFrom, type Reading } from '../reading.ts'
import { turns } from '../turns.ts'
import type { Bound, DatabaseAccess, Dialect, Session } from './contract.ts'
import { readingOfRows } from './rows.ts'
import type { Constant } from './statement.ts'

/** What to read: one part of one metric, for one arm and one interval. */
export interface SqlPlace {
  readonly query: MetricQuery
  readonly part: QueryPart
  readonly statement: Bound | Constant
}

export interface SqlReach {
  readonly dialect: Dialect
  readonly access: DatabaseAccess
  readonly io: Io
  readonly attempts: number
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Opens a session, tries again where nobody answers, and closes it in the end. `work` is told where there is none. */
export async function withSession<T>(
  { dialect, access, io, attempts }: SqlReach,
  signal: AbortSignal,
  work: (session: Session | AbsentArm) => Promise<T>,
): Promise<T> {
  let session = await dialect.connect(access, io, signal)
  for (let attempt = 1; attempt < attempts && isAbsent(session); attempt++) {
    // Wrong credentials stay wrong, and may lock the account.
    if (session.absence !== 'source_unreachable') break
    await io.sleep(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), signal)
    session = await dialect.connect(access, io, signal)
  }
  try {
    return await work(session)
  } finally {
    if (!isAbsent(session)) await session.close()
  }
}

type Answer = Awaited<ReturnType<Session['ask']>>

/**
 * One reading for every place. The same statement is asked once, and as many at a time as the database likes. A text that
 * the database did not answer in time is not asked again for other intervals. Throws `QUERY_REFUSED` where it finds one
 * wrong.
 */
export async function readPlaces(
  session: Session,
  atOnce: number,
  places: readonly SqlPlace[],
  signal: AbortSignal,
): Promise<readonly Reading[]> {
  const inTurn = turns(atOnce)
  const answers = new Map<string, Promise<Answer>>()
  const unanswered = new Map<string, AbsentArm>()
  let wrong: { readonly place: SqlPlace; readonly said: string } | undefined
  const askedOf = async (place: SqlPlace, statement: Bound): Promise<Answer> => {
    if (wrong !== undefined) return absent('no_data')
    const known = unanswered.get(statement.sql)
    const answer = known ?? (await session.ask(statement, signal))
    if (answer.kind === 'wrong') wrong ??= { place, said: answer.said }
    if (answer.kind === 'absent' && answer.absence === 'source_unreachable')
      unanswered.set(statement.sql, answer)
    return answer
  }
  const readings = await Promise.all(
    places.map(async (place): Promise<Reading> => {
      const { query, part, statement } = place
      if ('constant' in statement) return { kind: 'numbers', values: [statement.constant] }
      const key = JSON.stringify(statement)
      const asked = answers.get(key) ?? inTurn(async () => await askedOf(place, statement))
      answers.set(key, asked)
      const answer = await asked
      if (answer.kind === 'wrong') return absent('no_data')
      return answer.kind === 'absent' ? answer : readingOfRows(query.kind, part, answer)
    }),
  )
  const found = wrong as { readonly place: SqlPlace; readonly said: string } | undefined
  if (found !== undefined) throw refused(found.place.query, found.place.part, found.said)
  return readings
}

/** What one text finds now. */
export async function findingOf(
  session: Session | AbsentArm,
  { query, part, statement }: SqlPlace,
  signal: AbortSignal,
): Promise<ProbeFinding> {
  if ('constant' in statement)
    return { part, asked: String(statement.constant), found: 1, value: statement.constant, hints: [] }
  const asked = query[part] ?? ''
  const answer = isAbsent(session) ? session : await session.ask(statement, signal)
  if (answer.kind === 'wrong') return { part, asked, found: 0, hints: [answer.said] }
  const reading = answer.kind === 'absent' ? answer : readingOfRows(query.kind, part, answer)
  return findingFrom(part, asked, reading, 'The query found no row, or NULL.')
}

function isAbsent(session: Session | AbsentArm): session is AbsentArm {
  return 'kind' in session
}

function refused(query: MetricQuery, part: QueryPart, said: string): UserError {
  return new UserError(
    'QUERY_REFUSED',
    `metric ${JSON.stringify(query.name)}: the database refused ${part}: ${JSON.stringify(query[part])}: ${said}`,
    'Fix the query in `metrics`.',
  )
}
