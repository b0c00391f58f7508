import { UserError } from '@sluice/action'

/** One file of a log, opened by someone else. `read` fills the buffer from a position and says how many bytes it got. */
export interface LogFile {
  readonly name: string
  readonly size: number
  readonly read: (into: Buffer, at: number, length: number, position: number) => number
  /** The same without waiting for it, where that is possible. */
  readonly readAhead?: (into: Buffer, at: number, length: number, position: number) => Promise<number>
}

/** One arm's records: files one after another, addressed as if they were one. */
export class RecordLog {
  readonly files: readonly LogFile[]
  readonly size: number
  readonly #starts: readonly number[]

  constructor(files: readonly LogFile[]) {
    this.files = files
    let start = 0
    this.#starts = files.map((file) => {
      const mine = start
      start += file.size
      return mine
    })
    this.size = start
  }

  /** Where file k begins in the whole. */
  startOf(k: number): number {
    return this.#starts[k] ?? this.size
  }

  /** The file that holds a byte of the whole. */
  fileAt(offset: number): number {
    let [low, high] = [0, this.files.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.startOf(middle) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /**
   * Reads from an offset to the end of the file there, `length` bytes at most; says how many it got. Throws a `UserError` when
   * the file has become shorter since it was opened: what is gone would be taken for the end of the log.
   */
  read(into: Buffer, offset: number, length: number): number {
    const k = this.fileAt(offset)
    const file = this.files[k]
    let got = 0
    while (file !== undefined && got < length) {
      const read = file.read(into, got, length - got, offset - this.startOf(k) + got)
      if (read === 0) break
      got += read
    }
    if (file !== undefined && got < Math.min(length, this.startOf(k) + file.size - offset))
      throw this.changed(offset)
    return got
  }

  /** The bytes of a record seen before; `into` must be large enough. Throws a `UserError` when it is no longer there. */
  load(into: Buffer, offset: number, length: number): void {
    if (this.read(into, offset, length) < length) throw this.changed(offset)
  }

  /** What to throw when a file no longer holds what it held. */
  changed(offset: number): UserError {
    const name = this.files[this.fileAt(offset)]?.name ?? 'a log'
    return new UserError(
      'LOG_CHANGED',
      `${name} changed while it was read`,
      'Compare a copy of the log, or wait until it is complete.',
    )
  }
}
