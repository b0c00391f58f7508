import type { Problems } from '@sluice/schema'
import type { Margin, MetricKind, QueryTexts } from '@sluice/verdict'
import { convert, isTime, spelledAmount, timeUnitIn, type Amount, type WrittenMargin } from './amount.ts'
import type { WrittenMetric } from './metric-shape.ts'

/** The relative margin of a kind when none is given and higher is worse: 25 % of an error rate, 10 % of a latency. */
const MARGIN_OF: Readonly<Record<MetricKind, number>> = {
  proportion: 0.25,
  count: 0.25,
  mean: 0.1,
  quantile: 0.1,
  series: 0.1,
  scalar: 0.1,
}

/** The unit the values are in: as stated, else as the suffix of the queried metric says; '' where nothing does. */
export function unitOf({ unit }: WrittenMetric, texts: QueryTexts): string {
  if (unit !== undefined) return unit
  const queries = [texts.histogram, texts.value, texts.mean].filter((text) => text !== undefined)
  return queries.map(timeUnitIn).find((unit) => unit !== undefined) ?? ''
}

/** The margin as written, or the usual one of the kind where higher is worse. */
export function marginOf(written: WrittenMetric, unit: string, problems: Problems): Margin {
  const { kind, worse, judge, margin: given } = written
  const usual: Margin = { value: MARGIN_OF[kind], of: 'baseline' }
  if (given === undefined) {
    if (worse !== 'higher' && judge === 'sequential')
      problems.note(
        'margin',
        `is required where worse is ${worse}: a share such as 1%, or an amount such as 0.2 points`,
      )
    return usual
  }
  const read = withFloor(written, given, marginIn(written, given, unit))
  if (typeof read !== 'string') return read
  problems.note('margin', `must be ${read}, got ${spelledMargin(given)}`)
  return usual
}

function spelledMargin({ floor, ...amount }: WrittenMargin): string {
  return spelledAmount(amount) + (floor === undefined ? '' : `, at least ${spelledAmount(floor)}`)
}

/** The margin with its floor, or what would be accepted instead. */
function withFloor(
  { kind, judge }: WrittenMetric,
  { floor }: WrittenMargin,
  margin: Margin | string,
): Margin | string {
  if (floor === undefined || typeof margin === 'string') return margin
  if (margin.of !== 'baseline') return 'a share such as `10%` where it has a floor'
  if (judge !== 'sequential' || (kind !== 'proportion' && kind !== 'count'))
    return 'without a floor: only proportions and counts that the judge `sequential` judges have one'
  const unit = kind === 'proportion' ? 'points' : ''
  const value = kind === 'proportion' ? floor.value / 100 : floor.value
  const known = floor.unit === unit || (kind === 'count' && floor.unit !== '%')
  if (known && value > 0 && (kind === 'count' || value < 1)) return { ...margin, floor: value }
  return kind === 'proportion'
    ? 'a share with a floor in percentage points, such as `10%, at least 0.05 points`'
    : 'a share with a floor in events per unit of exposure, such as `10%, at least 0.001`'
}

/** The margin, or what would be accepted instead. */
function marginIn({ kind, worse, judge }: WrittenMetric, amount: Amount, unit: string): Margin | string {
  if (amount.value === 0 && judge === 'sequential')
    return 'above 0, for no traffic can show that nothing changed at all'
  if (amount.unit === '%') {
    if (worse !== 'higher' && amount.value >= 100) return 'below 100% where lower is worse'
    return { value: amount.value / 100, of: 'baseline' }
  }
  if (kind === 'proportion') {
    if (amount.unit === 'points' && amount.value < 100) return { value: amount.value / 100, of: 'unit' }
    return 'a share of the baseline such as `10%` or percentage points such as `0.2 points`'
  }
  const value = unit === '' && !isTime(amount.unit) ? amount.value : convert(amount, unit)
  if (value !== undefined) return { value, of: 'unit' }
  if (unit !== '') return `an amount in ${unit}, the unit of the values`
  return 'given together with `unit`, which says what the values themselves are in (`s`, `ms`, …)'
}

/** The absolute limit in the unit of the values, a proportion's as a share. */
export function limitOf(
  { kind, worse, limit: given }: WrittenMetric,
  unit: string,
  problems: Problems,
): number | undefined {
  if (given === undefined) return undefined
  if (worse === 'either') problems.note('limit', 'needs worse: higher or worse: lower')
  const value = typeof given === 'number' ? given : amountIn(given, kind === 'proportion', unit)
  const [least, most] = [
    kind === 'proportion' || kind === 'count' ? 0 : -Infinity,
    kind === 'proportion' ? 1 : Infinity,
  ]
  if (value !== undefined && Number.isFinite(value) && value >= least && value <= most) return value
  const amount = unit === '' ? 'a number' : `a number or an amount in ${unit}`
  const accepted = kind === 'proportion' ? 'a share such as `1%` or 0.01' : amount
  problems.note(
    'limit',
    `must be ${accepted}, got ${typeof given === 'number' ? given : spelledAmount(given)}`,
  )
  return undefined
}

function amountIn(amount: Amount, share: boolean, unit: string): number | undefined {
  if (amount.unit === '') return amount.value
  if (share) return amount.unit === '%' || amount.unit === 'points' ? amount.value / 100 : undefined
  return unit === '' ? undefined : convert(amount, unit)
}
