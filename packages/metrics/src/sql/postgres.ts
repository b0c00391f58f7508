import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { unlessAborted } from '@sluice/action'
import type { Client } from 'pg'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from '../reading.ts'
import type { Rows, Session, WrongStatement } from '../rows/contract.ts'
import type { DatabaseAccess, Dialect } from './contract.ts'
import { saidBy, tlsTrouble } from './driver.ts'

/** Stopping a statement at the server is worth so long. */
const STOP_MS = 2_000
/** What the driver says of a server that keeps silent. */
const READ_TIMEOUT = 'Query read timeout'

/** PostgreSQL and what speaks its protocol: CockroachDB, TimescaleDB, Amazon Aurora, AlloyDB. */
export const postgres: Dialect = {
  // Without a type of its own it takes that of its neighbour, and `count(*) / $window` is cut to a whole number.
  placeholder: (position, kind) => (kind === 'seconds' ? `$${position}::float8` : `$${position}`),
  escapes: false,
  atOnce: 1,
  // A column without a time zone ignores the zone, so it is taken for UTC.
  timeOf: (ms) => new Date(ms).toISOString(),
  connect: async (access, _, signal) => {
    const opened = await connected(access, signal)
    return 'kind' in opened ? opened : sessionOf(opened, access)
  },
}

async function connected(access: DatabaseAccess, signal: AbortSignal): Promise<Client | AbsentArm> {
  signal.throwIfAborted()
  const pg = await import('pg')
  const client = new pg.default.Client({
    host: access.host,
    port: access.port,
    database: access.database,
    user: access.username,
    ...(access.password === undefined ? {} : { password: access.password }),
    ssl: access.tls === false ? false : { ...access.tls, rejectUnauthorized: true },
    connectionTimeoutMillis: access.timeoutMs,
    // For a server that does not answer at all.
    query_timeout: access.timeoutMs + STOP_MS,
    application_name: 'sluice',
    // As the server writes them: large counts must not lose digits on the way.
    types: { getTypeParser: () => (text: unknown) => text },
  })
  // A connection that breaks between two statements is told by the next one.
  client.on('error', () => undefined)
  try {
    await unlessAborted(client.connect(), signal)
    await unlessAborted(begin(client, access), signal)
    return client
  } catch (error) {
    destroy(client)
    signal.throwIfAborted()
    const trouble = troubleOf(error, access)
    return trouble.kind === 'wrong' ? absent('source_refused', trouble.said) : trouble
  }
}

/** Everything is set for the transaction alone, so that a pooler such as PgBouncer can stand in between. */
async function begin(client: Client, { timeoutMs }: DatabaseAccess): Promise<void> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  await client.query(`SET LOCAL TIME ZONE 'UTC'; SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`)
}

function sessionOf(client: Client, access: DatabaseAccess): Session {
  /** What every further statement is answered with, once the connection is of no use. */
  let dead: AbsentArm | undefined
  const end = (why: AbsentArm): void => {
    dead = why
    destroy(client)
  }
  return {
    ask: async ({ sql, values }, signal) => {
      signal.throwIfAborted()
      if (dead !== undefined) return dead
      try {
        const query = client.query<unknown[]>({ text: sql, values: [...values], rowMode: 'array' })
        const { fields, rows } = await unlessAborted(query, signal)
        return { kind: 'rows', columns: fields.map(({ name }) => name), rows } satisfies Rows
      } catch (error) {
        const trouble = troubleOf(error, access)
        const isSilent = saidBy(error).said === READ_TIMEOUT
        const lost = trouble.kind === 'wrong' ? absent('source_unreachable', trouble.said) : trouble
        if (signal.aborted) {
          dead = lost
          // A pooler forgets which server works for us once our own connection is gone.
          void stop(client, access).then(() => destroy(client))
        }
        signal.throwIfAborted()
        if (isSilent) end(lost)
        if (isSilent) return trouble
        // What failed has ended the transaction; the other statements get a new one.
        try {
          await unlessAborted(beginAgain(client, access), signal)
        } catch (second) {
          end(absent('source_unreachable', `${access.host}:${access.port}: ${saidBy(second).said}`))
          signal.throwIfAborted()
        }
        return trouble
      }
    },
    close: async () => {
      if (dead !== undefined) return
      // A pooler gives the connection to others only after the transaction.
      const ending = client
        .query('ROLLBACK')
        .then(async () => await client.end())
        .catch(() => undefined)
      await Promise.race([ending, delay(STOP_MS, undefined, { ref: false })])
    },
  }
}

async function beginAgain(client: Client, access: DatabaseAccess): Promise<void> {
  await client.query('ROLLBACK')
  await begin(client, access)
}

/** Cuts the connection at once; `end` would wait for a statement that is running. */
function destroy(client: Client): void {
  const { connection } = client as unknown as {
    readonly connection?: { readonly stream?: { readonly destroy: () => void } }
  }
  connection?.stream?.destroy()
}

const CANCEL_REQUEST = 80_877_102

/**
 * Ends the statement that is running, by the protocol's own request on another connection. A pooler such as PgBouncer knows
 * which server that means; the number of a process alone would be that of somebody else behind it.
 */
async function stop(client: Client, { host, port }: DatabaseAccess): Promise<void> {
  const { processID, secretKey } = client as Client & {
    readonly processID?: number | null
    readonly secretKey?: number | null
  }
  if (typeof processID !== 'number' || typeof secretKey !== 'number') return
  const request = Buffer.alloc(16)
  for (const [i, part] of [16, CANCEL_REQUEST, processID, secretKey].entries())
    request.writeInt32BE(part | 0, 4 * i)
  const socket = connect({ host, port })
  const ended = new Promise<void>((resolve) => {
    socket.once('close', () => resolve()).once('error', () => resolve())
    // The server closes once it has passed it on; a pooler drops the request of one that leaves before.
    socket.once('connect', () => socket.write(request)).resume()
  })
  await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })])
  socket.destroy()
}

/** PostgreSQL's error codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function troubleOf(
  error: unknown,
  { host, port, username, timeoutMs }: DatabaseAccess,
): WrongStatement | AbsentArm {
  const where = `${host}:${port}`
  const { code, said } = saidBy(error)
  if (code === '28P01' || code === '28000')
    return absent(
      'source_refused',
      `${where} does not accept these credentials of ${username}: check username and password: ${said}`,
    )
  if (code === '42501')
    return absent('source_refused', `${said}: give ${username} the right with GRANT SELECT`)
  if (code === '57014' || said === READ_TIMEOUT)
    return absent('source_unreachable', `${where}: no answer within ${timeoutMs / 1000} s: ${said}`)
  if (/^(42|0A)/.test(code) || code === '25006') return { kind: 'wrong', said }
  // A value that the query could not compute, such as a division by zero, or a database that is not there.
  if (/^(22|21|3D|54)/.test(code)) return absent('source_refused', said)
  return tlsTrouble(where, code, said) ?? absent('source_unreachable', `${where}: ${said}`)
}
