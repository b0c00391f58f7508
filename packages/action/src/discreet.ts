import { UserError } from './fields/user-error.ts'
import type { Io } from './io.ts'
import { secretForms } from './mask.ts'

/** What an adapter says of its server, without the secrets that were masked so far. */
export interface Discreet {
  /** Collects what is masked through it: settings, and tokens that are fetched later. */
  readonly io: Io
  readonly text: (said: string) => string
  /** The same data; texts in it tell no secret. Lists of numbers are not looked through. */
  readonly data: <T>(data: T) => T
  /** The same promise; an error of ours tells no secret. */
  readonly told: <T>(asked: Promise<T>) => Promise<T>
}

/**
 * Messages quote servers, and one that repeats what it was sent would repeat a password. The runner masks only the log, not
 * checks, comments and outputs.
 */
export function discreet(io: Io): Discreet {
  const secrets = new Set<string>()
  const text = (said: string): string => {
    // The longest go first, because one may be part of another.
    const forms = [...secrets].flatMap(secretForms).toSorted((a, b) => b.length - a.length)
    return forms.reduce((shown, form) => shown.replaceAll(form, '***'), said)
  }
  const data = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (typeof value !== 'object' || value === null || typeof (value as unknown[])[0] === 'number')
      return value
    if (Array.isArray(value)) return value.map(data)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, data(each)]))
  }
  return {
    io: {
      ...io,
      mask: (secret) => {
        secrets.add(secret)
        io.mask(secret)
      },
    },
    text,
    data: <T>(value: T) => data(value) as T,
    told: async (asked) => {
      try {
        return await asked
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        throw new UserError(error.code, text(error.message), text(error.hint))
      }
    },
  }
}
