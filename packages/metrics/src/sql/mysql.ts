import { isIP } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from 'mysql2/promise'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from '../reading.ts'
import type { Rows, Session, WrongStatement } from '../rows/contract.ts'
import type { DatabaseAccess, Dialect } from './contract.ts'
import { inTime, NoAnswer, saidBy, tlsTrouble } from './driver.ts'

/** Stopping a statement at the server is worth so long. */
const STOP_MS = 2_000

/** MySQL, MariaDB, and what speaks their protocol, such as Amazon Aurora. */
export const mysql: Dialect = {
  placeholder: () => '?',
  escapes: true,
  atOnce: 1,
  // In the time zone of the session, which is UTC.
  timeOf: (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' '),
  connect: async (access, _, signal) => {
    const opened = await connected(access, signal)
    return 'kind' in opened ? opened : sessionOf(opened, access)
  },
}

async function connected(access: DatabaseAccess, signal: AbortSignal): Promise<Connection | AbsentArm> {
  signal.throwIfAborted()
  // For an address the driver accepts any certificate of the authority: https://github.com/sidorares/node-mysql2, startTLS.
  if (access.tls !== false && isIP(access.host) !== 0)
    return absent(
      'source_refused',
      `${access.host} is an address: with \`tls: verify\`, give the host by the name in its certificate`,
    )
  const { createConnection } = await import('mysql2/promise')
  const opening = createConnection({
    host: access.host,
    port: access.port,
    database: access.database,
    user: access.username,
    ...(access.password === undefined ? {} : { password: access.password }),
    ...(access.tls === false
      ? {}
      : { ssl: { ...access.tls, rejectUnauthorized: true, verifyIdentity: true } }),
    connectTimeout: access.timeoutMs,
    charset: 'utf8mb4_general_ci',
    // As the server writes them: large counts must not lose digits on the way.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
  })
  let connection: Connection | undefined
  try {
    connection = await inTime(opening, signal, access.timeoutMs)
    // A connection that breaks between two statements is told by the next one.
    connection.on('error', () => undefined)
    await inTime(begin(connection, access.timeoutMs), signal, access.timeoutMs)
    return connection
  } catch (error) {
    connection?.destroy()
    if (connection === undefined)
      opening.then(
        (late) => late.destroy(),
        () => undefined,
      )
    signal.throwIfAborted()
    const trouble = troubleOf(error, access)
    return trouble.kind === 'wrong' ? absent('source_refused', trouble.said) : trouble
  }
}

async function begin(connection: Connection, timeoutMs: number): Promise<void> {
  const [rows] = await connection.query('SELECT VERSION()')
  const isMariaDb = /mariadb/i.test(String(rows))
  const limit = isMariaDb ? `max_statement_time = ${timeoutMs / 1000}` : `max_execution_time = ${timeoutMs}`
  await connection.query(`SET SESSION time_zone = '+00:00', ${limit}`)
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
}

function sessionOf(connection: Connection, access: DatabaseAccess): Session {
  /** What every further statement is answered with, once the connection is of no use. */
  let dead: AbsentArm | undefined
  return {
    ask: async ({ sql, values }, signal) => {
      signal.throwIfAborted()
      if (dead !== undefined) return dead
      try {
        // The server ends what takes too long. Our own limit is for one that does not answer at all.
        const mostMs = access.timeoutMs + STOP_MS
        const [rows, fields] = await inTime(connection.execute(sql, [...values]), signal, mostMs)
        return {
          kind: 'rows',
          columns: fields.map(({ name }) => name),
          rows: rows as unknown as Rows['rows'],
        }
      } catch (error) {
        const trouble = troubleOf(error, access)
        const isSilent = error instanceof NoAnswer
        if (signal.aborted) void stop(connection, access)
        if (signal.aborted || isSilent) {
          dead = trouble.kind === 'wrong' ? absent('source_unreachable', trouble.said) : trouble
          connection.destroy()
        }
        signal.throwIfAborted()
        return trouble
      }
    },
    close: async () => {
      if (dead !== undefined) return
      await Promise.race([connection.end().catch(() => undefined), delay(STOP_MS, undefined, { ref: false })])
      connection.destroy()
    },
  }
}

/** Ends the statement that is running, from another connection. */
async function stop({ threadId }: Connection, access: DatabaseAccess): Promise<void> {
  const work = async (): Promise<void> => {
    const other = await connected({ ...access, timeoutMs: STOP_MS }, new AbortController().signal)
    if ('kind' in other) return
    await other.query(`KILL QUERY ${Number(threadId)}`).catch(() => undefined)
    other.destroy()
  }
  await Promise.race([work(), delay(STOP_MS, undefined, { ref: false })])
}

/** Access denied to a database, a table, a column, a routine. */
const NO_RIGHT: ReadonlySet<number> = new Set([1044, 1142, 1143, 1227, 1370])
/** A statement that took too long in MariaDB and in MySQL, or was ended by someone. */
const TOO_SLOW: ReadonlySet<number> = new Set([1969, 3024, 1317])

/** Error numbers: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
function troubleOf(
  error: unknown,
  { host, port, username, timeoutMs }: DatabaseAccess,
): WrongStatement | AbsentArm {
  const where = `${host}:${port}`
  const { code, said } = saidBy(error)
  const number = error instanceof Error && 'errno' in error ? Number(error.errno) : 0
  const state = error instanceof Error && 'sqlState' in error ? String(error.sqlState) : ''
  if (number === 1045 || number === 1698)
    return absent(
      'source_refused',
      `${where} does not accept these credentials of ${username}: check username and password: ${said}`,
    )
  if (NO_RIGHT.has(number))
    return absent('source_refused', `${said}: give ${username} the right with GRANT SELECT`)
  if (TOO_SLOW.has(number) || error instanceof NoAnswer)
    return absent('source_unreachable', `${where}: no answer within ${timeoutMs / 1000} s: ${said}`)
  if (number === 1049) return absent('source_refused', said)
  // 42: syntax, unknown tables and columns. 1792: a write in a transaction that only reads.
  if (state.startsWith('42') || number === 1792) return { kind: 'wrong', said }
  if (/^(22|21|HY)/.test(state) && number < 2000 && number !== 1040) return absent('source_refused', said)
  return tlsTrouble(where, code, said) ?? absent('source_unreachable', `${where}: ${said}`)
}
