import { ENTRY, sameHash } from './entries.ts'
import { spread } from './hash.ts'

/** Entries by hash, as places in the array that holds them. */
export class HashTable {
  readonly entries: Int32Array
  #slots: Int32Array
  #shift: number
  #size = 0

  /** `all`: about all of the entries will be added. */
  constructor(entries: Int32Array, all = true) {
    this.entries = entries
    const bits = all ? Math.max(4, Math.ceil(Math.log2(entries.length / ENTRY + 1)) + 1) : 4
    this.#slots = new Int32Array(2 ** bits)
    this.#shift = 32 - bits
  }

  /** Adds entry `i`; false when its hash is there already. */
  add(i: number): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow()
    const at = this.#seek(this.entries, i * ENTRY)
    if (this.#slots[at] !== 0) return false
    this.#slots[at] = i + 1
    this.#size++
    return true
  }

  /** The entry here with the hash of another log's entry `j`, or -1. */
  find(entries: Int32Array, j: number): number {
    return (this.#slots[this.#seek(entries, j * ENTRY)] ?? 0) - 1
  }

  /** The slot that holds the hash of the entry at `place`, or the empty one where it belongs. */
  #seek(entries: Int32Array, place: number): number {
    const mask = this.#slots.length - 1
    let at = spread(entries[place] ?? 0) >>> this.#shift
    for (;;) {
      const slot = this.#slots[at] ?? 0
      if (slot === 0 || sameHash(this.entries, (slot - 1) * ENTRY, entries, place)) return at
      at = (at + 1) & mask
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Int32Array(old.length * 2)
    this.#shift--
    for (const slot of old) if (slot > 0) this.#slots[this.#seek(this.entries, (slot - 1) * ENTRY)] = slot
  }
}
