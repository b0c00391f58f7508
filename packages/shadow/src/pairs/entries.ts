/**
 * What an entry may be marked with. One of the primary that is marked SAME stands for one in every arm: the same bytes at
 * the same place.
 */
export const SAME = 1
/** The record says whether its request failed, and that it did. */
export const TELLS = 2
export const FAILED = 4

/** Numbers in an entry: the hash of the id, where the record begins, and its length with the marks. */
export const ENTRY = 3
const MARKS = 8

/** The records of one arm whose ids hash to one part, in the order of the log: where each stands, not what it says. */
export class Entries {
  count = 0
  #data = new Float64Array(ENTRY * 64)

  add(hash: number, offset: number, length: number, marks: number): void {
    const at = this.count++ * ENTRY
    if (at === this.#data.length) {
      const larger = new Float64Array(at * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    this.#data[at] = hash
    this.#data[at + 1] = offset
    this.#data[at + 2] = length * MARKS + marks
  }

  /** Forgets all entries, to hold others in the same memory. */
  clear(): void {
    this.count = 0
  }

  /** The numbers of all entries; valid until the next is added or all are forgotten. */
  data(): Float64Array {
    return this.#data.subarray(0, this.count * ENTRY)
  }
}

/** The length of the record, as an integer to the engine too: all that is computed from it is faster then. */
export function lengthOf(packed: number): number {
  return (packed / MARKS) | 0
}

export function marksOf(packed: number): number {
  return (packed % MARKS) | 0
}

/** How many entries of an arm are marked as the same in every arm. */
export function countSame(entries: Float64Array): number {
  let count = 0
  for (let at = 2; at < entries.length; at += ENTRY) count += marksOf(entries[at] ?? 0) & SAME
  return count
}

/** The entries of every arm, those included that the primary's stand for, each in the order of its log. */
export function withSame(arms: readonly Float64Array[]): readonly Float64Array[] {
  const [primary = new Float64Array(0), ...others] = arms
  const same = countSame(primary)
  return same === 0 ? arms : [primary, ...others.map((entries) => merged(primary, same, entries))]
}

function merged(primary: Float64Array, same: number, own: Float64Array): Float64Array {
  const all = new Float64Array(same * ENTRY + own.length)
  let [at, next] = [0, 0]
  const take = (from: Float64Array, place: number): void => {
    for (let k = 0; k < ENTRY; k++) all[at++] = from[place + k] ?? 0
  }
  for (let place = 0; place < primary.length; place += ENTRY) {
    if ((marksOf(primary[place + 2] ?? 0) & SAME) === 0) continue
    for (; next < own.length && (own[next + 1] ?? 0) < (primary[place + 1] ?? 0); next += ENTRY)
      take(own, next)
    take(primary, place)
  }
  for (; next < own.length; next += ENTRY) take(own, next)
  return all
}
