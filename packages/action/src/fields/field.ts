import { quote } from '@sluice/schema'

/** A value that a field does not accept; each line of the message completes the sentence "NAME: must be …, got …". */
export class Unacceptable extends Error {
  override readonly name = 'Unacceptable'
}

/** How one input is spelled. `parse` is only called with text that is not blank, unless `whenBlank` is missing. */
export interface Field<T> {
  /** What a person may write, for tables and error messages, e.g. "percent such as 0.5%". */
  readonly shape: string
  /** Returns the value or throws `Unacceptable`. */
  readonly parse: (text: string) => T
  /** What an empty input means; without it the input is required. */
  readonly whenBlank?: () => T
  /** What an empty input stands for, as a person would write it; for tables. */
  readonly fallback?: string
  /** Secrets are masked in logs and never repeated in an error. */
  readonly secret?: boolean
  /** Never taken from a file of the workspace, which a pull request can change. */
  readonly trusted?: boolean
}

export type Fields = Readonly<Record<string, Field<unknown>>>
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** Declares a field from its shape and its parser. */
export function field<T>(shape: string, parse: (text: string) => T): Field<T> {
  return { shape, parse }
}

/** The same field, where an empty input means `undefined`. */
export function optional<T>(inner: Field<T>): Field<T | undefined> {
  return { ...inner, whenBlank: () => undefined }
}

/** The same field, where an empty input means `fallback`, written as a person would. */
export function withDefault<T>(fallback: string, inner: Field<T>): Field<T> {
  return { ...inner, fallback, whenBlank: () => inner.parse(fallback) }
}

/** The same field, masked in logs and never quoted in errors. */
export function secret<T>(inner: Field<T>): Field<T> {
  return { ...inner, secret: true }
}

/** The same field, which only the workflow itself may set. */
export function trusted<T>(inner: Field<T>): Field<T> {
  return { ...inner, trusted: true }
}

/** Throws the one error every field uses: what is accepted and what was given. */
export function refuse(shape: string, text: string): never {
  throw new Unacceptable(`must be ${shape}, got ${quote(text)}`)
}
