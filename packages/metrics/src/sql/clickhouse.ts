import { randomUUID } from 'node:crypto'
import type { Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import type { AbsentArm } from '@sluice/verdict'
import { refusalOf, requestOnce } from '../ask.ts'
import { absent } from '../reading.ts'
import type { Bound, Rows, Session, ValueKind, WrongStatement } from '../rows/contract.ts'
import type { DatabaseAccess, Dialect } from './contract.ts'
import { tlsTrouble } from './driver.ts'

/** Stopping a statement at the server is worth so long. */
const STOP_MS = 2_000
/** The first version that binds values. */
const OLDEST = [19, 14] as const

const TYPES: Readonly<Record<ValueKind, string>> = {
  text: 'String',
  time: "DateTime64(3, 'UTC')",
  seconds: 'Float64',
  number: 'Int64',
}

/** ClickHouse, by its HTTP interface: https://clickhouse.com/docs/interfaces/http */
export const clickhouseDialect: Dialect = {
  placeholder: (position, kind) => `{p${position}:${TYPES[kind]}}`,
  escapes: true,
  atOnce: 4,
  timeOf: (ms) => new Date(ms).toISOString().slice(0, 23).replace('T', ' '),
  connect: async (access, io, signal) => {
    if (access.tls !== false && access.tls.ca !== undefined)
      return absent(
        'source_refused',
        'ca: is not for ClickHouse: set NODE_EXTRA_CA_CERTS to the file, in the environment of the job',
      )
    const asked = {
      sql: `SELECT name, value, version() AS version FROM system.settings WHERE name IN ('readonly', 'skip_unavailable_shards') OR name LIKE '%overflow_mode%'`,
      values: [],
      kinds: [],
    }
    const first = await send(access, io, asked, randomUUID(), {}, signal)
    if (first.kind === 'wrong') return absent('source_refused', first.said)
    if (first.kind === 'absent') return first
    const version = String(first.rows[0]?.[2] ?? '')
    if (isOld(version))
      return absent(
        'source_refused',
        `${where(access)} is ClickHouse ${version}, which cannot bind values: 19.14 or later is needed`,
      )
    const profile = new Map(first.rows.map(([name, value]) => [String(name), String(value)]))
    const limits = limitsFor(profile, access)
    return 'kind' in limits ? limits : sessionOf(access, io, limits.settings)
  },
}

/**
 * What may be set depends on the user's profile: with `readonly` 1 nothing, with 2 all but `readonly` itself. Limits must
 * throw: where one of them breaks off, a part of the rows comes with status 200 and looks like the whole.
 */
function limitsFor(
  profile: ReadonlyMap<string, string>,
  access: DatabaseAccess,
): { readonly settings: Readonly<Record<string, string>> } | AbsentArm {
  const readonly = Number(profile.get('readonly'))
  const whole: Readonly<Record<string, string>> = Object.fromEntries(
    [...profile.keys()].flatMap((name) =>
      name === 'readonly' ? [] : [[name, name === 'skip_unavailable_shards' ? '0' : 'throw']],
    ),
  )
  const cutting = Object.keys(whole).filter((name) => profile.get(name) !== whole[name])
  if (readonly === 1 && cutting.length > 0)
    return absent(
      'source_refused',
      `the profile of ${access.username} may cut results without a word: set ${cutting.map((name) => `\`${name}\` to \`${whole[name] ?? ''}\``).join(', ')}, or \`readonly\` to 2`,
    )
  if (readonly === 1) return { settings: {} }
  return {
    settings: {
      ...Object.fromEntries(cutting.map((name) => [name, whole[name] ?? ''])),
      max_execution_time: String(Math.max(1, Math.ceil(access.timeoutMs / 1000))),
      cancel_http_readonly_queries_on_client_close: '1',
      ...(readonly === 0 ? { readonly: '2' } : {}),
    },
  }
}

function sessionOf(access: DatabaseAccess, io: Io, limits: Readonly<Record<string, string>>): Session {
  return {
    ask: async (statement, signal) => {
      const id = randomUUID()
      const answer = await send(access, io, statement, id, limits, signal).catch((error: unknown) => {
        void stop(access, io, id)
        throw error
      })
      if (answer.kind === 'absent' && answer.absence === 'source_unreachable') void stop(access, io, id)
      return answer
    },
    close: async () => await Promise.resolve(),
  }
}

/** Ends the statement that is running. A user may end its own ones, unless its profile only reads. */
async function stop(access: DatabaseAccess, io: Io, id: string): Promise<void> {
  const statement = { sql: `KILL QUERY WHERE query_id = '${id}' ASYNC`, values: [], kinds: [] }
  await send(
    { ...access, timeoutMs: STOP_MS },
    io,
    statement,
    randomUUID(),
    {},
    AbortSignal.timeout(STOP_MS),
  ).catch(() => undefined)
}

async function send(
  access: DatabaseAccess,
  io: Io,
  { sql, values, kinds }: Bound,
  id: string,
  settings: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Rows | WrongStatement | AbsentArm> {
  const url = new URL(`${access.tls === false ? 'http' : 'https'}://${where(access)}/`)
  const parameters = {
    database: access.database,
    query_id: id,
    // An error after the first rows would otherwise come with status 200.
    wait_end_of_query: '1',
    default_format: 'JSONCompact',
    ...settings,
    ...Object.fromEntries(values.map((value, i) => [`param_p${i + 1}`, escaped(String(value), kinds[i])])),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const headers = {
    'x-clickhouse-user': access.username,
    ...(access.password === undefined ? {} : { 'x-clickhouse-key': access.password }),
    'content-type': 'text/plain; charset=utf-8',
  }
  // The server ends what takes too long. Our own limit is for one that does not answer at all.
  const mostMs = access.timeoutMs + STOP_MS
  const answer = await requestOnce(io, { url, method: 'POST', headers, body: sql }, mostMs, signal)
  if (answer.kind === 'failed')
    return (
      tlsTrouble(where(access), answer.code, answer.problem) ??
      absent('source_unreachable', `${where(access)}: ${answer.problem}`)
    )
  const problem = problemIn(answer.text)
  if (problem !== undefined) return troubleOf(problem, access)
  if (answer.status === 429)
    return absent('rate_limited', `${where(access)}: was asked too often: ${answer.text}`)
  if (answer.status >= 500)
    return absent('source_unreachable', `${where(access)}: answered ${answer.status}: ${answer.text}`)
  return refusalOf(answer, 'ClickHouse’s HTTP interface') ?? rowsIn(answer.text, answer.status)
}

function where({ host, port }: DatabaseAccess): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Values of parameters are written as in the format TabSeparated. */
function escaped(value: string, kind: ValueKind | undefined): string {
  if (kind !== 'text') return value
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\0', '\\0')
}

function rowsIn(text: string, status: number): Rows | AbsentArm {
  const bad = absent(
    'source_refused',
    `answered ${status} with ${JSON.stringify(text.slice(0, 200))}: is this ClickHouse?`,
  )
  // Statements such as KILL have no rows.
  if (text.trim() === '' && status === 200) return { kind: 'rows', columns: [], rows: [] }
  try {
    const data: unknown = JSON.parse(text)
    if (!isRecord(data) || !Array.isArray(data['meta']) || !Array.isArray(data['data'])) return bad
    const columns = data['meta'].map((column: unknown) => (isRecord(column) ? String(column['name']) : ''))
    const rows: readonly unknown[] = data['data']
    return rows.every(Array.isArray) ? { kind: 'rows', columns, rows } : bad
  } catch {
    return bad
  }
}

interface Problem {
  readonly code: number
  readonly said: string
}

/** An error, which some versions write behind the rows, or into the JSON, with status 200. */
function problemIn(text: string): Problem | undefined {
  const [, code] = /(?:^|\n|"exception": ?")Code: (\d+)[.,]/.exec(text) ?? []
  if (code === undefined) return undefined
  const at = text.search(/Code: \d+[.,]/)
  return { code: Number(code), said: text.slice(at).replaceAll(/\s+/g, ' ').trim() }
}

/** Unknown users, wrong and missing passwords. */
const NO_LOGIN: ReadonlySet<number> = new Set([192, 193, 194, 516])
/** Too slow, or ended by someone. */
const TOO_SLOW: ReadonlySet<number> = new Set([159, 160, 209, 210, 394])
/** A quota is used up, or too many statements run. */
const LIMITED: ReadonlySet<number> = new Set([201, 202])
/** Syntax, names that are not known, types that do not fit, and writing. */
const WRONG: ReadonlySet<number> = new Set([
  8, 10, 16, 36, 42, 43, 44, 46, 47, 48, 50, 53, 60, 62, 63, 70, 164, 179, 184, 207, 215, 352, 386, 456, 457,
])

/** Error codes: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
function troubleOf({ code, said }: Problem, access: DatabaseAccess): WrongStatement | AbsentArm {
  const { username, timeoutMs } = access
  if (NO_LOGIN.has(code))
    return absent(
      'source_refused',
      `${where(access)} does not accept these credentials of ${username}: check username and password: ${said}`,
    )
  if (code === 497) return absent('source_refused', `${said}: give ${username} the right with GRANT SELECT`)
  if (TOO_SLOW.has(code))
    return absent('source_unreachable', `${where(access)}: no answer within ${timeoutMs / 1000} s: ${said}`)
  if (LIMITED.has(code)) return absent('rate_limited', `${where(access)}: was asked too often: ${said}`)
  return WRONG.has(code) ? { kind: 'wrong', said } : absent('source_refused', said)
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])
}
