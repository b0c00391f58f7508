import { ConditionError } from './condition-error.ts'
import type { Call, ConditionFunction } from './condition-function.ts'
import { describe, asBoolean, asNumber } from './operate.ts'
import { ANY, BOOL, FLOAT, INT, typeOfList, maybe, typeName, type Type } from './types.ts'

/** Functions that look at every item of a list through a closure, where `#` is the item. */
export const closureFunctions: readonly (readonly [string, ConditionFunction])[] = [
  [
    'all',
    predicate(
      () => BOOL,
      (hits, list) => hits.length === list.length,
    ),
  ],
  [
    'any',
    predicate(
      () => BOOL,
      (hits) => hits.length > 0,
    ),
  ],
  [
    'none',
    predicate(
      () => BOOL,
      (hits) => hits.length === 0,
    ),
  ],
  [
    'one',
    predicate(
      () => BOOL,
      (hits) => hits.length === 1,
    ),
  ],
  [
    'count',
    predicate(
      () => INT,
      (hits) => hits.length,
      1,
    ),
  ],
  [
    'filter',
    predicate(
      (list) => list,
      (hits, list) => hits.map((i) => list[i]),
    ),
  ],
  [
    'find',
    predicate(
      (list) => (list.kind === 'list' ? list.of : ANY),
      (hits, list) => list[hits[0] ?? -1] ?? null,
    ),
  ],
  [
    'findIndex',
    predicate(
      () => INT,
      (hits) => hits[0] ?? -1,
    ),
  ],
  [
    'findLast',
    predicate(
      (list) => (list.kind === 'list' ? list.of : ANY),
      (hits, list) => list[hits.at(-1) ?? -1] ?? null,
    ),
  ],
  ['map', { least: 2, most: 2, closure: true, check: mapType, run: (call) => listed(call).map(call.each) }],
  ['sum', { least: 1, most: 2, closure: true, check: ([list]) => sumType(list), run: total }],
]

function predicate(
  result: (list: Type) => Type,
  conclude: (hits: readonly number[], list: readonly unknown[]) => unknown,
  least = 2,
): ConditionFunction {
  return {
    least,
    most: 2,
    closure: true,
    check: ([list = ANY, body = BOOL]) => {
      demandList(list)
      if (!maybe(body, ({ kind }) => kind === 'bool'))
        throw new ConditionError(`a closure must be bool, got ${typeName(body)}`)
      return result(list)
    },
    run: (call) => {
      const list = listed(call)
      const test = call.args.length > 1 ? call.each : (item: unknown): unknown => item
      const hits = list.flatMap((item, i) => (asBoolean(test(item, i)) ? [i] : []))
      return conclude(hits, list)
    },
  }
}

function mapType([list = ANY, body = ANY]: readonly Type[]): Type {
  demandList(list)
  return typeOfList(body)
}

function sumType(list: Type = ANY): Type {
  demandList(list)
  return list.kind === 'list' && list.of.kind === 'int' ? INT : list.kind === 'any' ? ANY : FLOAT
}

function total(call: Call): number {
  const value = call.args.length > 1 ? call.each : (item: unknown): unknown => item
  return listed(call).reduce<number>((sum, item, i) => sum + asNumber(value(item, i)), 0)
}

function demandList(type: Type): void {
  if (!maybe(type, ({ kind }) => kind === 'list'))
    throw new ConditionError(`a list is needed, got ${typeName(type)}`)
}

function listed({ args }: Call): readonly unknown[] {
  const [list] = args
  if (Array.isArray(list)) return list
  throw new ConditionError(`a list is needed, got ${describe(list)}`)
}
