import { UserError } from './fields/user-error.ts'
import type { Io } from './io.ts'
import { secretForms } from './mask.ts'

/** What an adapter says of its server, without the secrets that were masked so far. */
export interface Discreet {
  /** Collects what is masked through it: settings, and tokens that are fetched later. */
  readonly io: Io
  readonly text: (said: string) => string
  /** The same data; what servers said in it (details, hints, notes) tells no secret. */
  readonly data: <T>(data: T) => T
  /** The same promise; an error of ours tells no secret. */
  readonly told: <T>(asked: Promise<T>) => Promise<T>
  /** What a function returns; an error of ours tells no secret. */
  readonly opened: <T>(open: () => T) => T
}

/** What a server may have said. Names and kinds beside it must stay as they are, whatever the secrets are. */
const SAID: ReadonlySet<string> = new Set(['detail', 'hint', 'hints', 'message', 'notes', 'why', 'asked'])

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
  const data = (value: unknown, isSaid = false): unknown => {
    if (typeof value === 'string') return isSaid ? text(value) : value
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    if (Array.isArray(value))
      return typeof value[0] === 'number' ? value : value.map((each) => data(each, isSaid))
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, data(each, SAID.has(name))]))
  }
  const hidden = (error: unknown): unknown =>
    error instanceof UserError ? new UserError(error.code, text(error.message), text(error.hint)) : error
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
        throw hidden(error)
      }
    },
    opened: (open) => {
      try {
        return open()
      } catch (error) {
        throw hidden(error)
      }
    },
  }
}
