import type { IdHash } from './hash.ts'

/**
 * What an entry may be marked with. One of the primary that is marked SAME stands for one in every arm: the same bytes at
 * the same place.
 */
export const SAME = 1
/** The record says whether its request failed, and that it did. */
export const TELLS = 2
export const FAILED = 4

/**
 * Numbers in an entry, of 32 bits each: the upper part of the hash of the id; its lower part, the upper part of the place
 * and the marks; the lower part of the place; the length of the record.
 */
export const ENTRY = 4
const MARKS = 7
const HIGH_PLACE = 3
const LOW_HASH = 11

/** A log that is longer than this has places that an entry cannot hold. */
export const MOST_BYTES = 2 ** 40

/** The records of one arm whose ids hash to one part, in the order of the log: where each stands, not what it says. */
export class Entries {
  count = 0
  #data = new Int32Array(ENTRY * 64)

  add({ high, low }: IdHash, offset: number, length: number, marks: number): void {
    const at = this.count++ * ENTRY
    if (at === this.#data.length) {
      const larger = new Int32Array(at * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data[at] = high
    this.#data[at + 1] = (low << LOW_HASH) | (Math.floor(offset / 2 ** 32) << HIGH_PLACE) | marks
    this.#data[at + 2] = offset
    this.#data[at + 3] = length
  }

  /** Forgets all entries, to hold others in the same memory. */
  clear(): void {
    this.count = 0
  }

  /** The numbers of all entries; valid until the next is added or all are forgotten. */
  data(): Int32Array {
    return this.#data.subarray(0, this.count * ENTRY)
  }
}

/** Where in its log the record begins of the entry whose numbers begin at `at`. */
export function offsetOf(entries: Int32Array, at: number): number {
  const high = ((entries[at + 1] ?? 0) >>> HIGH_PLACE) & 0xff
  return high * 2 ** 32 + ((entries[at + 2] ?? 0) >>> 0)
}

export function lengthOf(entries: Int32Array, at: number): number {
  return entries[at + 3] ?? 0
}

export function entryMarks(entries: Int32Array, at: number): number {
  return (entries[at + 1] ?? 0) & MARKS
}

/** Whether two entries, of one log or of two, have ids of one hash. */
export function sameHash(one: Int32Array, at: number, other: Int32Array, place: number): boolean {
  return one[at] === other[place] && ((one[at + 1] ?? 0) ^ (other[place + 1] ?? 0)) >>> LOW_HASH === 0
}

/** How many entries of an arm are marked as the same in every arm. */
export function countSame(entries: Int32Array): number {
  let count = 0
  for (let at = 0; at < entries.length; at += ENTRY) count += entryMarks(entries, at) & SAME
  return count
}

/** The entries of every arm, those included that the primary's stand for, each in the order of its log. */
export function withSame(arms: readonly Int32Array[]): readonly Int32Array[] {
  const [primary = new Int32Array(0), ...others] = arms
  const same = countSame(primary)
  return same === 0 ? arms : [primary, ...others.map((entries) => merged(primary, same, entries))]
}

function merged(primary: Int32Array, same: number, own: Int32Array): Int32Array {
  const all = new Int32Array(same * ENTRY + own.length)
  let [at, next] = [0, 0]
  const take = (from: Int32Array, place: number): void => {
    for (let k = 0; k < ENTRY; k++) all[at++] = from[place + k] ?? 0
  }
  for (let place = 0; place < primary.length; place += ENTRY) {
    if ((entryMarks(primary, place) & SAME) === 0) continue
    for (; next < own.length && offsetOf(own, next) < offsetOf(primary, place); next += ENTRY) take(own, next)
    take(primary, place)
  }
  for (; next < own.length; next += ENTRY) take(own, next)
  return all
}
