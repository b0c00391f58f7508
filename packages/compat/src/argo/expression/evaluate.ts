import { bodyOf } from './check.ts'
import { ConditionError } from './condition-error.ts'
import { functions } from './functions.ts'
import { describe, asBoolean, isMap, asNumber, operate, asText } from './operate.ts'
import type { Node } from './syntax.ts'

/** The values a condition sees: names, the query's result, and the item of the innermost closure. */
export interface Bindings {
  readonly names: ReadonlyMap<string, unknown>
  readonly result: unknown
  readonly item?: { readonly value: unknown; readonly index: number }
}

/** The value of a condition that was checked before. Throws `ConditionError`. */
export function evaluate(node: Node, values: Bindings): unknown {
  switch (node.kind) {
    case 'literal':
      return node.literal.type === 'nil' ? null : node.literal.value
    case 'name':
      return values.names.get(node.name)
    case 'item':
      return values.item?.value
    case 'index-of-item':
      return values.item?.index
    case 'list':
      return node.items.map((item) => evaluate(item, values))
    case 'map':
      return Object.fromEntries(
        node.entries.map(([key, value]) => [evaluate(key, values), evaluate(value, values)]),
      )
    case 'unary':
      return unary(node.operator, evaluate(node.operand, values))
    case 'binary':
      return binary(node, values)
    case 'choice':
      return evaluate(asBoolean(evaluate(node.test, values)) ? node.then : node.otherwise, values)
    case 'member':
      return member(evaluate(node.of, values), evaluate(node.key, values), node.optional)
    case 'slice':
      return slice(node, values)
    case 'call':
      return call(node, values)
    case 'let':
      return evaluate(node.body, letting(node, values))
    case 'method':
    case 'closure':
      throw new ConditionError(`${node.kind} can't be evaluated`)
  }
}

function unary(operator: string, operand: unknown): unknown {
  if (operator === '!') return !asBoolean(operand)
  return operator === '-' ? -asNumber(operand) : asNumber(operand)
}

function binary({ operator, left, right }: Extract<Node, { kind: 'binary' }>, values: Bindings): unknown {
  const first = evaluate(left, values)
  if (operator === '&&') return asBoolean(first) && asBoolean(evaluate(right, values))
  if (operator === '||') return asBoolean(first) || asBoolean(evaluate(right, values))
  if (operator === '??') return first ?? evaluate(right, values)
  return operate(operator, first, evaluate(right, values))
}

function member(of: unknown, key: unknown, optional: boolean): unknown {
  if (Array.isArray(of)) return at(of, asNumber(key))
  if (isMap(of)) {
    const name = asText(key)
    return Object.hasOwn(of, name) ? of[name] : null
  }
  if (optional && (of === null || of === undefined)) return null
  throw new ConditionError(`cannot fetch ${String(key)} from ${describe(of)}`)
}

function at(list: readonly unknown[], index: number): unknown {
  const position = index < 0 ? list.length + index : index
  if (Number.isInteger(position) && position >= 0 && position < list.length) return list[position]
  throw new ConditionError(`index ${index} out of range (list of ${list.length})`)
}

function slice(node: Extract<Node, { kind: 'slice' }>, values: Bindings): unknown {
  const of = evaluate(node.of, values)
  const bound = (end: Node | undefined): number | undefined =>
    end === undefined ? undefined : asNumber(evaluate(end, values))
  if (Array.isArray(of) || typeof of === 'string') return of.slice(bound(node.from), bound(node.to))
  throw new ConditionError(`cannot slice ${describe(of)}`)
}

function call({ name, args }: Extract<Node, { kind: 'call' }>, values: Bindings): unknown {
  const called = functions.get(name)
  if (called === undefined) throw new ConditionError(`unknown name ${name}`)
  const [, body] = args
  const each = (value: unknown, index: number): unknown =>
    body === undefined ? value : evaluate(bodyOf(body), { ...values, item: { value, index } })
  const given = called.closure
    ? args.map((arg, i) => (i === 0 ? evaluate(arg, values) : null))
    : args.map((arg) => evaluate(arg, values))
  return called.run({ args: given, each, result: values.result })
}

function letting(node: Extract<Node, { kind: 'let' }>, values: Bindings): Bindings {
  return { ...values, names: new Map([...values.names, [node.name, evaluate(node.value, values)]]) }
}
