import { parser } from '@prometheus-io/lezer-promql'
import type { SyntaxNode } from '@lezer/common'

/** A part of a query, with where it stands in the text. */
export type Expr = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'binary'
      readonly op: string
      readonly left: Expr
      readonly right: Expr
      /** It joins series by labels, as `on (x)` and `group_left` do. */
      readonly joins: boolean
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[]; readonly head: TextSpan }
  | {
      readonly kind: 'aggregate'
      readonly op: string
      readonly args: readonly Expr[]
      /** `by (…)` or `without (…)`, with the space before it. */
      readonly grouping?: TextSpan & { readonly labels: readonly string[]; readonly without: boolean }
    }
  | {
      readonly kind: 'selector'
      readonly metric: string
      readonly matchers: readonly Matcher[]
      /** Where one more matcher can be written, and what must stand before it. */
      readonly insert: { readonly at: number; readonly before: string; readonly after: string }
      readonly range?: TextSpan
    }
  | { readonly kind: 'other' }
)

export interface TextSpan {
  readonly from: number
  readonly to: number
}

export interface Matcher extends TextSpan {
  readonly label: string
  readonly op: TextSpan & { readonly text: string }
  /** The value without its quotes. */
  readonly value: string
  readonly inside: TextSpan
}

/** Reads PromQL; undefined for a text that is not PromQL. */
export function readPromql(text: string): Expr | undefined {
  const tree = parser.parse(text)
  let broken = false
  tree.iterate({ enter: ({ type }) => void (broken ||= type.isError) })
  const top = tree.topNode.firstChild
  return broken || top === null ? undefined : exprOf(top, text)
}

function exprOf(node: SyntaxNode, text: string): Expr {
  const at = { from: node.from, to: node.to }
  switch (node.name) {
    case 'NumberDurationLiteral':
      return numberOf(node, text)
    case 'ParenExpr':
      return node.firstChild === null ? { ...at, kind: 'other' } : exprOf(node.firstChild, text)
    case 'BinaryExpr':
      return binaryOf(node, text)
    case 'FunctionCall':
      return callOf(node, text)
    case 'AggregateExpr':
      return aggregateOf(node, text)
    case 'VectorSelector':
      return selectorOf(node, text)
    case 'MatrixSelector': {
      const selector = node.getChild('VectorSelector')
      const range = node.getChild('DurationExpr')
      if (selector === null || range === null) return { ...at, kind: 'other' }
      return { ...selectorOf(selector, text), ...at, range: { from: range.from, to: range.to } } as Expr
    }
    default:
      return { ...at, kind: 'other' }
  }
}

function numberOf({ from, to }: SyntaxNode, text: string): Expr {
  const value = Number(text.slice(from, to))
  return Number.isFinite(value) ? { from, to, kind: 'number', value } : { from, to, kind: 'other' }
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child)
  return children
}

function binaryOf(node: SyntaxNode, text: string): Expr {
  const children = childrenOf(node)
  const [left, op] = children
  const right = children.at(-1)
  const { from, to } = node
  if (left === undefined || op === undefined || right === undefined) return { from, to, kind: 'other' }
  return {
    from,
    to,
    kind: 'binary',
    op: text.slice(op.from, op.to).toLowerCase(),
    left: exprOf(left, text),
    right: exprOf(right, text),
    joins: children.length > 3,
  }
}

function argsOf(node: SyntaxNode, text: string): readonly Expr[] {
  const body = node.getChild('FunctionCallBody')
  return body === null ? [] : childrenOf(body).map((child) => exprOf(child, text))
}

function callOf(node: SyntaxNode, text: string): Expr {
  const { from, to } = node
  const head = node.getChild('FunctionIdentifier')
  if (head === null) return { from, to, kind: 'other' }
  return {
    from,
    to,
    kind: 'call',
    name: text.slice(head.from, head.to),
    args: argsOf(node, text),
    head: { from: head.from, to: head.to },
  }
}

function aggregateOf(node: SyntaxNode, text: string): Expr {
  const { from, to } = node
  const op = node.getChild('AggregateOp')
  if (op === null) return { from, to, kind: 'other' }
  const modifier = node.getChild('AggregateModifier')
  const labels = modifier?.getChild('GroupingLabels')
  return {
    from,
    to,
    kind: 'aggregate',
    op: text.slice(op.from, op.to).toLowerCase(),
    args: argsOf(node, text),
    ...(modifier === null
      ? {}
      : {
          grouping: {
            from: modifier.from,
            to: modifier.to,
            labels: labels ? childrenOf(labels).map((one) => text.slice(one.from, one.to)) : [],
            without: modifier.getChild('Without') !== null,
          },
        }),
  }
}

function selectorOf(node: SyntaxNode, text: string): Expr {
  const { from, to } = node
  const name = node.getChild('Identifier')
  const list = node.getChild('LabelMatchers')
  const matchers = (list === null ? [] : childrenOf(list)).flatMap((one) => matcherOf(one, text))
  const named = name === null ? undefined : text.slice(name.from, name.to)
  const metric = named ?? matchers.find(({ label }) => label === '__name__')?.value ?? ''
  const last = list === null ? undefined : childrenOf(list).at(-1)
  const insert =
    list === null
      ? { at: to, before: '{', after: '}' }
      : last === undefined
        ? { at: list.from + 1, before: '', after: '' }
        : { at: last.to, before: ',', after: '' }
  return { from, to, kind: 'selector', metric, matchers, insert }
}

function matcherOf(node: SyntaxNode, text: string): readonly Matcher[] {
  const [label, op, value] = childrenOf(node)
  if (node.name !== 'UnquotedLabelMatcher' || label === undefined || op === undefined || value === undefined)
    return []
  return [
    {
      from: node.from,
      to: node.to,
      label: text.slice(label.from, label.to),
      op: { from: op.from, to: op.to, text: text.slice(op.from, op.to) },
      value: text.slice(value.from + 1, value.to - 1),
      inside: { from: value.from + 1, to: value.to - 1 },
    },
  ]
}

/** Every selector in an expression. */
export function selectorsOf(expr: Expr): readonly (Expr & { readonly kind: 'selector' })[] {
  switch (expr.kind) {
    case 'selector':
      return [expr]
    case 'binary':
      return [...selectorsOf(expr.left), ...selectorsOf(expr.right)]
    case 'call':
    case 'aggregate':
      return expr.args.flatMap(selectorsOf)
    case 'number':
    case 'other':
      return []
  }
}

/** A change to a text: what stands in this span becomes something else. */
export interface Edit extends TextSpan {
  readonly text: string
}

/** The text of a span with all edits that lie in it. */
export function rewritten(text: string, span: TextSpan, edits: readonly Edit[]): string {
  const own = edits
    .filter(({ from, to }) => from >= span.from && to <= span.to)
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
  let [result, done] = ['', span.from]
  for (const edit of own) {
    if (edit.from < done) continue
    result += text.slice(done, edit.from) + edit.text
    done = edit.to
  }
  return withoutComments(result + text.slice(done, span.to))
}

/** A query in one line: comments and line breaks go, and what stands between quotes stays. */
export function withoutComments(text: string): string {
  return text
    .replaceAll(
      /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|#[^\n]*|\s+/g,
      (_, quoted: string | undefined) => quoted ?? ' ',
    )
    .replaceAll(/ {2,}(?=(?:[^"'`]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*$)/g, ' ')
    .trim()
}
