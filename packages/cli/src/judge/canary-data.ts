import { readCsvTable, UserError } from '@sluice/action'
import type { kayenta } from '@sluice/compat'
import { isTable, pointOf, readDocument, readText } from './documents.ts'
import type { CliIo } from '../command.ts'

interface Point {
  readonly metric: string
  readonly arm: 'control' | 'experiment'
  readonly value: number
}

const ARMS: ReadonlyMap<string, Point['arm']> = new Map<string, Point['arm']>([
  ['control', 'control'],
  ['baseline', 'control'],
  ['experiment', 'experiment'],
  ['candidate', 'experiment'],
  ['canary', 'experiment'],
])
const SHAPE =
  'Give every metric {control: [...], experiment: [...]}, or CSV with metric, arm and value; see docs/judge.md.'

/** Reads the series of both arms per metric: JSON, YAML, Kayenta's own list of metric set pairs, or CSV. Throws `UserError`. */
export async function readCanaryData(path: string, io: CliIo): Promise<kayenta.CanaryData> {
  const problems: string[] = []
  const pairs = path.endsWith('.csv')
    ? fromCsv(await readText(path, io), problems)
    : fromDocument(await readDocument(path, io), problems)
  if (pairs.size === 0 && problems.length === 0) problems.push('no metric has any data')
  if (problems.length > 0) {
    throw new UserError(
      'CANARY_DATA',
      problems
        .slice(0, 20)
        .map((problem) => `${path}: ${problem}`)
        .join('\n'),
      SHAPE,
    )
  }
  return pairs
}

function fromDocument(data: unknown, problems: string[]): kayenta.CanaryData {
  if (Array.isArray(data)) {
    const named = data.map((pair: unknown) => (isTable(pair) ? pair : {}))
    return new Map(
      named.map((pair, i) => [nameOf(pair['name'], i, problems), pairOf(pair['values'], `[${i}]`, problems)]),
    )
  }
  if (!isTable(data)) {
    problems.push('must be a mapping of metrics to their two arms')
    return new Map()
  }
  return new Map(Object.entries(data).map(([name, pair]) => [name, pairOf(pair, name, problems)]))
}

function nameOf(name: unknown, i: number, problems: string[]): string {
  if (typeof name !== 'string') problems.push(`[${i}].name must be text`)
  return String(name)
}

function pairOf(data: unknown, path: string, problems: string[]): kayenta.MetricSetPair {
  const arms = new Map<Point['arm'], readonly number[]>()
  const table = isTable(data) ? data : {}
  for (const [key, series] of Object.entries(table)) {
    const arm = ARMS.get(key)
    if (arm === undefined) problems.push(`${path}.${key} must be one of ${[...ARMS.keys()].join(', ')}`)
    else arms.set(arm, seriesOf(series, `${path}.${key}`, problems))
  }
  for (const arm of ['control', 'experiment'] as const) {
    if (!arms.has(arm)) problems.push(`${path} has no ${arm}: an arm without points is an empty list`)
  }
  return { control: arms.get('control') ?? [], experiment: arms.get('experiment') ?? [] }
}

function seriesOf(data: unknown, path: string, problems: string[]): readonly number[] {
  if (!Array.isArray(data)) {
    problems.push(`${path} must be a list of numbers`)
    return []
  }
  return data.map((item: unknown, i) => {
    const value = pointOf(item)
    if (value === undefined)
      problems.push(`${path}[${i}] must be a number, NaN or null, got ${JSON.stringify(item)}`)
    return value ?? NaN
  })
}

function fromCsv(text: string, problems: string[]): kayenta.CanaryData {
  const { rows } = readCsvTable(text, (line, problem) => problems.push(`line ${line} ${problem}`))
  const points = rows.flatMap(({ line, cells: row }) => {
    const arm = ARMS.get(row.get('arm') ?? '')
    const value = pointOf(row.get('value') ?? undefined)
    const metric = row.get('metric')
    if (arm !== undefined && value !== undefined && metric) return [{ metric, arm, value }]
    problems.push(`line ${line} needs metric, arm (${[...ARMS.keys()].join(', ')}) and value`)
    return []
  })
  const armIn = (metric: string, arm: Point['arm']): readonly number[] =>
    points.filter((point) => point.metric === metric && point.arm === arm).map((point) => point.value)
  const names = [...new Set(points.map((point) => point.metric))]
  return new Map(
    names.map((name) => [name, { control: armIn(name, 'control'), experiment: armIn(name, 'experiment') }]),
  )
}
