import { UserError } from '@sluice/action'
import type { AbsentArm, QueryPart } from '@sluice/verdict'
import type { MetricQuery, ProbeFinding } from '../contract.ts'
import { absent, findingFrom, type Reading } from '../reading.ts'
import { turns } from '../turns.ts'
import type { Bound, Constant, RowStore, RowsAnswer, Session } from './contract.ts'
import { readingOfRows } from './reading-of-rows.ts'

/** What to read: one part of one metric, for one arm and one interval. */
export interface RowPlace {
  readonly query: MetricQuery
  readonly part: QueryPart
  readonly statement: Bound | Constant
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000

/** Opens a session, tries again where nobody answers, and closes it in the end. `work` is told where there is none. */
export async function withSession<T>(
  { io, attempts, connect }: RowStore,
  signal: AbortSignal,
  work: (session: Session | AbsentArm) => Promise<T>,
): Promise<T> {
  let session = await connect(signal)
  for (let attempt = 1; attempt < attempts && isAbsent(session); attempt++) {
    // Wrong credentials stay wrong, and may lock the account.
    if (session.absence !== 'source_unreachable') break
    await io.sleep(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS), signal)
    session = await connect(signal)
  }
  try {
    return await work(session)
  } finally {
    if (!isAbsent(session)) await session.close()
  }
}

/**
 * One reading for every place. The same statement is asked once, and as many at a time as the store likes. A text that was
 * not answered in time is not asked again for other intervals. Throws `QUERY_REFUSED` where the store finds one wrong.
 */
export async function readPlaces(
  store: RowStore,
  session: Session,
  places: readonly RowPlace[],
  signal: AbortSignal,
): Promise<readonly Reading[]> {
  const statements = new Map<string, Bound>()
  for (const { statement } of places)
    if (!('constant' in statement)) statements.set(JSON.stringify(statement), statement)
  const all = [...statements.values()]
  const answers = await (session.askAll?.(all, signal) ?? oneByOne(session, store.atOnce, all, signal))
  const byText = new Map([...statements.keys()].map((key, i) => [key, answers[i]]))
  return places.map(({ query, part, statement }): Reading => {
    if ('constant' in statement) return { kind: 'numbers', values: [statement.constant] }
    const answer = byText.get(JSON.stringify(statement)) ?? absent('no_data')
    if (answer.kind === 'wrong') throw refused(store, query, part, answer.said)
    return answer.kind === 'absent' ? answer : readingOfRows(query.kind, part, answer)
  })
}

/** Statements put into requests of so many, and so many requests at a time; each statement is answered for itself. */
export async function inBatches(
  statements: readonly Bound[],
  { together, atOnce }: { readonly together: number; readonly atOnce: number },
  ask: (batch: readonly Bound[]) => Promise<readonly RowsAnswer[]>,
): Promise<readonly RowsAnswer[]> {
  const inTurn = turns(atOnce)
  const batches = Array.from({ length: Math.ceil(statements.length / together) }, (_, i) =>
    statements.slice(i * together, (i + 1) * together),
  )
  const answers = batches.map(async (batch) => await inTurn(async () => await ask(batch)))
  return (await Promise.all(answers)).flat()
}

async function oneByOne(
  session: Session,
  atOnce: number,
  statements: readonly Bound[],
  signal: AbortSignal,
): Promise<readonly RowsAnswer[]> {
  const inTurn = turns(atOnce)
  const unanswered = new Map<string, RowsAnswer>()
  let wrong: RowsAnswer | undefined
  return await Promise.all(
    statements.map(
      async (statement) =>
        await inTurn(async () => {
          // What follows a wrong statement is not looked at.
          const known = wrong === undefined ? unanswered.get(statement.sql) : absent('no_data')
          const answer = known ?? (await session.ask(statement, signal))
          if (answer.kind === 'wrong') wrong = answer
          if (answer.kind === 'absent' && answer.absence === 'source_unreachable')
            unanswered.set(statement.sql, answer)
          return answer
        }),
    ),
  )
}

/** What one text finds now. */
export async function findingOf(
  session: Session | AbsentArm,
  { query, part, statement }: RowPlace,
  signal: AbortSignal,
): Promise<ProbeFinding> {
  if ('constant' in statement)
    return { part, asked: String(statement.constant), found: 1, value: statement.constant, hints: [] }
  const asked = query[part] ?? ''
  const answer = isAbsent(session) ? session : await session.ask(statement, signal)
  if (answer.kind === 'wrong') return { part, asked, found: 0, hints: [answer.said], failed: true }
  const reading = answer.kind === 'absent' ? answer : readingOfRows(query.kind, part, answer)
  return findingFrom(part, asked, reading, 'The query found no row, or NULL.')
}

function isAbsent(session: Session | AbsentArm): session is AbsentArm {
  return 'kind' in session
}

function refused({ name }: RowStore, query: MetricQuery, part: QueryPart, said: string): UserError {
  return new UserError(
    'QUERY_REFUSED',
    `metric ${JSON.stringify(query.name)}: ${name} refused ${part}: ${JSON.stringify(query[part])}: ${said}`,
    'Fix the query in `metrics`.',
  )
}
