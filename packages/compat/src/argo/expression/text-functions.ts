import { ConditionError } from './condition-error.ts'
import { always, plainFunction, type ConditionFunction } from './condition-function.ts'
import { describe, isMap, asText } from './operate.ts'
import { ANY, BOOL, INT, STRING, isNumber, typeOfList, maybe, typeName, type Type } from './types.ts'

/** Functions of texts, lists and maps. */
export const textFunctions: readonly (readonly [string, ConditionFunction])[] = [
  ['len', plainFunction(sized, ([value]) => size(value))],
  [
    'string',
    plainFunction(always(STRING), ([value]) =>
      typeof value === 'string' ? value : JSON.stringify(value ?? null),
    ),
  ],
  ['trim', plainFunction(textual(STRING), ([value]) => asText(value).trim())],
  ['upper', plainFunction(textual(STRING), ([value]) => asText(value).toUpperCase())],
  ['lower', plainFunction(textual(STRING), ([value]) => asText(value).toLowerCase())],
  ['split', plainFunction(textual(typeOfList(STRING)), ([value, by]) => asText(value).split(asText(by)), 2)],
  ['hasPrefix', plainFunction(textual(BOOL), ([value, start]) => asText(value).startsWith(asText(start)), 2)],
  ['hasSuffix', plainFunction(textual(BOOL), ([value, end]) => asText(value).endsWith(asText(end)), 2)],
  ['first', plainFunction(always(ANY), ([list]) => items(list)[0] ?? null)],
  ['last', plainFunction(always(ANY), ([list]) => items(list).at(-1) ?? null)],
  ['keys', plainFunction(always(typeOfList(STRING)), ([map]) => Object.keys(mapped(map)))],
  ['values', plainFunction(always(typeOfList(ANY)), ([map]) => Object.values(mapped(map)))],
]

function textual(result: Type): ConditionFunction['check'] {
  return (args) => {
    const other = args.find((type) => !maybe(type, ({ kind }) => kind === 'string'))
    if (other === undefined) return result
    throw new ConditionError(`text is needed, got ${typeName(other)}`)
  }
}

function sized([type = ANY]: readonly Type[]): Type {
  if (!isNumber(type) && type.kind !== 'bool') return INT
  throw new ConditionError(`a list, a map or text is needed, got ${typeName(type)}`)
}

function size(value: unknown): number {
  if (typeof value === 'string') return [...value].length
  return Array.isArray(value) ? value.length : Object.keys(mapped(value)).length
}

function mapped(value: unknown): Readonly<Record<string, unknown>> {
  if (isMap(value)) return value
  throw new ConditionError(`a map is needed, got ${describe(value)}`)
}

function items(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new ConditionError(`a list is needed, got ${describe(value)}`)
}
