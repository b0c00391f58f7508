import { tidy, entry, type Entry } from '../release.ts'
import type { Bounds } from '../bounds.ts'
import { armsIn, type QueryArms } from './arms.ts'
import { countsText } from './counts.ts'
import { readPromql, type Edit, type Expr, rewritten } from './promql.ts'
import { histogramText, oppositeOf, shapeOf, type Shape } from './shape.ts'

/** A query with what the original demanded of its value. */
export interface AskedMetric {
  readonly name: string
  /** PromQL with the marks of `arms.ts` where the original fills in a version. */
  readonly query: string
  readonly bounds: Bounds | undefined
  /** False: shown without deciding. */
  readonly critical: boolean
  /** What the versions are called, as far as the tool knows; in a query, any of them is the version that is measured. */
  readonly names: readonly string[]
  /** Why a comparison cannot stand for the original, if the tool knows. */
  readonly only?: string
}

/** What a query became. */
export type Made =
  | {
      readonly metric: readonly Entry[]
      readonly arms: QueryArms
      /** What Sluice does differently, one sentence each. */
      readonly changes: readonly string[]
      readonly chosen: readonly (readonly [path: string, value: string, why: string])[]
    }
  /** The query as it is, for the judge `threshold`; `why` no better kind fits. */
  | { readonly value: string; readonly arms: QueryArms; readonly why: string }
  | { readonly problem: string }

/** Makes a metric of a query: a comparison where the query has the counts for it. */
export function metricOf(asked: AskedMetric): Made {
  const expr = readPromql(asked.query)
  if (expr === undefined) return { problem: 'It is not PromQL that Sluice can read.' }
  const arms = armsIn(expr, asked.names)
  const shape = asked.only ?? shapeOf(expr)
  if (typeof shape === 'string') return alone(asked, expr, arms, shape)
  const bounds = onMeasure(asked.bounds, shape)
  const limits = limitsFor(bounds)
  if (typeof limits === 'string') return alone(asked, expr, arms, limits)
  return shape.kind === 'ratio'
    ? proportion(asked, shape, arms, limits)
    : quantile(asked, shape, arms, limits)
}

function alone({ query }: AskedMetric, expr: Expr, arms: QueryArms, why: string): Made {
  return { value: rewritten(query, { from: 0, to: Math.max(query.length, expr.to) }, arms.edits), arms, why }
}

/** A number per interval, held against conditions. */
export function scalarMetric(
  name: string,
  value: string,
  settings: readonly Entry[],
  critical: boolean,
): readonly Entry[] {
  return [
    entry('name', name),
    entry('kind', 'scalar'),
    entry('judge', 'threshold'),
    entry('value', value),
    entry('settings', { map: settings }),
    ...(critical ? [] : [entry('critical', false)]),
  ]
}

interface Limits {
  readonly worse: 'higher' | 'lower'
  readonly limit?: number
}

/** Bounds on the value of a query as bounds on what it measures. */
function onMeasure(bounds: Bounds | undefined, { offset, factor, kind }: Shape): Bounds | undefined {
  if (bounds === undefined) return undefined
  const measure = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : tidy((value - offset) / factor)
  const [low, high] = factor < 0 ? [bounds.max, bounds.min] : [bounds.min, bounds.max]
  const [min, max] = [measure(low), measure(high)]
  // A share is never below 0 or above 1, so such a bound says nothing.
  const says = (value: number | undefined, trivial: (bound: number) => boolean) =>
    value === undefined || (kind === 'ratio' && trivial(value)) ? undefined : value
  const [least, most] = [says(min, (bound) => bound <= 0), says(max, (bound) => bound >= 1)]
  return {
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    silencePasses: bounds.silencePasses,
  }
}

function limitsFor(bounds: Bounds | undefined): Limits | string {
  if (bounds === undefined) return { worse: 'higher' }
  const { min, max } = bounds
  if (min !== undefined && max !== undefined)
    return 'It has a lower and an upper limit; other kinds have one.'
  if (max !== undefined && max <= 0) return 'No event at all is allowed, and no traffic can prove that.'
  if (min !== undefined && min >= 1) return 'Every event must be good, and no traffic can prove that.'
  if (max !== undefined) return { worse: 'higher', limit: max }
  return min === undefined ? { worse: 'higher' } : { worse: 'lower', limit: min }
}

const MARGIN_WHY =
  'the original compares with a fixed limit only. This is how much worse than the stable version the candidate may be'

function proportion(
  { name, query, critical, bounds }: AskedMetric,
  shape: Shape & { readonly kind: 'ratio' },
  arms: QueryArms,
  { worse, limit }: Limits,
): Made {
  const opposite = worse === 'lower' ? oppositeOf(shape) : undefined
  const isFlipped = opposite !== undefined
  const edits: readonly Edit[] = [...arms.edits, ...(opposite ?? [])]
  const kept = isFlipped && limit !== undefined ? tidy(1 - limit) : limit
  const room = kept === undefined ? undefined : worse === 'lower' && !isFlipped ? 1 - kept : kept
  const margin = room === undefined ? '10%, at least 0.5 points' : `${tidy(room * 50)} points`
  const worseNow = isFlipped ? 'higher' : worse
  return {
    arms,
    metric: [
      entry('name', isFlipped ? `${name} (errors)` : name),
      entry('kind', 'proportion'),
      entry('events', countsText(query, shape.events, edits)),
      entry('trials', countsText(query, shape.trials, arms.edits)),
      ...(worseNow === 'lower' ? [entry('worse', 'lower')] : []),
      ...(kept === undefined ? [] : [entry('limit', `${tidy(kept * 100)}%`)]),
      entry(
        'margin',
        margin,
        `Chosen by \`sluice import\`: ${kept === undefined ? 'the original has no limit' : 'half of what the limit allows'}.`,
      ),
      ...(critical ? [] : [entry('critical', false)]),
    ],
    changes: once([
      ...shape.changes,
      ...(isFlipped ? ['Sluice counts the bad events instead of the good ones.'] : []),
      ...(bounds?.silencePasses === true ? [SILENCE_PASSED] : []),
    ]),
    chosen: [[`margin of "${name}"`, margin, MARGIN_WHY]],
  }
}

function once(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

export const SILENCE_PASSED = 'A missing value was good. In Sluice it never is.'

function quantile(
  { name, query, critical, bounds }: AskedMetric,
  shape: Shape & { readonly kind: 'quantile' },
  arms: QueryArms,
  { worse, limit }: Limits,
): Made {
  const histogram = histogramText(query, shape, arms.edits)
  const unit = /_milliseconds_|_ms_/.test(histogram) ? 'ms' : /_seconds_/.test(histogram) ? 's' : undefined
  const margin = limit === undefined ? '10%' : unit === undefined ? '50%' : `${tidy(limit / 2)} ${unit}`
  return {
    arms,
    metric: [
      entry('name', name),
      entry('kind', 'quantile'),
      entry('quantile', shape.quantile),
      entry('histogram', histogram),
      ...(worse === 'lower' ? [entry('worse', 'lower')] : []),
      ...(limit === undefined ? [] : [entry('limit', unit === undefined ? limit : `${limit} ${unit}`)]),
      entry(
        'margin',
        margin,
        'Chosen by `sluice import`. With buckets further apart than this, the metric stays undecided: see docs/metrics.md.',
      ),
      ...(critical ? [] : [entry('critical', false)]),
    ],
    changes: once([
      ...shape.changes,
      'Sluice compares the counts of the buckets, not one computed quantile.',
      ...(bounds?.silencePasses === true ? [SILENCE_PASSED] : []),
    ]),
    chosen: [[`margin of "${name}"`, margin, MARGIN_WHY]],
  }
}
