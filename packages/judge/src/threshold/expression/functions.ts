import { closureFunctions } from './closure-functions.ts'
import { ConditionError } from './condition-error.ts'
import { argoFunctions } from './argo-functions.ts'
import { describe, isMap, number, text } from './operate.ts'
import { ANY, BOOL, FLOAT, INT, STRING, isNumber, listOf, maybe, typeName, type Type } from './types.ts'

/** What a function sees: its arguments, and for the closure functions the closure, item by item. */
export interface Call {
  readonly args: readonly unknown[]
  readonly each: (item: unknown, index: number) => unknown
  readonly result: unknown
}

/** A function of the condition language: how many arguments, what it returns for which types, and what it does. */
export interface ConditionFunction {
  readonly least: number
  readonly most: number
  /** The second argument is evaluated per item of the first. */
  readonly closure: boolean
  readonly check: (args: readonly Type[]) => Type
  readonly run: (call: Call) => unknown
}

/** Every function a condition may call. */
export const functions: ReadonlyMap<string, ConditionFunction> = new Map<string, ConditionFunction>([
  ['len', plain(sized(INT), ([value]) => size(value))],
  ['abs', plain(numeric, ([value]) => Math.abs(number(value)))],
  ['ceil', plain(numeric, ([value]) => Math.ceil(number(value)))],
  ['floor', plain(numeric, ([value]) => Math.floor(number(value)))],
  ['round', plain(numeric, ([value]) => roundAway(number(value)))],
  [
    'int',
    plain(
      () => INT,
      ([value]) => Math.trunc(toNumber(value)),
    ),
  ],
  [
    'float',
    plain(
      () => FLOAT,
      ([value]) => toNumber(value),
    ),
  ],
  [
    'string',
    plain(
      () => STRING,
      ([value]) => (typeof value === 'string' ? value : JSON.stringify(value ?? null)),
    ),
  ],
  ['trim', plain(textual(STRING), ([value]) => text(value).trim())],
  ['upper', plain(textual(STRING), ([value]) => text(value).toUpperCase())],
  ['lower', plain(textual(STRING), ([value]) => text(value).toLowerCase())],
  ['split', plain(textual(listOf(STRING)), ([value, by]) => text(value).split(text(by)), 2)],
  ['hasPrefix', plain(textual(BOOL), ([value, start]) => text(value).startsWith(text(start)), 2)],
  ['hasSuffix', plain(textual(BOOL), ([value, end]) => text(value).endsWith(text(end)), 2)],
  [
    'first',
    plain(
      () => ANY,
      ([list]) => items(list)[0] ?? null,
    ),
  ],
  [
    'last',
    plain(
      () => ANY,
      ([list]) => items(list).at(-1) ?? null,
    ),
  ],
  [
    'keys',
    plain(
      () => listOf(STRING),
      ([map]) => Object.keys(mapped(map)),
    ),
  ],
  [
    'values',
    plain(
      () => listOf(ANY),
      ([map]) => Object.values(mapped(map)),
    ),
  ],
  [
    'max',
    {
      ...plain(
        () => ANY,
        (args) => Math.max(...numbers(args)),
      ),
      most: 100,
    },
  ],
  [
    'min',
    {
      ...plain(
        () => ANY,
        (args) => Math.min(...numbers(args)),
      ),
      most: 100,
    },
  ],
  [
    'mean',
    {
      ...plain(
        () => FLOAT,
        (args) => average(numbers(args)),
      ),
      most: 100,
    },
  ],
  [
    'median',
    {
      ...plain(
        () => FLOAT,
        (args) => middle(numbers(args)),
      ),
      most: 100,
    },
  ],
  ...closureFunctions,
  ...argoFunctions,
])

function plain(
  check: ConditionFunction['check'],
  run: (args: readonly unknown[]) => unknown,
  count = 1,
): ConditionFunction {
  return { least: count, most: count, closure: false, check, run: ({ args }) => run(args) }
}

function numeric([type = ANY]: readonly Type[]): Type {
  return maybe(type, isNumber) ? type : refuse('a number', type)
}

function textual(result: Type): ConditionFunction['check'] {
  return (args) => {
    const other = args.find((type) => !maybe(type, ({ kind }) => kind === 'string'))
    return other === undefined ? result : refuse('text', other)
  }
}

function sized(result: Type): ConditionFunction['check'] {
  return ([type = ANY]) =>
    isNumber(type) || type.kind === 'bool' ? refuse('a list, a map or text', type) : result
}

function refuse(needed: string, got: Type): never {
  throw new ConditionError(`${needed} is needed, got ${typeName(got)}`)
}

function size(value: unknown): number {
  if (typeof value === 'string') return [...value].length
  if (Array.isArray(value)) return value.length
  return Object.keys(mapped(value)).length
}

function mapped(value: unknown): Readonly<Record<string, unknown>> {
  if (isMap(value)) return value
  throw new ConditionError(`a map is needed, got ${describe(value)}`)
}

function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new ConditionError(`a list is needed, got ${describe(value)}`)
}

function numbers(args: readonly unknown[]): readonly number[] {
  const all = args.flatMap((arg) => (Array.isArray(arg) ? arg : [arg])).map(number)
  if (all.length === 0) throw new ConditionError('at least one number is needed')
  return all
}

function average(all: readonly number[]): number {
  return all.reduce((total, value) => total + value, 0) / all.length
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
