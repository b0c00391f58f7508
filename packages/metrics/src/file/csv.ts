import type { Arm, MetricKind, QueryPart } from '@sluice/verdict'
import { armOf, absent, type Reading } from '../reading.ts'
import { numberIn } from '../prometheus/answer.ts'
import { misplaced, type NoteLine, type RecordedBlock } from './recording.ts'

const PLACE = ['metric', 'from', 'to', 'weight', 'arm'] as const
const PARTS = ['events', 'trials', 'exposure', 'n', 'mean', 'stddev', 'value', 'le', 'bucket'] as const

interface Row {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

interface Cell {
  readonly metric: string
  readonly from: number
  readonly to: number
  readonly weight: number
  readonly arms: { readonly baseline: Row[]; readonly candidate: Row[] }
}

/**
 * Reads rows with the columns metric, from, to, weight, arm and those of a kind: events and trials; events and
 * exposure; n, mean and stddev; value; or le and bucket (cumulative, one row per bucket). Several rows of one block and
 * arm are its buckets or its values. An arm without a row is absent.
 */
export function csvBlocks(text: string, note: NoteLine): readonly RecordedBlock[] {
  const [head, ...rows] = rowsIn(text, note)
  const columns = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const missing = PLACE.filter((name) => !columns.includes(name))
  const unknown = columns.filter((name) => ![...PLACE, ...PARTS].some((known) => known === name))
  if (missing.length > 0) note(1, `columns missing: ${missing.join(', ')}`)
  if (unknown.length > 0)
    note(1, `columns unknown: ${unknown.join(', ')}; known are ${[...PLACE, ...PARTS].join(', ')}`)
  if (missing.length > 0 || unknown.length > 0) return []
  const places = new Map<string, Cell>()
  for (const { line, cells } of rows) {
    if (cells.length === columns.length)
      place(places, { line, cells: new Map(columns.map((name, i) => [name, cells[i]?.trim() ?? ''])) }, note)
    else note(line, `has ${cells.length} cells, the header has ${columns.length}`)
  }
  return [...places.values()].map(({ metric, from, to, weight, arms }) => {
    const block = {
      from,
      to,
      weight,
      baseline: armIn(arms.baseline, note),
      candidate: armIn(arms.candidate, note),
    }
    return { metric, block }
  })
}

function place(places: Map<string, Cell>, row: Row, note: NoteLine): void {
  const [metric = '', arm = ''] = [row.cells.get('metric'), row.cells.get('arm')]
  const [from, to] = [timeIn(row.cells.get('from')), timeIn(row.cells.get('to'))]
  const weight = numberIn((row.cells.get('weight') ?? '').replace(/\s*%$/, ''))
  const problem = misplaced({ from, to, weight })
  if (metric === '') note(row.line, 'metric is empty')
  if (problem !== undefined) note(row.line, problem)
  if (arm !== 'baseline' && arm !== 'candidate') {
    note(row.line, `arm must be baseline or candidate, got ${JSON.stringify(arm)}`)
    return
  }
  if (metric === '' || problem !== undefined) return
  const key = JSON.stringify([metric, from, to])
  const cell = places.get(key) ?? { metric, from, to, weight, arms: { baseline: [], candidate: [] } }
  if (cell.weight !== weight)
    note(row.line, `weight ${weight} differs from ${cell.weight}, given for the same block before`)
  cell.arms[arm].push(row)
  places.set(key, cell)
}

/** Epoch milliseconds from a number of them or an ISO 8601 time; NaN for anything else. */
function timeIn(text = ''): number {
  return /^\d+$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
}

function armIn(rows: readonly Row[], note: NoteLine): Arm {
  const [first] = rows
  if (first === undefined) return absent('no_data', 'the file has no row for this arm')
  const given = (row: Row): string => PARTS.filter((part) => (row.cells.get(part) ?? '') !== '').join(' ')
  const kind = kindOf(given(first))
  if (kind === undefined)
    note(first.line, `its filled columns (${given(first) || 'none'}) make no kind of metric`)
  if (kind === undefined) return absent('no_data')
  for (const row of rows) {
    if (given(row) !== given(first))
      note(row.line, 'fills other columns than the row before it for the same block and arm')
  }
  if (rows.length > 1 && kind !== 'quantile' && kind !== 'scalar')
    note(rows[1]?.line ?? 0, 'is a second row for the same block and arm')
  return armOf(rows.length > 1 && kind === 'scalar' ? 'series' : kind, (part) => readingIn(rows, part, note))
}

const KINDS: Readonly<Record<string, MetricKind>> = {
  'events trials': 'proportion',
  'events exposure': 'count',
  'n mean stddev': 'mean',
  value: 'scalar',
  'le bucket': 'quantile',
}

function kindOf(given: string): MetricKind | undefined {
  return Object.hasOwn(KINDS, given) ? KINDS[given] : undefined
}

function readingIn(rows: readonly Row[], part: QueryPart, note: NoteLine): Reading | undefined {
  const numbers = (column: string): readonly number[] => rows.map((row) => cellNumber(row, column, note))
  if (part !== 'histogram')
    return rows[0]?.cells.get(part) ? { kind: 'numbers', values: numbers(part) } : undefined
  if (!rows[0]?.cells.get('le')) return undefined
  const counts = numbers('bucket')
  return { kind: 'buckets', buckets: numbers('le').map((bound, i) => [bound, counts[i] ?? Number.NaN]) }
}

function cellNumber(row: Row, column: string, note: NoteLine): number {
  const text = row.cells.get(column) ?? ''
  const value = numberIn(text)
  if (Number.isNaN(value) && !/^nan$/i.test(text))
    note(row.line, `${column} must be a number, got ${JSON.stringify(text)}`)
  return value
}

/** Rows of cells (RFC 4180 quotes, but no line ends inside them), blank lines and lines that start with # left out. */
function rowsIn(
  text: string,
  note: NoteLine,
): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  return text.split(/\r?\n/).flatMap((content, i) => {
    if (content.trim() === '' || content.startsWith('#')) return []
    const cells: string[] = []
    let read = 0
    for (const [whole, quoted, plain] of `${content},`.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*)),/g)) {
      read += whole.length
      cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    }
    if (read !== content.length + 1) note(i + 1, 'has a quote where none can be, or one that is not closed')
    return [{ line: i + 1, cells }]
  })
}
