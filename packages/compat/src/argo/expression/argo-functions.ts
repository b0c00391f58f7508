import { ConditionError } from './condition-error.ts'
import type { ConditionFunction } from './condition-function.ts'
import { describe, asNumber } from './operate.ts'
import { ANY, BOOL, FLOAT, INT, isNumber, maybe, typeName, type Type } from './types.ts'

const WHOLE = /^[+-]?\d+$/
const FLOATING = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const NOT_FINITE = /^([+-]?)(?:inf|infinity)$/i
const LEAST_INT = -(2 ** 63)

/** What Argo Rollouts adds to the language. `isNil` and `default` look at the result whatever they are given, as there. */
export const argoFunctions: readonly (readonly [string, ConditionFunction])[] = [
  [
    'asInt',
    takes(
      1,
      () => INT,
      ([value]) => asInt(value),
    ),
  ],
  [
    'asFloat',
    takes(
      1,
      () => FLOAT,
      ([value]) => asFloat(value),
    ),
  ],
  ['isNaN', takes(1, numeric, ([value]) => Number.isNaN(asNumber(value)))],
  ['isInf', takes(1, numeric, ([value]) => Math.abs(asNumber(value)) === Infinity)],
  [
    'isNil',
    takes(
      1,
      () => BOOL,
      (_, result) => absent(result),
    ),
  ],
  [
    'default',
    takes(
      2,
      () => ANY,
      ([, fallback], result) => (absent(result) ? fallback : result),
    ),
  ],
]

function takes(
  count: number,
  check: ConditionFunction['check'],
  run: (args: readonly unknown[], result: unknown) => unknown,
): ConditionFunction {
  return { least: count, most: count, closure: false, check, run: ({ args, result }) => run(args, result) }
}

function numeric([type = ANY]: readonly Type[]): Type {
  if (maybe(type, isNumber)) return BOOL
  throw new ConditionError(`a number is needed, got ${typeName(type)}`)
}

function absent(value: unknown): boolean {
  return value === null || value === undefined
}

/** A number cut off at the point, or text that is a whole number. */
export function asInt(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : LEAST_INT
  if (typeof value === 'string' && WHOLE.test(value)) return Number(value)
  throw new ConditionError(`asInt: ${spelled(value)} is not a whole number`)
}

/** A number, or text that is one; text may say NaN or Inf. */
export function asFloat(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') throw new ConditionError(`asFloat: ${spelled(value)} is not a number`)
  if (FLOATING.test(value)) return Number(value)
  if (value.toLowerCase() === 'nan') return NaN
  const sign = NOT_FINITE.exec(value)?.[1]
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity
  throw new ConditionError(`asFloat: ${spelled(value)} is not a number`)
}

function spelled(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : describe(value)
}
