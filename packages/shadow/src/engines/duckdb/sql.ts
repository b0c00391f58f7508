import type { Comparison } from '../../comparison.ts'
import { SAMPLES } from '../contract.ts'
import { skipsEqual } from '../../tally/same.ts'
import type { DuckDbSettings } from './settings.ts'

/** What DuckDB is to read: by arm the files or addresses of NDJSON and Parquet. */
export interface DuckDbQuery {
  readonly arms: readonly (readonly string[])[]
  readonly settings: DuckDbSettings
  /** Longest record, in bytes. */
  readonly limit: number
}

/** What is counted in DuckDB: `broken` records, and `rows` of logs on this machine, are by arm. */
export const COUNTS = [
  'same',
  'tells',
  'failed',
  ...['broken0', 'broken1', 'broken2'],
  ...['rows0', 'rows1', 'rows2'],
] as const

/** Where DuckDB writes what it does not count itself, by arm. */
export interface Left {
  /** Records to be compared. */
  readonly records: string
  /** Numbers of lines of logs on this machine that it does not take for JSON. */
  readonly refused: string
}

const NAMES = ['p', 'c', 's'] as const

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

// An address may go on behind the name, such as with the signature of a link.
function isTable(path: string): boolean {
  return (path.includes('://') ? /\.parquet(?:$|\?)/i : /\.parquet$/i).test(path)
}

/** The NDJSON files on this machine among names, which are the first that DuckDB reads. */
export function logsHere(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !isTable(path) && !path.includes('://'))
}

/**
 * The records of an arm, in order: `j` is the text, null where it is no JSON to DuckDB, which is then in `raw` if it can
 * be had. `here` says that it is a line of a log on this machine.
 */
function source(paths: readonly string[], { settings, limit }: DuckDbQuery): string {
  const list = (some: readonly string[]): string => `[${some.map(quoted).join(', ')}]`
  const column = `"${settings.record.replaceAll('"', '""')}"::VARCHAR`
  const lines = (some: readonly string[], here: boolean): readonly string[] =>
    some.length === 0
      ? []
      : [
          `SELECT j::VARCHAR AS j, NULL::VARCHAR AS raw, ${here} AS here FROM read_json_objects(${list(some)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${Math.max(limit, 16 * 1024 ** 2)}) t(j)`,
        ]
  const here = logsHere(paths)
  const tables = paths.filter(isTable)
  return [
    ...lines(here, true),
    ...lines(
      paths.filter((path) => !isTable(path) && !here.includes(path)),
      false,
    ),
    ...(tables.length > 0
      ? [
          `SELECT CASE WHEN json_valid(${column}) THEN ${column} END AS j, CASE WHEN NOT json_valid(${column}) THEN ${column} END AS raw, false AS here FROM read_parquet(${list(tables)})`,
        ]
      : []),
  ].join(' UNION ALL ')
}

/** Some first records of the primary. */
export function sampleSql(asked: DuckDbQuery, arm: number): string {
  const { setup = '' } = asked.settings
  return `${setup}\n;\nSELECT j FROM (${source(asked.arms[arm] ?? [], asked)}) WHERE j IS NOT NULL LIMIT ${SAMPLES};`
}

/**
 * Pairs the records by id, counts those that are the same text in every arm, and writes all others to files, in order,
 * where they are compared as any log is. An id that comes twice in an arm is no matter for SQL: all of its records go.
 */
export function pairSql(asked: DuckDbQuery, comparison: Comparison, left: readonly Left[]): string {
  const names = NAMES.slice(0, asked.arms.length)
  const id = idOf(comparison)
  const once = (name: string): string =>
    `(SELECT id, any_value(j) AS j FROM ${name} WHERE id <> '' GROUP BY id HAVING count(*) = 1)`
  const [primary = 'p', ...others] = names
  const joined = others.map(
    (name) => `JOIN ${once(name)} ${name}1 ON ${name}1.id = p1.id AND ${name}1.j = p1.j`,
  )
  return [
    // On a line of its own, since `setup` may end in a comment.
    `${asked.settings.setup ?? ''}\n;`,
    ...asked.arms.map(
      (paths, arm) =>
        `CREATE TABLE ${names[arm] ?? 's'} AS SELECT j, raw, here, ${id} AS id, row_number() OVER () AS n FROM (${source(paths, asked)});`,
    ),
    `CREATE TABLE same AS SELECT p1.id, p1.j FROM ${once(primary)} p1 ${joined.join(' ')} WHERE ${skipsEqual(comparison)} AND strlen(p1.j) <= ${asked.limit} AND NOT ${comparison.errors ? UNCLEAR : 'false'};`,
    '.mode list',
    '.headers off',
    ...names.flatMap((name, arm) => [
      `.output "${left[arm]?.records ?? ''}"`,
      // A column of Parquet may hold JSON on several lines.
      `SELECT translate(coalesce(j, raw), E'\\n\\r', '  ') FROM ${name} WHERE (j IS NOT NULL OR raw IS NOT NULL) AND id NOT IN (SELECT id FROM same) ORDER BY n;`,
      `.output "${left[arm]?.refused ?? ''}"`,
      `SELECT n FROM ${name} WHERE here AND j IS NULL ORDER BY n;`,
    ]),
    '.output',
    '.mode json',
    countsSql(names, comparison.errors),
  ].join('\n')
}

/** DuckDB spells a minus before a zero away, but only a plain zero is an error that is empty: that is read here. */
const UNCLEAR = `(contains(p1.j, '-0') AND json_extract(p1.j, '$.error')::VARCHAR IS NOT DISTINCT FROM '0')`

/** The id of a record as one text; empty where a value that names it is missing or null, so that it is told as such. */
function idOf({ pairBy }: Comparison): string {
  const values = pairBy.map((path) => `nullif(json_extract(j, ${quoted(pointer(path))})::VARCHAR, 'null')`)
  return `coalesce(${values.join(" || ',' || ")}, '')`
}

function countsSql(names: readonly string[], errors: boolean): string {
  // A status of any other type is no number to cast, and DuckDB may cast before it looks at the type.
  const tells = "json_exists(j, '$.status') OR json_exists(j, '$.error')"
  const failed = [
    `json_extract(j, '$.error')::VARCHAR NOT IN ('null', 'false', '""', '0')`,
    `(json_type(j, '$.status') IN ('UBIGINT', 'BIGINT', 'DOUBLE') AND TRY_CAST(json_extract(j, '$.status') AS DOUBLE) >= 500)`,
  ]
  return `SELECT (SELECT count(*) FROM same) AS same,
  (SELECT count(*) FILTER (${tells}) FROM same WHERE ${errors}) AS tells,
  (SELECT count(*) FILTER (${failed.join(' OR ')}) FROM same WHERE ${errors}) AS failed,
  ${[0, 1, 2].map((arm) => `${countSql(names[arm], 'j IS NULL AND raw IS NULL')} AS broken${arm}, ${countSql(names[arm], 'here')} AS rows${arm}`).join(', ')};`
}

function countSql(name: string | undefined, what: string): string {
  return name === undefined ? '0' : `(SELECT count(*) FROM ${name} WHERE ${what})`
}

function pointer(path: readonly string[]): string {
  return `/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`
}
