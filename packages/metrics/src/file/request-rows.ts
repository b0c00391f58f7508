import type { CsvTable } from '@sluice/action'
import type { Arm, Units } from '@sluice/verdict'
import {
  ARMS,
  cellNumber,
  columnsFit,
  percentIn,
  timeIn,
  type FileRow,
  type NoteLine,
  type RecordedBlock,
} from './cells.ts'
import { absent } from '../reading.ts'

const BLOCK_MS = 60_000

interface Requests {
  readonly metric: string
  readonly from: number
  readonly weight: number | undefined
  readonly arms: Readonly<Record<(typeof ARMS)[number], FileRow[]>>
}

/**
 * Rows of single requests: metric, at, arm, and `value` (a latency, a score) or `events` (1 where the request counts,
 * else 0). Requests of one minute and one weight are one block. Without a column `weight`, the weight of a block is
 * the candidate's share of its requests. A column `unit` names the user, session or device of each request; samples carry a
 * number in its place, for names are nobody's business.
 */
export function requestRows(table: CsvTable, note: NoteLine): readonly RecordedBlock[] {
  if (!columnsFit(table.columns, ['metric', 'at', 'arm'], ['weight', 'value', 'events', 'unit'], note))
    return []
  const minutes = new Map<string, Requests>()
  for (const row of table.rows) file(minutes, row, table.columns.includes('weight'), note)
  const numbers = new Map<string, number>()
  return [...minutes.values()].map(({ metric, from, weight, arms }) => {
    const { baseline, candidate } = arms
    const share = (100 * candidate.length) / (baseline.length + candidate.length)
    const block = {
      from,
      to: from + BLOCK_MS,
      weight: weight ?? share,
      baseline: armOfRequests(baseline, numbers, note),
      candidate: armOfRequests(candidate, numbers, note),
    }
    return { metric, block }
  })
}

function file(minutes: Map<string, Requests>, row: FileRow, weighted: boolean, note: NoteLine): void {
  const metric = row.cells.get('metric') ?? ''
  const at = timeIn(row.cells.get('at'))
  const arm = ARMS.find((name) => name === row.cells.get('arm'))
  const weight = weighted ? percentIn(row.cells.get('weight')) : undefined
  if (metric === '') note(row.line, 'metric is empty')
  if (Number.isNaN(at)) note(row.line, 'at must be milliseconds since 1970 or an ISO 8601 time')
  if (arm === undefined) note(row.line, 'arm must be baseline or candidate')
  if (weight !== undefined && !(weight >= 0 && weight <= 100))
    note(row.line, 'weight must be from 0 to 100 percent')
  if (metric === '' || Number.isNaN(at) || arm === undefined) return
  const from = Math.floor(at / BLOCK_MS) * BLOCK_MS
  const key = JSON.stringify([metric, from])
  const known = minutes.get(key) ?? { metric, from, weight, arms: { baseline: [], candidate: [] } }
  if (known.weight !== weight)
    note(row.line, `weight ${weight} differs from ${known.weight}, given for the same minute before`)
  known.arms[arm].push(row)
  minutes.set(key, known)
}

function armOfRequests(rows: readonly FileRow[], numbers: Map<string, number>, note: NoteLine): Arm {
  const [first] = rows
  if (first === undefined) return absent('no_data', 'the file has no request of this arm in this minute')
  const column = (first.cells.get('value') ?? '') === '' ? 'events' : 'value'
  const values = rows.map((row) => cellNumber(row, column, note))
  if (column === 'value') {
    const strange = values.find((value) => !Number.isFinite(value))
    if (strange === undefined) return { kind: 'values', values, ...unitsOf(rows, values, numbers, note) }
    return absent(Number.isNaN(strange) ? 'not_a_number' : 'infinite')
  }
  for (const [i, value] of values.entries()) {
    if (value !== 0 && value !== 1) note(rows[i]?.line ?? 0, 'events must be 0 or 1 for a single request')
  }
  const events = values.filter((value) => value === 1).length
  return { kind: 'proportion', events, trials: rows.length, ...unitsOf(rows, values, numbers, note) }
}

/** What each unit did, by a number that is its own in the whole file; nothing where the file names no units. */
function unitsOf(
  rows: readonly FileRow[],
  values: readonly number[],
  numbers: Map<string, number>,
  note: NoteLine,
): { readonly units?: Units } {
  if (rows[0]?.cells.has('unit') !== true) return {}
  const each = new Map<number, readonly [unit: number, sum: number, count: number]>()
  for (const [i, row] of rows.entries()) {
    const name = row.cells.get('unit') ?? ''
    if (name === '') note(row.line, 'unit is empty')
    const unit = numbers.get(name) ?? numbers.size
    numbers.set(name, unit)
    const [, sum, count] = each.get(unit) ?? [unit, 0, 0]
    each.set(unit, [unit, sum + (values[i] ?? 0), count + 1])
  }
  return { units: { each: [...each.values()] } }
}
