import type { Log } from './log.ts'
import type { RecordBytes } from './sink.ts'

/** Bytes read at once where records are asked for one after another. */
const WINDOW = 128 * 1024
/** A record this far behind what was read last is reached by reading on; beyond it is read by itself. */
const NEAR = 8 * 1024

/** Reads records of one log by where they stand: one after another in large pieces, elsewhere only what is asked for. */
export class Records {
  readonly #log: Log
  #bytes = Buffer.allocUnsafe(WINDOW)
  #base = 0
  #length = 0

  constructor(log: Log) {
    this.#log = log
  }

  /** A record that was seen before; valid until the next is asked for. Throws when its file has changed since. */
  at(offset: number, length: number): RecordBytes {
    const away = offset - this.#base
    if (away < 0 || away + length > this.#length) return this.#read(offset, length)
    // Places in the log may be beyond 32 bits; in the window they are integers to the engine too.
    const from = away | 0
    return { bytes: this.#bytes, from, to: from + length }
  }

  #read(offset: number, length: number): RecordBytes {
    const isNear = offset >= this.#base && offset - this.#base - this.#length < NEAR
    if (this.#bytes.length < length) this.#bytes = Buffer.allocUnsafe(length + WINDOW)
    this.#base = offset
    this.#length = isNear
      ? this.#log.read(this.#bytes, offset, this.#bytes.length)
      : this.#log.read(this.#bytes, offset, length)
    if (this.#length < length) throw this.#log.changed(offset)
    return { bytes: this.#bytes, from: 0, to: length }
  }
}
