import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'

/** Where a database is, and how it lets us in. */
export interface DatabaseAccess {
  /** For BigQuery, the project that pays for the queries. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly username: string
  /** Undefined where the database asks for none, or where the driver finds one in its own files. */
  readonly password: string | undefined
  /** What the server's certificate must be signed by; false for a connection without TLS. */
  readonly tls: { readonly ca?: string } | false
  /** For connecting, and for one statement. */
  readonly timeoutMs: number
  readonly google: GoogleSettings
}

/** What only BigQuery needs. */
export interface GoogleSettings {
  readonly identityProvider: string | undefined
  readonly serviceAccount: string | undefined
  readonly location: string | undefined
  readonly maxBytes: number | undefined
}

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

/** The database finds the statement itself to be wrong. */
export interface WrongStatement {
  readonly kind: 'wrong'
  readonly said: string
}

/** One connection, in a transaction that can only read. */
export interface Session {
  /** Rejects only with the reason of a cancelled signal; the statement is then stopped at the database as well. */
  readonly ask: (statement: Bound, signal: AbortSignal) => Promise<Rows | WrongStatement | AbsentArm>
  readonly close: () => Promise<void>
}

/** One kind of database. */
export interface Dialect {
  /** How the value at this position stands in a statement: `$1`, `?`, `@p1`. */
  readonly placeholder: (position: number, kind: ValueKind) => string
  /** Whether a backslash in a quoted text makes the next character an ordinary one. */
  readonly escapes: boolean
  /** Statements that may be asked at once. */
  readonly atOnce: number
  /** A time of so many epoch milliseconds as a value that columns of times are compared with. */
  readonly timeOf: (ms: number) => string
  /** Opens a session. Rejects only with the reason of a cancelled signal. */
  readonly connect: (access: DatabaseAccess, io: Io, signal: AbortSignal) => Promise<Session | AbsentArm>
}
