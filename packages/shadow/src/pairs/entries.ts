/** What an entry may be marked with. */
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
