import { tidy, entry, type Entry } from '../release.ts'
import type { Bounds } from '../bounds.ts'
import { armsIn, CANDIDATE_MARK, type QueryArms } from './arms.ts'
import { countsText } from './counts.ts'
import { readPromql, type Edit, type Expr, rewritten, withoutComments } from './promql.ts'
import { histogramText, oppositeOf, shapeOf, type Shape } from './shape.ts'

/** A query with what the original demanded of its value. */
export interface AskedMetric {
  readonly name: string
  /** PromQL with the marks of `arms.ts` where the original fills in a version. */
  readonly query: string
  readonly bounds: Bounds | undefined
  /** Which values of the query are worse, where the original has no bounds and says it otherwise. */
  readonly worse?: 'higher' | 'lower'
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
      /** Whether what is measured is the value of the query, so that a share of the one is a share of the other. */
      readonly direct: boolean
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
  if (shape.kind === 'ratio' && countsApart(asked.query, shape))
    return alone(asked, expr, arms, 'It divides counts over different times, so it is not a share.')
  const limits = limitsFor(asked, shape)
  if (typeof limits === 'string') return alone(asked, expr, arms, limits)
  const made =
    shape.kind === 'ratio' ? proportion(asked, shape, arms, limits) : quantile(asked, shape, arms, limits)
  return JSON.stringify(made).includes(CANDIDATE_MARK) ? UNMARKED : made
}

function alone({ query }: AskedMetric, expr: Expr, arms: QueryArms, why: string): Made {
  const value = rewritten(query, { from: 0, to: Math.max(query.length, expr.to) }, arms.edits)
  return value.includes(CANDIDATE_MARK) ? UNMARKED : { value, arms, why }
}

const UNMARKED = {
  problem: 'It names the version in a place where Sluice cannot put `$arm`, such as a subquery or an offset.',
} as const

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

/** Bounds on the value of a query as a limit on what it measures, and which direction is worse; else why there is none. */
function limitsFor({ bounds, worse }: AskedMetric, { offset, factor, kind }: Shape): Limits | string {
  if (bounds === undefined) {
    if (worse === undefined) return 'Nothing says which of its values are worse.'
    return { worse: factor < 0 ? turned(worse) : worse }
  }
  const measure = (value: number | undefined): number | undefined =>
    value === undefined ? undefined : tidy((value - offset) / factor)
  const [low, high] = factor < 0 ? [bounds.max, bounds.min] : [bounds.min, bounds.max]
  const [least, most] = [measure(low), measure(high)]
  const isShare = kind === 'ratio'
  if (isShare && ((most ?? 0) > 1 || (least ?? 0) > 1))
    return 'Its limit is above 1, so it is not a share of something.'
  // Beside another bound, one that every share keeps says nothing.
  const isPair = isShare && least !== undefined && most !== undefined
  const min = isPair && least <= 0 ? undefined : least
  const max = isPair && most >= 1 ? undefined : most
  if (min !== undefined && max !== undefined)
    return 'It has a lower and an upper limit; other kinds have one.'
  if (max !== undefined) {
    if (max <= 0) return 'No event at all is allowed, and no traffic can prove that.'
    // A share is never above 1, so this bound says nothing but the direction.
    return isShare && max >= 1 ? { worse: 'higher' } : { worse: 'higher', limit: max }
  }
  if (min === undefined) return 'Nothing says which of its values are worse.'
  if (isShare && min >= 1) return 'Every event must be good, and no traffic can prove that.'
  return isShare && min <= 0 ? { worse: 'lower' } : { worse: 'lower', limit: min }
}

function turned(worse: 'higher' | 'lower'): 'higher' | 'lower' {
  return worse === 'higher' ? 'lower' : 'higher'
}

/** Whether the two counts of a ratio are not of the same time, as a count and a rate per second are not. */
function countsApart(query: string, { events, trials }: Shape & { readonly kind: 'ratio' }): boolean {
  const [one, other] = [events.expr, trials.expr].map(({ from, to }) => {
    const text = withoutComments(query.slice(from, to))
    const functions = text.match(/\b(rate|irate|increase)\b(?=\s*\()/g) ?? []
    const isPerSecond = functions.some((name) => name !== 'increase')
    const ranges = isPerSecond ? [] : (text.match(/\[[^\]]*\]/g) ?? [])
    return JSON.stringify([isPerSecond, [...new Set(ranges.map((range) => range.replaceAll(/\s/g, '')))]])
  })
  return one !== other
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
    direct: !isFlipped && shape.factor > 0 && shape.offset === 0,
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
  const direct = shape.factor > 0 && shape.offset === 0
  const margin = limit === undefined ? '10%' : unit === undefined ? '50%' : `${tidy(limit / 2)} ${unit}`
  return {
    arms,
    direct,
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
