import { addsAmounts, countsOf, isConstant, type Counts } from './counts.ts'
import { rewritten, selectorsOf, type Edit, type Expr, type Matcher } from './promql.ts'

/** What a query measures, as far as a kind of metric has the same. Its value is `offset + factor` times the measure. */
export type Shape = {
  readonly offset: number
  readonly factor: number
  readonly changes: readonly string[]
} & (
  | { readonly kind: 'ratio'; readonly events: Counts; readonly trials: Counts }
  | {
      readonly kind: 'quantile'
      readonly quantile: number
      readonly inner: Expr
      readonly edits: readonly Edit[]
      readonly summed: boolean
    }
)

/** What a query measures; otherwise why no kind but a single number per interval fits it. */
export function shapeOf(expr: Expr): Shape | string {
  if (expr.kind === 'binary') return binaryShape(expr)
  if (expr.kind === 'call') return callShape(expr)
  if (countsOf(expr) !== undefined)
    return 'It counts events of one version without saying out of how many. The versions get unequal traffic.'
  return 'It gives a single number, without the counts that a comparison needs.'
}

function binaryShape(expr: Expr & { readonly kind: 'binary' }): Shape | string {
  const { op, left, right } = expr
  if (op === 'or' && isConstant(right)) {
    const shape = shapeOf(left)
    const why = 'No data counted as a number (`or vector(…)`). Sluice never takes no data for a good value.'
    return typeof shape === 'string' ? shape : { ...shape, changes: [...shape.changes, why] }
  }
  if (op === '/' && !(right.kind === 'number')) return ratioShape(expr)
  const constant = right.kind === 'number' ? right.value : left.kind === 'number' ? left.value : undefined
  if (constant === undefined) return 'It is arithmetic that is not a ratio of two counts.'
  const shape = shapeOf(right.kind === 'number' ? left : right)
  if (typeof shape === 'string') return shape
  const { offset, factor } = shape
  const isFirst = left.kind === 'number'
  switch (op) {
    case '*':
      return { ...shape, offset: offset * constant, factor: factor * constant }
    case '/':
      return isFirst
        ? 'It divides by a ratio.'
        : { ...shape, offset: offset / constant, factor: factor / constant }
    case '+':
      return { ...shape, offset: offset + constant }
    case '-':
      return isFirst
        ? { ...shape, offset: constant - offset, factor: -factor }
        : { ...shape, offset: offset - constant }
    case '>':
    case '>=':
    case '!=':
      return constant === 0 && !isFirst ? shape : 'It is a comparison, whose bound the counts would lose.'
    default:
      return 'It is arithmetic that is not a ratio of two counts.'
  }
}

function ratioShape({ left, right, joins }: Expr & { readonly kind: 'binary' }): Shape | string {
  if (joins) return 'It joins series by their labels (`on`, `ignoring`), which adding up would undo.'
  const scaled = scaledCounts(left)
  const trials = countsOf(right)
  if (scaled === undefined || trials === undefined)
    return 'It is a ratio, but not of two counts (`sum(rate(…))` or `sum(increase(…))`).'
  const { counts: events, factor } = scaled
  if (addsAmounts(events) || addsAmounts(trials))
    return 'It is a mean of amounts. Prometheus has no spread for it, which a comparison of means needs.'
  return { kind: 'ratio', offset: 0, factor, events, trials, changes: [...events.changes, ...trials.changes] }
}

/** `100 * sum(…)` above a fraction. */
function scaledCounts(expr: Expr): { readonly counts: Counts; readonly factor: number } | undefined {
  const counts = countsOf(expr)
  if (counts !== undefined) return { counts, factor: 1 }
  if (expr.kind !== 'binary' || expr.op !== '*') return undefined
  const [number, other] = expr.left.kind === 'number' ? [expr.left, expr.right] : [expr.right, expr.left]
  const inner = number.kind === 'number' ? countsOf(other) : undefined
  return inner === undefined || number.kind !== 'number' ? undefined : { counts: inner, factor: number.value }
}

function callShape(expr: Expr & { readonly kind: 'call' }): Shape | string {
  const [first, second] = expr.args
  if (changesNothing(expr) && first !== undefined) {
    const shape = shapeOf(first)
    const why = `\`${expr.name}\` is left out.`
    return typeof shape === 'string' ? shape : { ...shape, changes: [...shape.changes, why] }
  }
  if (expr.name !== 'histogram_quantile' || first?.kind !== 'number' || second === undefined)
    return countsOf(expr) === undefined
      ? 'It gives a single number, without the counts that a comparison needs.'
      : 'It counts events of one version without saying out of how many. The versions get unequal traffic.'
  const inner = bucketsOf(second)
  if (typeof inner === 'string') return inner
  if (!(first.value > 0 && first.value < 1))
    return `Its quantile is ${first.value}, which no kind of metric has.`
  return { kind: 'quantile', quantile: first.value, offset: 0, factor: 1, ...inner }
}

const LEFT_OUT: ReadonlySet<string> = new Set(['scalar', 'sort'])

/** A share or a latency is never below zero; other bounds and rounding change what a limit means. */
function changesNothing({ name, args }: Expr & { readonly kind: 'call' }): boolean {
  const [first, bound, ...more] = args
  if (LEFT_OUT.has(name)) return true
  const isLeast = name === 'clamp_min' && bound?.kind === 'number' && bound.value <= 0 && more.length === 0
  return (
    isLeast && first !== undefined && !(first.kind === 'binary' && (first.op === '-' || first.op === '+'))
  )
}

type Buckets = Pick<Shape & { readonly kind: 'quantile' }, 'inner' | 'edits' | 'summed' | 'changes'>

/** `sum by (le) (rate(…_bucket[5m]))` in any of its spellings. */
function bucketsOf(expr: Expr): Buckets | string {
  const counts = countsOf(expr)
  if (counts === undefined || !['aggregate', 'call'].includes(expr.kind))
    return 'Its quantile is not of `sum by (le) (rate(…_bucket[…]))`, so there are no counts for each bucket.'
  if (expr.kind !== 'aggregate')
    return { inner: expr, edits: counts.edits, summed: false, changes: counts.changes }
  const grouping = expr.grouping
  const others = (grouping?.labels ?? []).filter((label) => label !== 'le')
  if (grouping === undefined || grouping.without || !grouping.labels.includes('le'))
    return 'Its quantile adds up the buckets without `by (le)`, so there are no counts for each bucket.'
  const kept = counts.edits.filter(({ from, to }) => from !== grouping.from || to !== grouping.to)
  const changes =
    others.length === 0
      ? []
      : [`It was one value for each ${others.join(', ')}. Sluice adds them up for each version.`]
  return { inner: expr, edits: [...kept, { ...grouping, text: 'by (le)' }], summed: true, changes }
}

/** The buckets of a quantile as a text for `histogram`. */
export function histogramText(
  text: string,
  { inner, edits, summed }: Shape & { readonly kind: 'quantile' },
  more: readonly Edit[],
): string {
  const own = rewritten(text, inner, [...edits, ...more])
  return summed ? own : `sum by (le) (${own})`
}

const OPPOSITE: Readonly<Record<string, string>> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' }

/**
 * The edit that makes the bad events of the good ones, where both are the same series except for one matcher, such as
 * `code!~"5.."`; undefined where they differ in more.
 */
export function oppositeOf({
  events,
  trials,
}: Shape & { readonly kind: 'ratio' }): readonly Edit[] | undefined {
  const [own, ...more] = selectorsOf(events.expr)
  const [all, ...others] = selectorsOf(trials.expr)
  if (own === undefined || all === undefined || more.length + others.length > 0 || own.metric !== all.metric)
    return undefined
  const known = new Set(all.matchers.map(spelledMatcher))
  const extra = own.matchers.filter((matcher) => !known.has(spelledMatcher(matcher)))
  const [only] = extra
  const op = only === undefined ? undefined : OPPOSITE[only.op.text]
  if (only === undefined || op === undefined || own.matchers.length !== all.matchers.length + 1)
    return undefined
  return [{ from: only.op.from, to: only.op.to, text: op }]
}

function spelledMatcher({ label, op, value }: Matcher): string {
  return `${label}${op.text}${value}`
}
