import { checkBinary } from './check-binary.ts'
import { ConditionError } from './condition-error.ts'
import { functions } from './functions.ts'
import type { Literal, Node } from './syntax.ts'
import {
  ANY,
  BOOL,
  FLOAT,
  INT,
  MAP,
  STRING,
  isNumber,
  typeOfList,
  maybe,
  typeName,
  type Type,
} from './types.ts'

/** The names a condition may use, and what `#` is inside the innermost closure. */
export interface Scope {
  readonly names: ReadonlyMap<string, Type>
  readonly item: Type | undefined
}

/**
 * The type of a condition, found without running it, so that a mistake in a branch not taken is still a mistake (as it
 * is where conditions are compiled). Throws `ConditionError`.
 */
export function typeOf(node: Node, scope: Scope): Type {
  switch (node.kind) {
    case 'literal':
      return literalType(node.literal)
    case 'name':
      return scope.names.get(node.name) ?? fail(`unknown name ${node.name}`)
    case 'item':
      return scope.item ?? fail('# is only known inside a closure')
    case 'index-of-item':
      return scope.item === undefined ? fail('#index is only known inside a closure') : INT
    case 'list':
      return listType(node.items.map((item) => typeOf(item, scope)))
    case 'map':
      node.entries.forEach(([key, value]) => [typeOf(key, scope), typeOf(value, scope)])
      return MAP
    case 'unary':
      return unaryType(node.operator, typeOf(node.operand, scope))
    case 'binary':
      return checkBinary(node.operator, typeOf(node.left, scope), typeOf(node.right, scope))
    case 'choice':
      return choiceType(node, scope)
    case 'member':
      return memberType(typeOf(node.of, scope), typeOf(node.key, scope))
    case 'slice':
      return sliceType(node, scope)
    case 'call':
      return callType(node, scope)
    case 'method':
      return fail(`type ${typeName(typeOf(node.of, scope))} has no method ${node.name}`)
    case 'closure':
      return fail('a closure is only known as an argument')
    case 'let': {
      const value = typeOf(node.value, scope)
      return typeOf(node.body, { ...scope, names: new Map([...scope.names, [node.name, value]]) })
    }
  }
}

function literalType(literal: Literal): Type {
  return { int: INT, float: FLOAT, string: STRING, bool: BOOL, nil: ANY }[literal.type]
}

function listType(items: readonly Type[]): Type {
  const [first] = items
  const alike = first !== undefined && items.every((item) => item.kind === first.kind)
  return typeOfList(alike ? first : ANY)
}

function unaryType(operator: string, operand: Type): Type {
  if (operator === '!') {
    if (maybe(operand, ({ kind }) => kind === 'bool')) return BOOL
  } else if (maybe(operand, isNumber)) return operand
  return fail(`invalid operation: ${operator} (on ${typeName(operand)})`)
}

function choiceType(node: Extract<Node, { kind: 'choice' }>, scope: Scope): Type {
  const test = typeOf(node.test, scope)
  if (!maybe(test, ({ kind }) => kind === 'bool'))
    fail(`non-bool expression (type ${typeName(test)}) used as condition`)
  const then = typeOf(node.then, scope)
  const otherwise = typeOf(node.otherwise, scope)
  return then.kind === otherwise.kind ? then : ANY
}

function memberType(of: Type, key: Type): Type {
  if (of.kind === 'any' || of.kind === 'map') return ANY
  if (of.kind === 'list') {
    return maybe(key, ({ kind }) => kind === 'int')
      ? of.of
      : fail(`a list can't be indexed by ${typeName(key)}`)
  }
  return fail(`type ${typeName(of)} has no members`)
}

function sliceType({ of, from, to }: Extract<Node, { kind: 'slice' }>, scope: Scope): Type {
  const type = typeOf(of, scope)
  for (const bound of [from, to]) {
    if (bound !== undefined && !maybe(typeOf(bound, scope), ({ kind }) => kind === 'int'))
      fail('a slice needs whole numbers')
  }
  return maybe(type, ({ kind }) => kind === 'list' || kind === 'string')
    ? type
    : fail(`cannot slice ${typeName(type)}`)
}

function callType({ name, args }: Extract<Node, { kind: 'call' }>, scope: Scope): Type {
  const called = functions.get(name)
  if (called === undefined) return fail(`unknown name ${name}`)
  if (args.length < called.least || args.length > called.most) {
    fail(
      `${name} takes ${called.least}${called.most > called.least ? ` to ${called.most}` : ''} arguments, got ${args.length}`,
    )
  }
  const [first, ...rest] = args
  const types = first === undefined ? [] : [typeOf(first, scope)]
  const item = types[0]?.kind === 'list' ? types[0].of : ANY
  for (const arg of rest)
    types.push(called.closure ? typeOf(bodyOf(arg), { ...scope, item }) : typeOf(arg, scope))
  return called.check(types)
}

/** A closure without its braces: `all(x, # > 1)` and `all(x, {# > 1})` are the same. */
export function bodyOf(node: Node): Node {
  return node.kind === 'closure' ? node.body : node
}

function fail(message: string): never {
  throw new ConditionError(message)
}
