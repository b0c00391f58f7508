import type { Role } from './http-record.ts'

/** Takes the next piece of a file and emits each record that ends in it, on one line; `last` says that nothing follows. */
export type RecordReader = (piece: Buffer, last: boolean, emit: (record: string) => void) => void

/** A format of logs. A new one is a file beside this and a line in the registry. */
export interface LogFormat {
  /** How names of such files end, without the dot. */
  readonly endings: readonly string[]
  /** Whether a text that a file begins with is of this format, whatever the file is called. */
  readonly begins?: (start: string) => boolean
  /** Reads a file of this format; `name` is for messages. */
  readonly reader: (role: Role, name: string) => RecordReader
}
