import { readDecimal } from '../json/decimal.ts'
import { Picker } from '../json/pick.ts'
import { readString } from '../json/paths.ts'
import { BACKSLASH, QUOTE, sameBytes, utf8At } from '../json/scan.ts'
import { Trail } from '../json/trail.ts'
import { IdHash } from './hash.ts'

const NULL = Buffer.from('null')
/** From about this many bytes on a call of native code compares faster. */
const LONG = 96

/** The id of one record, found without parsing the record: the values at the paths that name it. */
export class RecordId {
  readonly hash = new IdHash()
  /** The bytes that hold the id; several values are joined by a comma. */
  bytes: Buffer = Buffer.alloc(0)
  from = 0
  to = 0
  readonly #picker: Picker
  readonly #trail = new Trail()
  /** The beginning of the record, up to the byte behind the last value that names it. */
  #record: Buffer = Buffer.alloc(0)
  #start = 0
  #length = 0

  constructor(paths: readonly (readonly string[])[]) {
    this.#picker = new Picker(paths)
  }

  /** Reads the id of a record: `broken` when the record is no JSON object up to there, `none` when it has no id. */
  read(bytes: Buffer, from: number, to: number): 'found' | 'none' | 'broken' {
    if (this.#readAsBefore(bytes, from, to)) return 'found'
    const { ranges, size } = this.#picker
    this.#length = 0
    const whole = this.#picker.pick(bytes, from, to)
    for (let k = 0; k < size; k++) {
      const [start = -1, end = -1] = [ranges[k * 2], ranges[k * 2 + 1]]
      if (start < 0) return whole ? 'none' : 'broken'
      if (sameBytes(bytes, start, end, NULL, 0, 4)) return 'none'
    }
    this.bytes = bytes
    this.from = ranges[0] ?? 0
    this.to = ranges[1] ?? 0
    if (size === 1) this.#trail.learn(bytes, from, this.from)
    if (size > 1 || needsSpelling(bytes, this.from, this.to)) this.#spell(bytes)
    this.hash.read(this.bytes, this.from, this.to)
    this.#record = bytes
    this.#start = from
    for (let k = 1; k < ranges.length; k += 2)
      this.#length = Math.max(this.#length, (ranges[k] ?? 0) + 1 - from)
    return 'found'
  }

  /**
   * Hashes the id of a record that is written like the last one, where it is a plain string or a number; of such an id
   * nothing else is known then. False, with nothing changed, elsewhere.
   */
  hashAsBefore(bytes: Buffer, from: number, to: number): boolean {
    const start = this.#trail.find(bytes, from, to)
    return start >= 0 && this.hash.readToken(bytes, start, to) >= 0
  }

  /** Whether another record begins with the same bytes, up to and behind the id, and so has the same id. */
  begins(bytes: Buffer, from: number, to: number): boolean {
    const length = this.#length
    if (length === 0 || from + length > to) return false
    const [own, start] = [this.#record, this.#start]
    if (length > LONG) return own.compare(bytes, from, from + length, start, start + length) === 0
    for (let k = 0; k < length; k++) if (own[start + k] !== bytes[from + k]) return false
    return true
  }

  /** The id for people. */
  text(): string {
    const written = utf8At(this.bytes, this.from, this.to)
    return written.startsWith('"') && this.#picker.size === 1 ? readString(written) : written
  }

  equals(other: RecordId): boolean {
    return (
      this.hash.equals(other.hash) &&
      sameBytes(this.bytes, this.from, this.to, other.bytes, other.from, other.to)
    )
  }

  /** Reads an id that is a plain string or a number in a record that is written like the last one; false elsewhere. */
  #readAsBefore(bytes: Buffer, from: number, to: number): boolean {
    const start = this.#trail.find(bytes, from, to)
    const end = start < 0 ? -1 : this.hash.readToken(bytes, start, to)
    if (end < 0) return false
    this.bytes = bytes
    this.from = start
    this.to = end
    this.#record = bytes
    this.#start = from
    this.#length = end + 1 - from
    return true
  }

  /** The same value may be written with other escapes: spell it the one way that JSON.stringify does. */
  #spell(bytes: Buffer): void {
    const values: string[] = []
    for (let k = 0; k < this.#picker.size; k++) {
      const written = utf8At(bytes, this.#picker.ranges[k * 2] ?? 0, this.#picker.ranges[k * 2 + 1] ?? 0)
      values.push(written.startsWith('"') ? JSON.stringify(readString(written)) : spelledNumber(written))
    }
    this.bytes = Buffer.from(values.join(','))
    this.from = 0
    this.to = this.bytes.length
  }
}

/** Digits beyond which a whole number keeps its exponent. */
const MOST_ZEROS = 30

/** A number as it is always written: `1.0`, `1e0` and `1` are one number, and so one id. Anything else stands for itself. */
function spelledNumber(written: string): string {
  const decimal = readDecimal(written)
  if (decimal === undefined) return written
  const { negative, digits, exponent } = decimal
  if (digits === '') return '0'
  const sign = negative ? '-' : ''
  return exponent >= 0 && exponent <= MOST_ZEROS
    ? `${sign}${digits}${'0'.repeat(exponent)}`
    : `${sign}${digits}e${exponent}`
}

/** Whether an id may be written in another way: a text with an escape, or a number that is no plain whole one. */
function needsSpelling(bytes: Buffer, from: number, to: number): boolean {
  const isText = bytes[from] === QUOTE
  for (let i = from; i < to; i++) {
    const c = bytes[i] ?? 0
    if (c === BACKSLASH) return true
    if (!isText && (c < 0x30 || c > 0x39) && c !== 0x22) return true
  }
  return false
}
