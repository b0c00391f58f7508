import { BACKSLASH, QUOTE } from '../json/scan.ts'

const FIRST = 0x811c9dc5
const SECOND = 0x9747b28c

/** A 53-bit number from a range of bytes, the same everywhere: which shard a pair belongs to depends on it. Never 0. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let h1 = FIRST
  let h2 = SECOND
  for (let i = from; i < to; i++) {
    const c = bytes[i] ?? 0
    h1 = Math.imul(h1 ^ c, 0x01000193)
    h2 = Math.imul(h2 ^ c, 0x5bd1e995)
    h2 ^= h2 >>> 15
  }
  return finished(h1, h2, to - from)
}

/** Hashes a JSON string on the way to its end. */
export class StringHash {
  hash = 0

  /** The index after the string that opens at `at`, its hash kept; -1 where it holds an escape or does not close. */
  read(bytes: Uint8Array, at: number, end: number): number {
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
      this.hash = finished(h1, h2, i + 1 - at)
      return i + 1
    }
    return -1
  }
}

function finished(first: number, second: number, length: number): number {
  const h1 = mix(first ^ length)
  const h2 = mix(second ^ h1)
  return (h1 >>> 0) * 0x200000 + (h2 >>> 11) + 1
}

/** Spreads every bit of a 32-bit number over all of them (the finalizer of MurmurHash3, public domain). */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** Which of `count` shards, from 0, a hash belongs to. */
export function shardOf(hash: number, count: number): number {
  return Math.floor(hash / 0x200) % count
}

/** Which of `count` parts of a shard, from 0 and at most 512, a hash belongs to: by bits that `shardOf` leaves alone. */
export function partOf(hash: number, count: number): number {
  return (hash & 0x1ff) % count
}

/** A 32-bit number for tables: of a part of a shard too, its upper bits lie evenly. */
export function spread(hash: number): number {
  return Math.imul((hash / 0x200) | 0, 0x9e3779b1) >>> 0
}
