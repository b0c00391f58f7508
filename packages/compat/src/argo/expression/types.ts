/** What is known of a value before it is computed. `any` is what was inside a map or a mixed list. */
export type Type =
  | { readonly kind: 'int' | 'float' | 'string' | 'bool' | 'any' | 'map' }
  | { readonly kind: 'list'; readonly of: Type }

export const INT: Type = { kind: 'int' }
export const FLOAT: Type = { kind: 'float' }
export const STRING: Type = { kind: 'string' }
export const BOOL: Type = { kind: 'bool' }
export const ANY: Type = { kind: 'any' }
export const MAP: Type = { kind: 'map' }

export function typeOfList(of: Type): Type {
  return { kind: 'list', of }
}

/** The type of a query's value. Numbers are floats, as they are once JSON or a metric store has been read in Go. */
export function typeOfValue(value: unknown): Type {
  if (typeof value === 'number') return FLOAT
  if (typeof value === 'string') return STRING
  if (typeof value === 'boolean') return BOOL
  if (Array.isArray(value))
    return typeOfList(value.length > 0 && value.every((item) => typeof item === 'number') ? FLOAT : ANY)
  return typeof value === 'object' && value !== null ? MAP : ANY
}

export function isNumber({ kind }: Type): boolean {
  return kind === 'int' || kind === 'float'
}

/** Whether a value of this type may turn out to be what `accepts` accepts. */
export function maybe(type: Type, accepts: (type: Type) => boolean): boolean {
  return type.kind === 'any' || accepts(type)
}

/** Whether two values can be compared for equality at all. */
export function comparable(a: Type, b: Type): boolean {
  if (a.kind === 'any' || b.kind === 'any') return true
  return (isNumber(a) && isNumber(b)) || a.kind === b.kind
}

/** As Go names it, for error messages. */
export function typeName(type: Type): string {
  if (type.kind === 'list') return `[]${typeName(type.of)}`
  return { int: 'int', float: 'float64', string: 'string', bool: 'bool', any: 'interface {}', map: 'map' }[
    type.kind
  ]
}
