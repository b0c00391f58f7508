import { ConditionError } from './condition-error.ts'
import { readPrimary } from './parse-primary.ts'
import type { Binary, Node, Unary } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const LEVELS: Readonly<Record<string, number>> = {
  '|': 0,
  '||': 10,
  or: 10,
  '&&': 15,
  and: 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '<=': 20,
  '>': 20,
  '>=': 20,
  in: 20,
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  not: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '^': 100,
  '??': 500,
}
const UNARY: Readonly<Record<string, readonly [Unary, number]>> = {
  not: ['!', 50],
  '!': ['!', 50],
  '-': ['-', 90],
  '+': ['+', 90],
}
const ALIASES: Readonly<Record<string, Binary>> = { or: '||', and: '&&', '^': '**' }
const NEGATABLE = ['in', 'matches', 'contains', 'startsWith', 'endsWith']

/** Parses a condition in the subset of expr-lang that docs/argo.md lists. Throws `ConditionError`. */
export function parseCondition(condition: string): Node {
  const stream = new TokenStream(condition)
  const node = readExpression(stream)
  if (stream.current.kind !== 'end') stream.fail('the end of the condition')
  return node
}

/** An expression with everything that binds at least as tightly as `level`. */
export function readExpression(stream: TokenStream, level = 0): Node {
  return stream.nested(() => {
    if (level === 0 && stream.is('let')) return readLet(stream)
    let node = readUnary(stream)
    for (;;) {
      const next = readOperator(stream, node, level)
      if (next === undefined) break
      node = next
    }
    return level === 0 ? readChoice(stream, node) : node
  })
}

function readUnary(stream: TokenStream): Node {
  const unary = isWord(stream) ? UNARY[stream.current.text] : undefined
  if (unary === undefined) return readPrimary(stream, readExpression)
  stream.take()
  const [operator, level] = unary
  return { kind: 'unary', operator, operand: readExpression(stream, level) }
}

function readOperator(stream: TokenStream, left: Node, level: number): Node | undefined {
  if (!isWord(stream)) return undefined
  const { text } = stream.current
  const own = Object.hasOwn(LEVELS, text) ? LEVELS[text] : undefined
  if (own === undefined || own < level) return undefined
  if (text === 'not') return readNegated(stream, left)
  stream.take()
  if (text === '|') return readPipe(stream, left)
  const operator = ALIASES[text] ?? (text as Binary)
  const right = readExpression(stream, operator === '**' ? own : own + 1)
  return { kind: 'binary', operator, left, right }
}

function readNegated(stream: TokenStream, left: Node): Node | undefined {
  if (!NEGATABLE.includes(stream.ahead(1).text)) return undefined
  stream.take()
  const operator = stream.take().text as Binary
  const right = readExpression(stream, 21)
  return { kind: 'unary', operator: '!', operand: { kind: 'binary', operator, left, right } }
}

// `x | f(y)` is f(x, y).
function readPipe(stream: TokenStream, left: Node): Node {
  const call = readPrimary(stream, readExpression)
  if (call.kind !== 'call') throw new ConditionError('after | a function call must follow')
  return { ...call, args: [left, ...call.args] }
}

function readChoice(stream: TokenStream, test: Node): Node {
  if (!stream.accept('?')) return test
  const then = readExpression(stream)
  stream.expect(':')
  return { kind: 'choice', test, then, otherwise: readExpression(stream) }
}

function readLet(stream: TokenStream): Node {
  stream.take()
  const name = stream.take()
  if (name.kind !== 'name') throw new ConditionError('after let a name must follow')
  stream.expect('=')
  const value = readExpression(stream)
  stream.expect(';')
  return { kind: 'let', name: name.text, value, body: readExpression(stream) }
}

function isWord(stream: TokenStream): boolean {
  return stream.current.kind === 'operator' || stream.current.kind === 'name'
}
