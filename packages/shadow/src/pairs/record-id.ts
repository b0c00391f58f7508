import { Picker } from '../json/pick.ts'
import { readString } from '../json/paths.ts'
import { sameBytes, textOf } from '../json/scan.ts'
import { hashOf } from './hash.ts'

const NULL = Buffer.from('null')
const BACKSLASH = 0x5c

/** The id of one record, found without parsing the record: the values at the paths that name it. */
export class RecordId {
  hash = 0
  /** The bytes that hold the id; several values are joined by a comma. */
  bytes: Buffer = Buffer.alloc(0)
  from = 0
  to = 0
  readonly #picker: Picker

  constructor(paths: readonly (readonly string[])[]) {
    this.#picker = new Picker(paths)
  }

  /** Reads the id of a record: `broken` when the record is no JSON object up to there, `none` when it has no id. */
  read(bytes: Buffer, from: number, to: number): 'found' | 'none' | 'broken' {
    const { ranges, size } = this.#picker
    const whole = this.#picker.pick(bytes, from, to)
    for (let k = 0; k < size; k++) {
      const [start = -1, end = -1] = [ranges[k * 2], ranges[k * 2 + 1]]
      if (start < 0) return whole ? 'none' : 'broken'
      if (sameBytes(bytes, start, end, NULL, 0, 4)) return 'none'
    }
    this.bytes = bytes
    this.from = ranges[0] ?? 0
    this.to = ranges[1] ?? 0
    if (size > 1 || hasEscape(bytes, this.from, this.to)) this.#spell(bytes)
    this.hash = hashOf(this.bytes, this.from, this.to)
    return 'found'
  }

  /** The id for people. */
  text(): string {
    const written = textOf(this.bytes, this.from, this.to)
    return written.startsWith('"') && this.#picker.size === 1 ? readString(written) : written
  }

  equals(other: RecordId): boolean {
    return (
      this.hash === other.hash && sameBytes(this.bytes, this.from, this.to, other.bytes, other.from, other.to)
    )
  }

  /** The same value may be written with other escapes: spell it the one way that JSON.stringify does. */
  #spell(bytes: Buffer): void {
    const values: string[] = []
    for (let k = 0; k < this.#picker.size; k++) {
      const written = textOf(bytes, this.#picker.ranges[k * 2] ?? 0, this.#picker.ranges[k * 2 + 1] ?? 0)
      values.push(written.startsWith('"') ? JSON.stringify(readString(written)) : written)
    }
    this.bytes = Buffer.from(values.join(','))
    this.from = 0
    this.to = this.bytes.length
  }
}

function hasEscape(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true
  return false
}
