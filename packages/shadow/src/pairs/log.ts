/** One file of a log, opened by someone else. `read` fills the buffer from a position and says how many bytes it got. */
export interface LogFile {
  readonly name: string
  readonly size: number
  readonly read: (into: Buffer, at: number, length: number, position: number) => number
}

/** One arm's records: files one after another, addressed as if they were one. */
export class Log {
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

  /** The bytes of a record seen before; `into` must be large enough. Throws when the file has become shorter since. */
  load(into: Buffer, offset: number, length: number): void {
    let k = this.files.length - 1
    while (k > 0 && (this.#starts[k] ?? 0) > offset) k--
    const file = this.files[k]
    let got = 0
    while (file !== undefined && got < length) {
      const read = file.read(into, got, length - got, offset - (this.#starts[k] ?? 0) + got)
      if (read === 0) break
      got += read
    }
    if (got < length) throw new Error(`${file?.name ?? 'a log'} changed while it was read`)
  }
}
