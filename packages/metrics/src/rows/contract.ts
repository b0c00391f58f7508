import type { Io } from '@sluice/action'
import type { AbsentArm, QueryPart } from '@sluice/verdict'
import type { MetricQuery } from '../contract.ts'

/** `seconds` is a length with a fraction, by which whole numbers are divided without loss; `number` is whole. */
export type ValueKind = 'text' | 'time' | 'seconds' | 'number'

/** A statement and the values that are bound to it, which never become part of its text. */
export interface Bound {
  readonly sql: string
  readonly values: readonly (string | number)[]
  readonly kinds: readonly ValueKind[]
}

/** What a statement came back with. Numbers may be written as text; null is null. */
export interface Rows {
  readonly kind: 'rows'
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The store finds the statement itself to be wrong. */
export interface WrongStatement {
  readonly kind: 'wrong'
  readonly said: string
}

/** What a statement came to. */
export type RowsAnswer = Rows | WrongStatement | AbsentArm

/** A way in, such as a connection in a transaction that can only read. */
export interface Session {
  /** Rejects only with the reason of a cancelled signal; the statement is then stopped at the store as well. */
  readonly ask: (statement: Bound, signal: AbortSignal) => Promise<RowsAnswer>
  /** Several at once, where the store can; each is answered for itself. */
  readonly askAll?: (statements: readonly Bound[], signal: AbortSignal) => Promise<readonly RowsAnswer[]>
  readonly close: () => Promise<void>
}

/** What placeholders stand for. Epoch milliseconds. */
export interface AskedInterval {
  readonly arm: string
  readonly from: number
  readonly to: number
}

/** A number that stands in the text itself, such as the length of an interval. */
export interface Constant {
  readonly constant: number
}

/** A store that answers one text for one version and interval with rows. */
export interface RowStore {
  /** In messages, such as `the database`. */
  readonly name: string
  readonly io: Io
  /** How often a way in is tried. */
  readonly attempts: number
  /** Statements that may be asked at once. */
  readonly atOnce: number
  /**
   * Whether a store that found no events answers with no row. Then no row means zero where the text is known to match, or
   * ends with `or 0`.
   */
  readonly isSparse: boolean
  /** Throws `BAD_QUERY`. */
  readonly statementFor: (query: MetricQuery, part: QueryPart, moment: AskedInterval) => Bound | Constant
  /** Opens a session. Rejects only with the reason of a cancelled signal. */
  readonly connect: (signal: AbortSignal) => Promise<Session | AbsentArm>
}
