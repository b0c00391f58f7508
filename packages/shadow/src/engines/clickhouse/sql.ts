import { UserError } from '@sluice/action'
import { SAMPLES } from '../contract.ts'

/** What the text of the queries depends on. */
export interface ClickHouseQuery {
  /** By arm: tables and files, as the user names them. */
  readonly arms: readonly (readonly string[])[]
  readonly id: string
  readonly record: string
  /** Longest record, in bytes. */
  readonly limit: number
  /** Pairs that come here: all, or only those of which there is more to know than that their records are the same. */
  readonly fetch: 'all' | 'open'
  /** Whether it is counted which requests failed. */
  readonly errors: boolean
}

/** Requests that are named where the candidate did not answer. */
const MOST_NAMED = 3

/** How ClickHouse calls what a file name ends in. */
const FORMATS: Readonly<Record<string, string>> = {
  parquet: 'Parquet',
  ndjson: 'JSONEachRow',
  jsonl: 'JSONEachRow',
}

const TABLE = /^[\p{L}_][\p{L}\p{N}_-]*(\.[\p{L}_][\p{L}\p{N}_-]*)?$/u
const FUNCTION = /^(file|s3|url)\((.+)\)$/
const FORMS = '`table`, `database.table`, or file(…), s3(…), url(…) around a .parquet or .ndjson name'

/** A text as a literal. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}

/** A name of a table or column. */
function named(name: string): string {
  return `\`${name.replaceAll(/[\\`]/g, String.raw`\$&`)}\``
}

/** A column in the structure of a file; older servers know no quotes there, so there are none where none are needed. */
function declared(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : named(name)
}

/** A table, or a table function over files; throws a `UserError` for anything else. */
export function sourceSql(source: string, { id, record }: Pick<ClickHouseQuery, 'id' | 'record'>): string {
  if (TABLE.test(source)) return source.split('.').map(named).join('.')
  const [, call = '', of = ''] = FUNCTION.exec(source) ?? []
  const ending = /\.(\w+)(\.(gz|zst))?$/.exec(of)?.[1] ?? ''
  const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined
  if (call === '' || format === undefined) {
    throw new UserError(
      'BAD_INPUT',
      `engine: clickhouse reads ${FORMS}, got ${JSON.stringify(source)}`,
      'Name a table or a function that the server can read. To compare files on this machine, use another engine.',
    )
  }
  return `${call}(${quoted(of)}, ${quoted(format)}, ${quoted(`${declared(id)} String, ${declared(record)} String`)})`
}

/** One row for each id: how many records each arm has of it, and the one that counts: of several the smallest text. */
function paired(asked: ClickHouseQuery): string {
  const { id, record, limit } = asked
  const rows = asked.arms.flatMap((sources, arm) =>
    sources.map(
      (source) =>
        `SELECT toString(${named(id)}) AS sluice_id, ifNull(toString(${named(record)}), '') AS sluice_record, toUInt8(${arm}) AS sluice_arm, length(sluice_record) > ${limit} AS sluice_big FROM ${sourceSql(source, asked)}`,
    ),
  )
  const counts = ['NOT sluice_big', 'sluice_big'].flatMap((which, k) =>
    [0, 1, 2].map((arm) => `countIf(sluice_arm = ${arm} AND ${which}) AS ${k === 0 ? 'n' : 'big'}${arm}`),
  )
  const records = [0, 1, 2].map(
    (arm) => `minIf(sluice_record, sluice_arm = ${arm} AND NOT sluice_big) AS r${arm}`,
  )
  return `(SELECT sluice_id, ${[...counts, ...records].join(', ')} FROM (${rows.join(' UNION ALL ')}) GROUP BY sluice_id)`
}

/*
 * What SQL can say for certain of a record `r0` that is the same text in every arm. All else is left to be read here, so
 * that both engines mean the same by a failed request. Only functions that servers of any age have.
 */

/** The record was not cut off at its end. */
const WHOLE = "(substring(r0, length(r0), 1) = '}')"

/** The text of a status of three digits with only strings, numbers and words before it. */
const STATUS = String.raw`extract(r0, '^\\{(?:"[^"]*": ?(?:"[^"]*"|[-+.0-9A-Za-z]+), ?)*"status": ?([0-9]{3}) ?[,}]')`

/** The record names no status, or one that is at its top and a plain number. */
const PLAIN_STATUS = `(position(r0, 'status"') = 0 OR (length(r0) - length(replaceAll(r0, 'status"', '')) = 7 AND ${STATUS} != ''))`

/** The record names no error, or beside its status some that are null. */
const NO_ERROR = `(position(r0, 'rror"') = 0 OR (position(r0, 'status"') > 0 AND position(replaceAll(replaceAll(r0, '"error":null', ''), '"error": null', ''), 'rror"') = 0))`

/** It is known whether the record says that its request failed. A backslash may spell any key, or hide one in a text. */
const CLEAR = `(${WHOLE} AND position(r0, '\\\\') = 0 AND ${NO_ERROR} AND ${PLAIN_STATUS})`

/** The clear record says whether its request failed, and that it did. */
const TELLS = `(position(r0, 'status"') > 0)`
const FAILED = `(${STATUS} >= '500')`

const PAIR = 'isNotNull(sluice_id) AND n0 > 0 AND n1 > 0'
const DIFFERS = '(r0 != r1 OR (n2 > 0 AND r0 != r2))'

/** What the one row of `countsSql` holds, in this order. */
export const COUNTS = [
  'pairs',
  'triples',
  'fetched',
  'tells',
  'failed',
  ...[0, 1, 2].flatMap((arm) => [`unmatched${arm}`, `duplicate${arm}`, `noid${arm}`, `big${arm}`]),
] as const

/** Counts everything there is to know without opening a record: one row of whole numbers as text. */
export function countsSql(asked: ClickHouseQuery): string {
  const ofArm = [0, 1, 2].flatMap((arm) => [
    arm < 2
      ? `countIf(isNotNull(sluice_id) AND n${arm} > 0 AND n${1 - arm} = 0)`
      : 'countIf(isNotNull(sluice_id) AND n2 > 0 AND (n0 = 0 OR n1 = 0))',
    `sumIf(n${arm} - 1, isNotNull(sluice_id) AND n${arm} > 0)`,
    `sumIf(n${arm}, isNull(sluice_id))`,
    `sum(big${arm})`,
  ])
  const fetched = fetchedSql(asked)
  const left = `${PAIR} AND NOT (${fetched}) AND ${asked.errors ? 1 : 0}`
  const all = [
    `countIf(${PAIR})`,
    `countIf(${PAIR} AND n2 > 0)`,
    `countIf(${PAIR} AND (${fetched}))`,
    `countIf(${left} AND ${TELLS})`,
    `countIf(${left} AND ${FAILED})`,
    ...ofArm,
  ]
  return `SELECT ${all.map((count) => `toString(${count})`).join(', ')} FROM ${paired(asked)} FORMAT RowBinary`
}

/** Ids of some requests that the primary answered and the candidate did not, in order. */
export function unansweredSql(asked: ClickHouseQuery): string {
  return `SELECT assumeNotNull(sluice_id) FROM ${paired(asked)} WHERE isNotNull(sluice_id) AND n0 > 0 AND n1 = 0 ORDER BY sluice_id LIMIT ${MOST_NAMED} FORMAT RowBinary`
}

/** The pairs that come here: id, `1` where there is a repeat, and the three records. */
export function pairsSql(asked: ClickHouseQuery): string {
  return `SELECT assumeNotNull(sluice_id), toString(n2 > 0), r0, r1, r2 FROM ${paired(asked)} WHERE ${PAIR} AND (${fetchedSql(asked)}) FORMAT RowBinary`
}

function fetchedSql({ fetch, errors }: ClickHouseQuery): string {
  return fetch === 'all' ? '1' : `${DIFFERS} OR NOT ${errors ? CLEAR : WHOLE}`
}

/** Some records of the primary, whichever come first. */
export function sampleSql(asked: Pick<ClickHouseQuery, 'arms' | 'id' | 'record'>): string {
  const [source = ''] = asked.arms[0] ?? []
  return `SELECT ifNull(toString(${named(asked.record)}), '') FROM ${sourceSql(source, asked)} LIMIT ${SAMPLES} FORMAT RowBinary`
}
