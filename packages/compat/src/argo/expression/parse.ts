import { ConditionError } from './condition-error.ts'
import { BINARY, UNARY } from './operators.ts'
import { readPrimary } from './parse-primary.ts'
import type { Node } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const COMPARISON = 20
const PIPE = '|'
const NEGATABLE = ['in', 'matches', 'contains', 'startsWith', 'endsWith']

/** Parses a condition in the subset of expr-lang that docs/argo.md lists. Throws `ConditionError`. */
export function parseCondition(condition: string): Node {
  const stream = new TokenStream(condition)
  const node = readExpression(stream)
  if (stream.current.kind !== 'end') stream.fail('the end of the condition')
  return node
}

/** An expression with everything that binds at least as tightly as `level`. */
function readExpression(stream: TokenStream, level = 0): Node {
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
  const unary = isWord(stream) ? UNARY.get(stream.current.text) : undefined
  if (unary === undefined) return readPrimary(stream, readExpression)
  stream.take()
  const [operator, level] = unary
  return { kind: 'unary', operator, operand: readExpression(stream, level) }
}

function readOperator(stream: TokenStream, left: Node, level: number): Node | undefined {
  if (!isWord(stream)) return undefined
  const { text } = stream.current
  if (text === PIPE) return level === 0 ? readPipe(stream, left) : undefined
  if (text === 'not') return level <= COMPARISON ? readNegated(stream, left) : undefined
  const binary = BINARY.get(text)
  if (binary === undefined || binary.level < level) return undefined
  stream.take()
  const { operator } = binary
  const right = readExpression(stream, operator === '**' ? binary.level : binary.level + 1)
  return { kind: 'binary', operator, left, right }
}

function readNegated(stream: TokenStream, left: Node): Node | undefined {
  const { text } = stream.ahead(1)
  const binary = NEGATABLE.includes(text) ? BINARY.get(text) : undefined
  if (binary === undefined) return undefined
  stream.take()
  stream.take()
  const right = readExpression(stream, COMPARISON + 1)
  return { kind: 'unary', operator: '!', operand: { kind: 'binary', operator: binary.operator, left, right } }
}

// `x | f(y)` is f(x, y).
function readPipe(stream: TokenStream, left: Node): Node {
  stream.take()
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
