import { typeAt } from '../json/scalar.ts'
import { BACKSLASH, QUOTE, skipPlain } from '../json/scan.ts'

const FIRST = 0x811c9dc5
const SECOND = 0x9747b28c
/** Bits of the lower part. */
const LOW = 21

/** A hash of 53 bits of what names a record, the same everywhere: which shard a pair belongs to depends on it. */
export class IdHash {
  /** The upper 32 bits, as an integer with a sign. */
  high = 0
  /** The lower 21. */
  low = 0

  /** The hash as one number, above 0 and an integer that a double holds. */
  get value(): number {
    return (this.high >>> 0) * 2 ** LOW + this.low + 1
  }

  equals({ high, low }: IdHash): boolean {
    return this.high === high && this.low === low
  }

  /** Hashes a range of bytes. */
  read(bytes: Uint8Array, from: number, to: number): void {
    let h1 = FIRST
    let h2 = SECOND
    for (let i = from; i < to; i++) {
      const c = bytes[i] ?? 0
      h1 = Math.imul(h1 ^ c, 0x01000193)
      h2 = Math.imul(h2 ^ c, 0x5bd1e995)
      h2 ^= h2 >>> 15
    }
    this.#finish(h1, h2, to - from)
  }

  /**
   * Hashes the JSON string or number that begins at `at` on the way to its end. The index after it, or -1, with nothing
   * changed, where anything else begins, the string holds an escape, or it does not close.
   */
  readToken(bytes: Uint8Array, at: number, end: number): number {
    const type = typeAt(bytes[at] ?? 0)
    if (type === 'string') return this.#readString(bytes, at, end)
    if (type !== 'number') return -1
    const after = skipPlain(bytes, at, end)
    // `1.0` and `1e0` are the number `1`: such a number is spelled first.
    for (let i = at; i < after; i++)
      if (!isDigit(bytes[i] ?? 0) && !(i === at && bytes[i + 1] !== ZERO)) return -1
    this.read(bytes, at, after)
    return after
  }

  #readString(bytes: Uint8Array, at: number, end: number): number {
    let h1 = Math.imul(FIRST ^ QUOTE, 0x01000193)
    let h2 = Math.imul(SECOND ^ QUOTE, 0x5bd1e995)
    h2 ^= h2 >>> 15
    for (let i = at + 1; i < end; i++) {
      const c = bytes[i] ?? 0
      if (c === BACKSLASH) return -1
      h1 = Math.imul(h1 ^ c, 0x01000193)
      h2 = Math.imul(h2 ^ c, 0x5bd1e995)
      h2 ^= h2 >>> 15
      if (c !== QUOTE) continue
      this.#finish(h1, h2, i + 1 - at)
      return i + 1
    }
    return -1
  }

  #finish(first: number, second: number, length: number): void {
    this.high = mix(first ^ length)
    this.low = mix(second ^ this.high) >>> (32 - LOW)
  }
}

const ZERO = 0x30

function isDigit(c: number): boolean {
  return c >= ZERO && c <= 0x39
}

/** Spreads every bit of a 32-bit number over all of them (the finalizer of MurmurHash3, public domain). */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** Which of `count` shards, from 0, a hash belongs to. */
export function shardOf(hash: IdHash, count: number): number {
  return Math.floor(hash.value / 0x200) % count
}

/** Which of `count` parts of a shard, from 0 and at most 512, a hash belongs to: by bits that `shardOf` leaves alone. */
export function partOf({ low }: IdHash, count: number): number {
  return (low & 0x1ff) % count
}

/** A 32-bit number for tables from the upper part of a hash: of a part of a shard too, its upper bits lie evenly. */
export function spread(high: number): number {
  return Math.imul(high, 0x9e3779b1) >>> 0
}
