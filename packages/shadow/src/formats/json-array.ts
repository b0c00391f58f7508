import { BACKSLASH, CLOSE_ARRAY, CLOSE_OBJECT, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from '../json/scan.ts'
import type { LogFormat, RecordReader } from './contract.ts'

/** Records in a JSON array, or one after another over several lines, as evaluation tools and people write them. */
export const jsonArray: LogFormat = {
  endings: [],
  begins: (start) => /^\s*(?:\[\s*(?:\{|\]|$)|\{\s*[\r\n])/.test(start),
  reader: () => valueReader((value) => value),
}

/** Reads JSON values that stand one after another or in an array, on whatever lines; each becomes one record or several. */
export function valueReader(rewrite: (value: string) => string | readonly string[]): RecordReader {
  const splitter = new ValueSplitter()
  return (piece, last, emit) =>
    splitter.read(piece, last, (value) => {
      const records = rewrite(value)
      if (typeof records === 'string') emit(records)
      else for (const record of records) emit(record)
    })
}

/** Splits JSON into its records: the elements of arrays at the top, and other values at the top. Nothing is parsed. */
class ValueSplitter {
  /** What was read of a record that is not whole yet. */
  #held: Buffer[] = []
  /** Brackets open within the current record. */
  #depth = 0
  #inRecord = false
  #inString = false
  #escaped = false
  #inArray = false

  read(piece: Buffer, last: boolean, emit: (record: string) => void): void {
    let from = 0
    for (let i = 0; i < piece.length; i++) {
      const c = piece[i] ?? 0
      if (this.#inString) this.#character(c)
      else if (!this.#inRecord && isBetween(c)) from = i + 1
      else if (!this.#inRecord && c === OPEN_ARRAY && !this.#inArray) {
        this.#inArray = true
        from = i + 1
      } else if (!this.#inRecord && c === CLOSE_ARRAY) {
        this.#inArray = false
        from = i + 1
      } else {
        // A number or word ends where the next record or the array does; a bracket or a quote ends itself.
        const isScalarEnd = this.#inRecord && this.#depth === 0 && (isBetween(c) || c === CLOSE_ARRAY)
        const ends = !isScalarEnd && this.#token(c)
        if (!isScalarEnd && !ends) continue
        this.#held.push(piece.subarray(from, isScalarEnd ? i : i + 1))
        this.#emit(emit)
        if (isScalarEnd && c === CLOSE_ARRAY) this.#inArray = false
        from = i + 1
      }
    }
    // The buffer of a piece may be used again: what is kept is copied.
    if (this.#inRecord) this.#held.push(Buffer.from(piece.subarray(from)))
    if (last && this.#inRecord) this.#emit(emit)
  }

  #character(c: number): void {
    if (this.#escaped) this.#escaped = false
    else if (c === BACKSLASH) this.#escaped = true
    else if (c === QUOTE) this.#inString = false
  }

  /** Takes one byte of a record; says whether the record ends with it. */
  #token(c: number): boolean {
    this.#inRecord = true
    if (c === QUOTE) this.#inString = true
    else if (c === OPEN_OBJECT || c === OPEN_ARRAY) this.#depth++
    else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) {
      this.#depth--
      return this.#depth <= 0
    }
    return false
  }

  #emit(emit: (record: string) => void): void {
    emit(
      Buffer.concat(this.#held)
        .toString('utf8')
        .replaceAll(/[\r\n]+/g, ' '),
    )
    this.#held = []
    this.#inRecord = false
    this.#depth = 0
  }
}

function isBetween(c: number): boolean {
  return c === COMMA || c <= 0x20
}
