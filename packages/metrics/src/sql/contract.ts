import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import type { Session, ValueKind } from '../rows/contract.ts'

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

/** One kind of database. */
export interface Dialect {
  /** How the value at this position stands in a statement: `$1`, `?`, `@p1`. */
  readonly placeholder: (position: number, kind: ValueKind, value: string | number) => string
  /** Whether a backslash in a quoted text makes the next character an ordinary one. */
  readonly escapes: boolean
  /** Statements that may be asked at once. */
  readonly atOnce: number
  /** A time of so many epoch milliseconds as a value that columns of times are compared with. */
  readonly timeOf: (ms: number) => string
  /** Opens a session. Rejects only with the reason of a cancelled signal. */
  readonly connect: (access: DatabaseAccess, io: Io, signal: AbortSignal) => Promise<Session | AbsentArm>
}
