import { readCsvTable, type CsvTable } from '@sluice/action'
import type { Arm, MetricKind, QueryPart } from '@sluice/verdict'
import { armOf, absent, type Reading } from '../reading.ts'
import {
  ARMS,
  cellNumber,
  columnsFit,
  misplaced,
  percentIn,
  timeIn,
  type FileRow,
  type NoteLine,
  type RecordedBlock,
} from './cells.ts'
import { requestRows } from './request-rows.ts'

const PLACE = ['metric', 'from', 'to', 'weight'] as const
const PARTS = ['events', 'trials', 'exposure', 'n', 'mean', 'stddev', 'm2', 'value', 'le', 'bucket'] as const

interface Cell {
  readonly metric: string
  readonly from: number
  readonly to: number
  readonly weight: number
  readonly arms: { readonly baseline: FileRow[]; readonly candidate: FileRow[] }
}

/**
 * Reads rows with the columns metric, from, to, weight, arm and those of a kind: events and trials; events and
 * exposure; n, mean and stddev (or m2); value; or le and bucket (cumulative, one row per bucket). Several rows of one
 * block and arm are its buckets or its values. An arm without a row is absent.
 *
 * Two other layouts of the same table are read too. Wide: no column `arm`, but `baseline_events`, `candidate_events`
 * and so on. Raw: a column `at` in place of `from` and `to`, and one row per request.
 */
export function csvBlocks(text: string, note: NoteLine): readonly RecordedBlock[] {
  const table = readCsvTable(text, note)
  const columns = table.columns.map((name) => name.toLowerCase())
  const lowered = table.rows.map(({ line, cells }) => ({
    line,
    cells: new Map([...cells].map(([name, cell]) => [name.toLowerCase(), cell])),
  }))
  const rows = { columns, rows: lowered }
  if (columns.includes('at')) return requestRows(rows, note)
  const wide =
    !columns.includes('arm') && columns.some((name) => ARMS.some((arm) => name.startsWith(`${arm}_`)))
  const long = wide ? lengthened(rows) : rows
  if (!columnsFit(long.columns, [...PLACE, 'arm'], [...PARTS, 'kind'], note)) return []
  const places = new Map<string, Cell>()
  for (const row of long.rows) place(places, row, note)
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

/** A wide table as a long one: each row becomes one row for each arm that has a filled cell. */
function lengthened({ columns, rows }: CsvTable): CsvTable {
  const ofArm = (name: string) => ARMS.some((arm) => name.startsWith(`${arm}_`))
  const shared = columns.filter((name) => !ofArm(name))
  const parts = columns.filter(ofArm).map((name) => name.slice(name.indexOf('_') + 1))
  return {
    columns: [...shared, 'arm', ...new Set(parts)],
    rows: rows.flatMap(({ line, cells }) => {
      const arms = ARMS.map((arm) => {
        const own = [...cells].filter(([name]) => name.startsWith(`${arm}_`))
        return { arm, own: own.map(([name, cell]) => [name.slice(arm.length + 1), cell] as const) }
      })
      // A block that both arms left blank is still a block: it has to show up as a gap.
      const filled = arms.filter(({ own }) => own.some(([, cell]) => cell !== ''))
      return (filled.length === 0 ? arms : filled).map(({ arm, own }) => ({
        line,
        cells: new Map([
          ...shared.map((name) => [name, cells.get(name) ?? ''] as const),
          ['arm', arm],
          ...own,
        ]),
      }))
    }),
  }
}

function place(places: Map<string, Cell>, row: FileRow, note: NoteLine): void {
  const [metric = '', arm = ''] = [row.cells.get('metric'), row.cells.get('arm')]
  const [from, to] = [timeIn(row.cells.get('from')), timeIn(row.cells.get('to'))]
  const weight = percentIn(row.cells.get('weight'))
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

interface FilledColumns {
  readonly kind: MetricKind
  /** What the column `kind` may say about such a row. */
  readonly names: readonly string[]
}

const FILLED: Readonly<Record<string, FilledColumns>> = {
  'events trials': { kind: 'proportion', names: ['proportion'] },
  'events exposure': { kind: 'count', names: ['count'] },
  'n mean stddev': { kind: 'mean', names: ['mean', 'summary'] },
  'n mean m2': { kind: 'mean', names: ['mean', 'summary'] },
  value: { kind: 'scalar', names: ['scalar', 'series', 'values'] },
  'le bucket': { kind: 'quantile', names: ['quantile', 'histogram'] },
}

function armIn(rows: readonly FileRow[], note: NoteLine): Arm {
  const given = (row: FileRow): string => PARTS.filter((part) => (row.cells.get(part) ?? '') !== '').join(' ')
  const [first] = rows
  if (first === undefined) return absent('no_data', 'the file has no row for this arm')
  if (rows.length === 1 && given(first) === '') return absent('no_data', 'the row is blank')
  const filled = Object.hasOwn(FILLED, given(first)) ? FILLED[given(first)] : undefined
  if (filled === undefined) {
    note(first.line, `its filled columns (${given(first) || 'none'}) make no kind of metric; ${KINDS_HINT}`)
    return absent('no_data')
  }
  const { kind, names } = filled
  for (const row of rows) {
    const named = row.cells.get('kind') ?? ''
    if (named !== '' && !names.includes(named))
      note(
        row.line,
        `kind must be one of ${names.join(', ')} for these columns, got ${JSON.stringify(named)}`,
      )
    if (given(row) !== given(first))
      note(row.line, 'fills other columns than the row before it for the same block and arm')
  }
  if (rows.length > 1 && kind !== 'quantile' && kind !== 'scalar')
    note(rows[1]?.line ?? 0, 'is a second row for the same block and arm')
  return armOf(rows.length > 1 && kind === 'scalar' ? 'series' : kind, (part) => readingIn(rows, part, note))
}

const KINDS_HINT = `fill ${Object.keys(FILLED)
  .map((columns) => columns.replaceAll(' ', ' and '))
  .join(', or ')}`

function readingIn(rows: readonly FileRow[], part: QueryPart, note: NoteLine): Reading | undefined {
  const numbers = (column: string): readonly number[] => rows.map((row) => cellNumber(row, column, note))
  if (part === 'histogram') {
    if (!rows[0]?.cells.get('le')) return undefined
    const counts = numbers('bucket')
    return { kind: 'buckets', buckets: numbers('le').map((bound, i) => [bound, counts[i] ?? Number.NaN]) }
  }
  if (part === 'stddev' && rows[0]?.cells.get('m2')) {
    const sizes = numbers('n')
    return {
      kind: 'numbers',
      values: numbers('m2').map((m2, i) => (sizes[i] === 0 ? 0 : Math.sqrt(m2 / (sizes[i] ?? 0)))),
    }
  }
  return rows[0]?.cells.get(part) ? { kind: 'numbers', values: numbers(part) } : undefined
}
