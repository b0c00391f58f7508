import { isRecord, memberOf, notOneOf, told, unknownName, type Problems } from './problems.ts'

/** JSON Schema, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What `read` returns for data that it noted a problem about. */
export const UNREAD: unique symbol = Symbol('unread')
export type Unread = typeof UNREAD

/**
 * One shape of data. `read` takes unknown data and returns the value, or notes every problem under its path and returns
 * `UNREAD`. `accepts` completes the sentence "must be …". `json` is the same shape for editors.
 */
export interface Schema<T> {
  readonly accepts: string
  readonly json: JsonSchema
  readonly read: (data: unknown, path: string, problems: Problems) => T | Unread
  /** The value where a member of an object is missing. */
  readonly usual?: { readonly value: T }
}

export type ReadBy<S> = S extends Schema<infer T> ? T : never

/** A schema from a function that returns undefined for data it does not accept. */
export function custom<T>(
  accepts: string,
  json: JsonSchema,
  parse: (data: unknown) => T | undefined,
): Schema<T> {
  return {
    accepts,
    json,
    read: (data, path, problems) => {
      const value = parse(data)
      if (value !== undefined) return value
      problems.note(path, `must be ${accepts}, got ${told(data)}`)
      return UNREAD
    },
  }
}

/** Any text, the empty one included. */
export const text = custom('text', { type: 'string' }, (data) =>
  typeof data === 'string' ? data : undefined,
)

/** Text that is not blank, without the blanks around it. */
export const words = custom('text', { type: 'string', pattern: '\\S' }, (data) =>
  typeof data === 'string' && data.trim() !== '' ? data.trim() : undefined,
)

export const flag = custom('true or false', { type: 'boolean' }, (data) =>
  typeof data === 'boolean' ? data : undefined,
)

/** A finite number. */
export const number = custom('a finite number', { type: 'number' }, (data) =>
  typeof data === 'number' && Number.isFinite(data) ? data : undefined,
)

/** A finite number of at least zero. */
export const count = custom('a number of at least 0', { type: 'number', minimum: 0 }, (data) =>
  typeof data === 'number' && Number.isFinite(data) && data >= 0 ? data : undefined,
)

/** A finite number between two others, neither included. */
export function between(low: number, high: number, accepts: string): Schema<number> {
  const bounds = {
    ...(Number.isFinite(low) ? { exclusiveMinimum: low } : {}),
    ...(Number.isFinite(high) ? { exclusiveMaximum: high } : {}),
  }
  return custom(accepts, { type: 'number', ...bounds }, (data) =>
    typeof data === 'number' && data > low && data < high ? data : undefined,
  )
}

const SPELLED: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
])

/** Any number; NaN and infinities are spelled as text. */
export const anyNumber = custom(
  'a number, "NaN", "Infinity" or "-Infinity"',
  { type: ['number', 'string'] },
  (data) => SPELLED.get(data) ?? (typeof data === 'number' && Number.isFinite(data) ? data : undefined),
)

export function literal<const V extends string | number | boolean>(value: V): Schema<V> {
  return custom(JSON.stringify(value), { const: value }, (data) => (data === value ? value : undefined))
}

/** Exactly one of the words. The nearest is suggested where none is given. */
export function oneOf<const W extends string>(choices: readonly W[]): Schema<W> {
  return {
    accepts: `one of ${choices.join(', ')}`,
    json: { enum: choices },
    read: (data, path, problems) => {
      const found = choices.find((word) => word === data)
      if (found === undefined) problems.note(path, notOneOf(data, choices))
      return found ?? UNREAD
    },
  }
}

export function orNull<T>(inner: Schema<T>): Schema<T | null> {
  return {
    accepts: `${inner.accepts} or null`,
    json: { anyOf: [inner.json, { type: 'null' }] },
    read: (data, path, problems) => (data === null ? null : inner.read(data, path, problems)),
  }
}

export function listOf<T>(item: Schema<T>, least = 0): Schema<readonly T[]> {
  const accepts = `a list of ${item.accepts}`
  return {
    accepts,
    json: { type: 'array', items: item.json, ...(least === 0 ? {} : { minItems: least }) },
    read: (data, path, problems) => {
      if (!Array.isArray(data) || data.length < least) {
        problems.note(path, `must be ${accepts}, got ${told(data)}`)
        return UNREAD
      }
      const items: T[] = []
      for (const [i, each] of data.entries()) {
        const value = item.read(each, `${path}[${i}]`, problems)
        if (value !== UNREAD) items.push(value)
      }
      return items.length === data.length ? items : UNREAD
    },
  }
}

type Members = Readonly<Record<string, Schema<unknown>>>
type Whole<M extends Members> = { readonly [K in keyof M]: ReadBy<M[K]> }

/** An object with all of `required` and any of `extra`; other keys are refused, for they would be lost. */
export function object<R extends Members, E extends Members = Record<never, never>>(
  required: R,
  extra?: E,
): Schema<Whole<R> & Partial<Whole<E>>> {
  const members = new Map([...Object.entries(required), ...Object.entries(extra ?? {})])
  const needed = Object.keys(required).filter((key) => required[key]?.usual === undefined)
  return {
    accepts: 'a mapping',
    json: {
      type: 'object',
      properties: Object.fromEntries([...members].map(([key, member]) => [key, member.json])),
      ...(needed.length === 0 ? {} : { required: needed }),
      additionalProperties: false,
    },
    read: (data, path, problems) => {
      if (!isRecord(data)) {
        problems.note(path, `must be a mapping, got ${told(data)}`)
        return UNREAD
      }
      const out: Record<string, unknown> = {}
      let whole = true
      for (const [key, member] of members) {
        const given = Object.hasOwn(data, key) ? data[key] : undefined
        if (given === undefined && !Object.hasOwn(required, key)) continue
        const value =
          given === undefined && member.usual !== undefined
            ? member.usual.value
            : member.read(given, memberOf(path, key), problems)
        if (value === UNREAD) whole = false
        else out[key] = value
      }
      for (const key of Object.keys(data)) {
        if (members.has(key)) continue
        problems.note(memberOf(path, key), unknownName(key, [...members.keys()]))
        whole = false
      }
      return whole ? (out as Whole<R> & Partial<Whole<E>>) : UNREAD
    },
  }
}

/** Any JSON object, kept as it is. */
export const record = custom('a mapping', { type: 'object' }, (data) => (isRecord(data) ? data : undefined))

/** An object whose `key` says which of the shapes it has. */
export function variants<V extends Readonly<Record<string, Schema<object>>>>(
  key: string,
  shapes: V,
): Schema<ReadBy<V[keyof V]>> {
  const names = Object.keys(shapes)
  return {
    accepts: `a mapping with ${key}`,
    json: {
      type: 'object',
      required: [key],
      properties: { [key]: { enum: names } },
      oneOf: names.map((name) => shapes[name]?.json),
    },
    read: (data, path, problems) => {
      if (!isRecord(data)) {
        problems.note(path, `must be a mapping with ${key}, got ${told(data)}`)
        return UNREAD
      }
      const name = data[key]
      const shape = typeof name === 'string' && Object.hasOwn(shapes, name) ? shapes[name] : undefined
      if (shape !== undefined) return shape.read(data, path, problems) as ReadBy<V[keyof V]> | Unread
      problems.note(memberOf(path, key), notOneOf(name, names))
      return UNREAD
    },
  }
}

/** The same schema, with a sentence for editors. */
export function described<T>(inner: Schema<T>, description: string): Schema<T> {
  return { ...inner, json: { ...inner.json, description } }
}

/** The same schema for a member of an object that may be missing, where it means `value`. */
export function usually<T>(inner: Schema<T>, value: T): Schema<T> {
  return { ...inner, json: { ...inner.json, default: value }, usual: { value } }
}

/** The same shape, made into another value. `make` notes what it does not accept and then returns `UNREAD`. */
export function mapped<T, U>(
  inner: Schema<T>,
  make: (value: T, path: string, problems: Problems) => U | Unread,
): Schema<U> {
  return {
    accepts: inner.accepts,
    json: inner.json,
    read: (data, path, problems) => {
      const value = inner.read(data, path, problems)
      return value === UNREAD ? UNREAD : make(value, path, problems)
    },
  }
}

/** A whole JSON Schema document. */
export function jsonSchemaOf(schema: Schema<unknown>, title: string): JsonSchema {
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...schema.json }
}
