import type { RecordLog } from './record-log.ts'
import type { RecordBytes } from './sink.ts'

/** Bytes read at once where records are asked for one after another. */
const WINDOW = 128 * 1024
/** A record this far behind what was read last is reached by reading on; beyond it is read by itself. */
const NEAR = 8 * 1024

/**
 * Reads records of one log by where they stand: one after another in large pieces, elsewhere only what is asked for. It is
 * itself the record that was read last, so that reading leaves nothing to collect.
 */
export class Records implements RecordBytes {
  bytes = Buffer.allocUnsafe(WINDOW)
  from = 0
  to = 0
  offset = 0
  readonly #log: RecordLog
  #base = 0
  #length = 0

  constructor(log: RecordLog) {
    this.#log = log
  }

  /** Reads a record that was seen before. Throws when its file has changed since. */
  at(offset: number, length: number): this {
    const away = offset - this.#base
    if (away < 0 || away + length > this.#length) this.#read(offset, length)
    this.offset = offset
    // Places in the log may be beyond 32 bits; in the window they are integers to the engine too.
    this.from = (offset - this.#base) | 0
    this.to = this.from + length
    return this
  }

  #read(offset: number, length: number): void {
    const isNear = offset >= this.#base && offset - this.#base - this.#length < NEAR
    if (this.bytes.length < length) this.bytes = Buffer.allocUnsafe(length + WINDOW)
    this.#base = offset
    this.#length = this.#log.read(this.bytes, offset, isNear ? this.bytes.length : length)
    if (this.#length < length) throw this.#log.changed(offset)
  }
}
