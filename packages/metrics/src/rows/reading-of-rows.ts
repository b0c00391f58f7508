import type { MetricKind, QueryPart } from '@sluice/verdict'
import { numberFrom } from '../http/value.ts'
import { absent, type Reading } from '../reading.ts'
import type { Rows } from './contract.ts'

/** More rows than these are not read. */
export const MOST_ROWS = 100_000

/**
 * What rows say about one part of a metric. A row of several columns is read by name: the column called like the part, and
 * for a histogram the counts of all values up to each bound, in columns called like the bounds. No row and NULL are nothing,
 * and never a zero.
 */
export function readingOfRows(kind: MetricKind, part: QueryPart, result: Rows): Reading {
  const { columns, rows } = result
  if (rows.length > MOST_ROWS)
    return absent('source_refused', `more than ${MOST_ROWS} rows: aggregate in SQL`)
  if (rows.length === 0) return { kind: 'nothing' }
  if (part === 'histogram' && columns.length > 1) return bucketsIn(result)
  const column = columns.length === 1 ? 0 : columns.indexOf(part)
  if (column < 0)
    return absent(
      'source_refused',
      `the query has the columns ${columns.join(', ')}: call one of them \`${part}\`, or return a single one`,
    )
  const found = rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined)
  if (found.length === 0) return { kind: 'nothing' }
  const values = found.map(numberFrom)
  const strange = values.indexOf(undefined)
  if (strange >= 0)
    return absent(
      'source_refused',
      `column ${columns[column]} holds ${shown(found[strange])}, which is not a number`,
    )
  const numbers = values.filter((value) => value !== undefined)
  if (part === 'histogram') return { kind: 'raw', values: numbers }
  if (numbers.length > 1 && kind !== 'series')
    return absent(
      'source_refused',
      `the query returned ${numbers.length} rows and must return one: aggregate, as in count(*)`,
    )
  return { kind: 'numbers', values: numbers }
}

function bucketsIn({ columns, rows }: Rows): Reading {
  const [row, ...more] = rows
  if (row === undefined) return { kind: 'nothing' }
  const [le, count] = [columns.indexOf('le'), columns.indexOf('count')]
  if (columns.length === 2 && le >= 0 && count >= 0) return bucketRows(rows, le, count)
  const bounds = columns.map(boundIn)
  const strange = bounds.indexOf(undefined)
  if (strange >= 0 || more.length > 0)
    return absent(
      'source_refused',
      `a histogram is one row whose columns are called like its upper bounds, as in "0.1", "0.5", "+Inf", rows of \`le\` and \`count\`, or one column of raw values; got ${rows.length} rows of ${columns.join(', ')}`,
    )
  if (row.every((value) => value === null)) return { kind: 'nothing' }
  // A sum over no rows is NULL; where the count of all is 0, so is every part of it.
  const isEmpty = row.some((value, i) => bounds[i] === Number.POSITIVE_INFINITY && numberFrom(value) === 0)
  const counts = row.map((value) => (isEmpty && value === null ? 0 : numberFrom(value)))
  const wrong = counts.indexOf(undefined)
  if (wrong >= 0)
    return absent(
      'source_refused',
      `column ${columns[wrong]} holds ${shown(row[wrong])}, which is not a number`,
    )
  return {
    kind: 'buckets',
    buckets: bounds.map((bound, i) => [bound ?? Number.NaN, counts[i] ?? Number.NaN]),
  }
}

/** The bound that a column is called like: `0.5`, or `le_0_5` and `le_inf` where names must be words. */
function boundIn(name: string): number | undefined {
  const [, word] = /^le_(\d+(?:_\d+)?|inf)$/i.exec(name) ?? []
  return numberFrom(word === undefined ? name : word.replace('_', '.'))
}

/** One row for each bound, as where columns cannot be called like numbers. */
function bucketRows(rows: Rows['rows'], le: number, count: number): Reading {
  const buckets: (readonly [number, number])[] = []
  for (const row of rows) {
    const [bound, value] = [numberFrom(row[le]), numberFrom(row[count])]
    if (bound === undefined || value === undefined)
      return absent(
        'source_refused',
        `columns le and count must hold numbers, got ${shown(row[le])} and ${shown(row[count])}`,
      )
    buckets.push([bound, value])
  }
  return { kind: 'buckets', buckets }
}

function shown(value: unknown): string {
  return value === null ? 'NULL' : JSON.stringify(value).slice(0, 100)
}
