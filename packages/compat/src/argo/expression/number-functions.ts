import { ConditionError } from './condition-error.ts'
import { always, plainFunction, type ConditionFunction } from './condition-function.ts'
import { asNumber } from './operate.ts'
import { ANY, FLOAT, INT, isNumber, maybe, typeName, type Type } from './types.ts'

const MAX_ARGUMENTS = 100

/** Functions of numbers, and of lists of them. */
export const numberFunctions: readonly (readonly [string, ConditionFunction])[] = [
  ['abs', plainFunction(numeric, ([value]) => Math.abs(asNumber(value)))],
  ['ceil', plainFunction(numeric, ([value]) => Math.ceil(asNumber(value)))],
  ['floor', plainFunction(numeric, ([value]) => Math.floor(asNumber(value)))],
  ['round', plainFunction(numeric, ([value]) => roundAway(asNumber(value)))],
  ['int', plainFunction(always(INT), ([value]) => Math.trunc(toNumber(value)))],
  ['float', plainFunction(always(FLOAT), ([value]) => toNumber(value))],
  ['max', ofMany(ANY, (all) => Math.max(...all))],
  ['min', ofMany(ANY, (all) => Math.min(...all))],
  ['mean', ofMany(FLOAT, (all) => all.reduce((total, value) => total + value, 0) / all.length)],
  ['median', ofMany(FLOAT, middle)],
]

function ofMany(type: Type, run: (all: readonly number[]) => number): ConditionFunction {
  return { ...plainFunction(always(type), (args) => run(numbers(args))), most: MAX_ARGUMENTS }
}

function numeric([type = ANY]: readonly Type[]): Type {
  if (maybe(type, isNumber)) return type
  throw new ConditionError(`a number is needed, got ${typeName(type)}`)
}

function numbers(args: readonly unknown[]): readonly number[] {
  const all = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])).map(asNumber)
  if (all.length === 0) throw new ConditionError('at least one number is needed')
  return all
}

function middle(all: readonly number[]): number {
  const sorted = Float64Array.from(all).sort()
  const half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2
}

function roundAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value))
}

function toNumber(value: unknown): number {
  const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof given === 'number' && !(typeof value === 'string' && Number.isNaN(given))) return given
  throw new ConditionError(`not a number: ${String(JSON.stringify(value))}`)
}
