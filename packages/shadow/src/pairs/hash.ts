/** A 53-bit number from a range of bytes, the same everywhere: which shard a pair belongs to depends on it. Never 0. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let h1 = 0x811c9dc5
  let h2 = 0x9747b28c
  for (let i = from; i < to; i++) {
    const c = bytes[i] ?? 0
    h1 = Math.imul(h1 ^ c, 0x01000193)
    h2 = Math.imul(h2 ^ c, 0x5bd1e995)
    h2 ^= h2 >>> 15
  }
  h1 = mix(h1 ^ (to - from))
  h2 = mix(h2 ^ h1)
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
