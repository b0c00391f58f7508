import { rewritten, selectorsOf, type Edit, type Expr } from './promql.ts'

/** How many of something happened: what an increase over one interval can count. */
export interface Counts {
  /** Series it is read from. */
  readonly expr: Expr
  readonly edits: readonly Edit[]
  /** What the original did that this does not. */
  readonly changes: readonly string[]
}

const RATES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase'])

/** An expression as counts over `$window`; undefined where it counts nothing. */
export function countsOf(expr: Expr): Counts | undefined {
  switch (expr.kind) {
    case 'aggregate': {
      const [inner] = expr.args
      if (expr.op !== 'sum' || inner === undefined || expr.args.length > 1) return undefined
      const counts = countsOf(inner)
      if (counts === undefined || expr.grouping === undefined) return counts && { ...counts, expr }
      const { from, to, labels } = expr.grouping
      const change =
        labels.length === 0
          ? []
          : [`It was one value for each ${labels.join(', ')}. Sluice adds them up for each version.`]
      return {
        expr,
        edits: [...counts.edits, { from, to, text: '' }],
        changes: [...counts.changes, ...change],
      }
    }
    case 'call':
      return callCounts(expr)
    case 'binary':
      return binaryCounts(expr)
    case 'selector':
    case 'number':
    case 'other':
      return undefined
  }
}

function callCounts(expr: Expr & { readonly kind: 'call' }): Counts | undefined {
  const [inner] = expr.args
  if (inner === undefined) return undefined
  if (expr.name === 'clamp_min' || expr.name === 'clamp_max') {
    const counts = countsOf(inner)
    return (
      counts && {
        ...counts,
        changes: [...counts.changes, `\`${expr.name}\` is not needed: no traffic is no division.`],
      }
    )
  }
  if (!RATES.has(expr.name) || inner.kind !== 'selector' || inner.range === undefined) return undefined
  const { head } = expr
  return {
    expr,
    edits: [
      { ...head, text: 'increase' },
      { ...inner.range, text: '$window' },
    ],
    changes:
      expr.name === 'irate'
        ? ['`irate` looked at the last two points. Sluice counts the whole interval.']
        : [],
  }
}

function binaryCounts(expr: Expr & { readonly kind: 'binary' }): Counts | undefined {
  const left = countsOf(expr.left)
  if (left === undefined) return undefined
  if (expr.op === 'or' && isConstant(expr.right)) {
    const why =
      'No data counted as a number (`or vector(…)`). Here it counts as zero only once the query has matched.'
    return { ...left, changes: [...left.changes, why] }
  }
  if (COMPARING.has(expr.op) && expr.right.kind === 'number' && expr.right.value === 0) return left
  const right = countsOf(expr.right)
  if ((expr.op !== '+' && expr.op !== '-') || expr.joins || right === undefined) return undefined
  return { expr, edits: [...left.edits, ...right.edits], changes: [...left.changes, ...right.changes] }
}

const COMPARING: ReadonlySet<string> = new Set(['>', '>=', '!='])

/** `vector(0)`, or a number. */
export function isConstant(expr: Expr): boolean {
  if (expr.kind === 'number') return true
  return expr.kind === 'call' && expr.name === 'vector' && expr.args.every((arg) => arg.kind === 'number')
}

/** The text of counts; a single rate is added up, so that one series remains. */
export function countsText(text: string, { expr, edits }: Counts, more: readonly Edit[]): string {
  const inner = rewritten(text, expr, [...edits, ...more])
  return expr.kind === 'call' ? `sum(${inner})` : inner
}

/** Whether counts read seconds or bytes, and not how often something happened: the `_sum` of a histogram. */
export function addsAmounts({ expr }: Counts): boolean {
  return selectorsOf(expr).some(({ metric }) => /_(sum|seconds_total|bytes_total|bytes)$/.test(metric))
}
