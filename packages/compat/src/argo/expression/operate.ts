import { ConditionError } from './condition-error.ts'
import type { Binary } from './syntax.ts'

/** Deep equality as Go sees it: by value, NaN unequal to itself, values of different types unequal. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => equal(item, b[i]))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  )
}

/** Whether a value is a map: a JSON object. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const TEXT_OPERATORS = ['matches', 'contains', 'startsWith', 'endsWith'] as const
const ORDERS = ['<', '<=', '>', '>='] as const

/** `left operator right` for values already computed; the operators that skip their right side are not among them. */
export function operate(operator: Binary, left: unknown, right: unknown): unknown {
  if (operator === '==') return equal(left, right)
  if (operator === '!=') return !equal(left, right)
  if (operator === 'in') return contains(right, left)
  const inside = TEXT_OPERATORS.find((each) => each === operator)
  if (inside !== undefined) return inText(inside, asText(left), asText(right))
  const order = ORDERS.find((each) => each === operator)
  if (order !== undefined) return ordered(order, left, right)
  if (operator === '+' && typeof left === 'string') return left + asText(right)
  return arithmetic(operator, asNumber(left), asNumber(right))
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: unknown, right: unknown): boolean {
  const [a, b] = typeof left === 'string' ? [left, asText(right)] : [asNumber(left), asNumber(right)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function arithmetic(operator: Binary, a: number, b: number): unknown {
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  if (operator === '*') return a * b
  if (operator === '/') return a / b
  if (operator === '**') return a ** b
  if (operator === '%') return remainder(a, b)
  if (operator === '..') return range(a, b)
  throw new ConditionError(`unknown operator ${operator}`)
}

function remainder(a: number, b: number): number {
  if (!Number.isInteger(a) || !Number.isInteger(b)) throw new ConditionError('% needs whole numbers')
  if (b === 0) throw new ConditionError('integer divide by zero')
  return a % b
}

const MAX_RANGE = 10_000

function range(from: number, to: number): readonly number[] {
  if (!(to - from < MAX_RANGE)) throw new ConditionError(`a range has at most ${MAX_RANGE} numbers`)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}

function contains(container: unknown, item: unknown): boolean {
  if (container === null || container === undefined) return false
  if (Array.isArray(container)) return container.some((each) => equal(each, item))
  if (isMap(container)) return Object.hasOwn(container, asText(item))
  throw new ConditionError(`operator in is not defined on ${describe(container)}`)
}

function inText(
  operator: 'matches' | 'contains' | 'startsWith' | 'endsWith',
  left: string,
  right: string,
): boolean {
  if (operator === 'contains') return left.includes(right)
  if (operator === 'startsWith') return left.startsWith(right)
  return operator === 'endsWith' ? left.endsWith(right) : pattern(right).test(left)
}

function pattern(source: string): RegExp {
  const [, flags = '', rest = source] = /^\(\?([ims]+)\)([^]*)$/.exec(source) ?? []
  try {
    return new RegExp(rest, `u${flags}`)
  } catch {
    throw new ConditionError(`not a pattern: ${source}`)
  }
}

export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value
  throw new ConditionError(`a number is needed, got ${describe(value)}`)
}

export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new ConditionError(`text is needed, got ${describe(value)}`)
}

export function asBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw new ConditionError(`expected bool, but got ${describe(value)}`)
}

/** What a value is, for error messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nil'
  if (Array.isArray(value)) return 'a list'
  return isMap(value) ? 'a map' : typeof value
}
