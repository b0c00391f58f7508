import type { AbsentArm } from '@sluice/verdict'

/** Where a database is, and how it lets us in. */
export interface DatabaseAccess {
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
}

/** A statement and the values that are bound to it, which never become part of its text. */
export interface Bound {
  readonly sql: string
  readonly values: readonly (string | number)[]
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
  readonly name: string
  /** Schemes of addresses. */
  readonly schemes: readonly string[]
  readonly port: number
  /** Variable that may hold the password. */
  readonly passwordIn: string
  /** How the value at this position stands in a statement: `$1`, `?`. */
  readonly placeholder: (position: number) => string
  /** How a length in seconds stands there, by which whole numbers can be divided without loss. */
  readonly secondsAt: (position: number) => string
  /** A time of so many epoch milliseconds as a value that columns of times are compared with. */
  readonly timeOf: (ms: number) => string
  /** Opens a session. Rejects only with the reason of a cancelled signal. */
  readonly connect: (access: DatabaseAccess, signal: AbortSignal) => Promise<Session | AbsentArm>
}
