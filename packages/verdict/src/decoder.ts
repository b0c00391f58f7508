/** Reads one shape out of unknown data; what does not fit is noted with its path, and a stand-in is returned. */
export type Decoder<T> = (data: unknown, path: string, problems: string[]) => T

type Decoded<S> = { readonly [K in keyof S]: S[K] extends Decoder<infer T> ? T : never }

const MAX_PROBLEMS = 50

export function note(problems: string[], path: string, expected: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push(`${path} must be ${expected}`)
}

export const text: Decoder<string> = (data, path, problems) => {
  if (typeof data === 'string') return data
  note(problems, path, 'text')
  return ''
}

export const flag: Decoder<boolean> = (data, path, problems) => {
  if (typeof data === 'boolean') return data
  note(problems, path, 'true or false')
  return false
}

/** A finite number. */
export const number: Decoder<number> = (data, path, problems) => {
  if (typeof data === 'number' && Number.isFinite(data)) return data
  note(problems, path, 'a finite number')
  return 0
}

/** A finite number of at least zero. */
export const count: Decoder<number> = (data, path, problems) => {
  const value = number(data, path, problems)
  if (value < 0) note(problems, path, 'at least 0')
  return value
}

const SPELLED: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
}

/** Any number; NaN and infinities are spelled as text. */
export const anyNumber: Decoder<number> = (data, path, problems) =>
  typeof data === 'string' && data in SPELLED ? (SPELLED[data] ?? 0) : number(data, path, problems)

export function orNull<T>(inner: Decoder<T>): Decoder<T | null> {
  return (data, path, problems) => (data === null ? null : inner(data, path, problems))
}

export function oneOf<const W extends string>(words: readonly W[]): Decoder<W> {
  return (data, path, problems) => {
    const found = words.find((word) => word === data)
    if (found === undefined) note(problems, path, `one of ${words.join(', ')}`)
    return found ?? (words[0] as W)
  }
}

export function listOf<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (data, path, problems) => {
    if (Array.isArray(data)) return data.map((each, i) => item(each, `${path}[${i}]`, problems))
    note(problems, path, 'a list')
    return []
  }
}

export function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

/** An object with all of `required` and any of `extra`; other keys are refused, for they would be lost. */
export function object<
  R extends Record<string, Decoder<unknown>>,
  E extends Record<string, Decoder<unknown>>,
>(required: R, extra?: E): Decoder<Decoded<R> & Partial<Decoded<E>>> {
  return (data, path, problems) => {
    const out: Record<string, unknown> = {}
    if (!isRecord(data)) note(problems, path, 'an object')
    const given = isRecord(data) ? data : {}
    for (const [key, decode] of Object.entries(required)) {
      if (isRecord(data)) out[key] = decode(given[key], `${path}.${key}`, problems)
    }
    for (const [key, decode] of Object.entries(extra ?? {})) {
      if (given[key] !== undefined) out[key] = decode(given[key], `${path}.${key}`, problems)
    }
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(required, key) && !Object.hasOwn(extra ?? {}, key))
        note(problems, `${path}.${key}`, 'absent')
    }
    return out as Decoded<R> & Partial<Decoded<E>>
  }
}

/** Any JSON object, kept as it is. */
export const record: Decoder<Readonly<Record<string, unknown>>> = (data, path, problems) => {
  if (isRecord(data)) return data
  note(problems, path, 'an object')
  return {}
}
