import { NEWLINE, RETURN } from '../json/scan.ts'
import type { RecordLog } from './record-log.ts'

/** Small enough that what two logs have read stays in the processor's cache. */
const CHUNK = 128 * 1024

/** One line, without what ends it. */
export interface Line {
  readonly bytes: Buffer
  from: number
  to: number
}

/** Sets a line to the bytes before its end, without a byte order mark and a carriage return; false when it is blank. */
export function trimLine(line: Line, start: number, end: number): boolean {
  const { bytes } = line
  const from = isByteOrderMark(bytes, start, end) ? start + 3 : start
  const to = end > from && bytes[end - 1] === RETURN ? end - 1 : end
  line.from = from
  line.to = to
  let i = from
  while (i < to && (bytes[i] ?? 0) <= 0x20) i++
  return i < to
}

function isByteOrderMark(bytes: Buffer, at: number, end: number): boolean {
  return at + 3 <= end && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
}

/** Reads a log line by line into one buffer that it keeps: the current line is `bytes` from `from` to `to`. */
export class Lines {
  bytes: Buffer = Buffer.allocUnsafe(CHUNK)
  from = 0
  to = 0
  /** The current line is longer than the limit, and only its beginning is here. */
  oversized = false
  readonly #log: RecordLog
  readonly #limit: number
  readonly #end: number
  #view = this.bytes.subarray(0, 0)
  #next = 0
  /** Where in the log the buffer begins. */
  #base: number
  #file = 0
  /** Where in the current file the next read begins. */
  #position: number
  #skipping = false

  /** The lines that begin in [start, end) of the log, where `start` is the beginning of a line. */
  constructor(log: RecordLog, limit: number, start = 0, end = log.size) {
    this.#log = log
    this.#limit = limit
    this.#end = end
    this.#file = log.fileAt(start)
    this.#base = start
    this.#position = start - log.startOf(this.#file)
  }

  /** Where the current line stands in the log. */
  get offset(): number {
    return this.#base + this.from
  }

  /** Moves to the next line that is not blank; false at the end. */
  advance(): boolean {
    let searched = this.#next
    for (;;) {
      const newline = this.#view.indexOf(NEWLINE, searched)
      if (newline >= 0) {
        if (this.#take(newline, newline + 1)) return true
        searched = this.#next
      } else if (!this.#skipping && this.#view.length - this.#next > this.#limit) {
        const isOurs = this.#base + this.#next < this.#end
        this.#take(this.#next + this.#limit, this.#view.length)
        this.oversized = true
        this.#skipping = true
        return isOurs
      } else {
        if (this.#skipping) this.#next = this.#view.length
        const unread = this.#view.length - this.#next
        if (!this.#fill()) {
          if (unread > 0 && this.#take(this.#view.length, this.#view.length)) return true
          if (!this.#openNext()) return false
        }
        searched = this.#next + (this.#skipping ? 0 : unread)
      }
      if (this.#base + this.#next >= this.#end) return false
    }
  }

  /** Makes the bytes up to `end` the current line, unless there is nothing in them or they end one that was too long. */
  #take(end: number, next: number): boolean {
    // Where the line begins, not where its record does behind a byte order mark: so do those who divide the log.
    const isOurs = this.#base + this.#next < this.#end
    const isRecord = trimLine(this, this.#next, end)
    this.oversized = this.to - this.from > this.#limit
    this.#next = next
    if (this.#skipping) {
      this.#skipping = false
      return false
    }
    return isRecord && isOurs
  }

  #fill(): boolean {
    const file = this.#log.files[this.#file]
    if (file === undefined || this.#position >= file.size) return false
    const unread = this.#view.length - this.#next
    if (this.#next > 0) {
      this.bytes.copyWithin(0, this.#next, this.#view.length)
      this.#base += this.#next
      this.#next = 0
    }
    if (unread === this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.bytes.length * 2, this.#limit + CHUNK))
      this.bytes.copy(larger, 0, 0, unread)
      this.bytes = larger
    }
    const wanted = Math.min(this.bytes.length - unread, file.size - this.#position)
    const got = file.read(this.bytes, unread, wanted, this.#position)
    this.#position = got === 0 ? file.size : this.#position + got
    this.#view = this.bytes.subarray(0, unread + got)
    return got > 0
  }

  #openNext(): boolean {
    if (this.#file >= this.#log.files.length - 1) return false
    this.#file++
    this.#position = 0
    this.#base = this.#log.startOf(this.#file)
    this.#next = 0
    this.#view = this.bytes.subarray(0, 0)
    this.#skipping = false
    return true
  }
}

/** Most lines end soon; those that do not are read in larger pieces. */
const FIRST_PIECE = 2 * 1024
const PIECE = 64 * 1024
const buffer = Buffer.allocUnsafe(PIECE)

/** The first place from `at` on where a line of a log begins, or `end` when none does before that. */
export function lineStart(log: RecordLog, at: number, end: number): number {
  let from = at
  let piece = FIRST_PIECE
  while (from < end) {
    const file = log.fileAt(from)
    const start = log.startOf(file)
    if (from === start) return from
    // The byte before says whether a line begins here.
    const got = log.read(buffer, from - 1, Math.min(piece, end - from + 1))
    piece = PIECE
    const newline = buffer.subarray(0, got).indexOf(NEWLINE)
    if (newline >= 0) return Math.min(from + newline, end)
    from = got < 2 ? log.startOf(file + 1) : from - 1 + got
  }
  return end
}
