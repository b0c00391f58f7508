import { ENTRY } from './entries.ts'
import { spread } from './hash.ts'

/** Entries by hash, as places in the array that holds them. */
export class Table {
  readonly entries: Float64Array
  #slots: Int32Array
  #shift: number
  #size = 0

  /** `all`: about all of the entries will be added. */
  constructor(entries: Float64Array, all = true) {
    this.entries = entries
    const bits = all ? Math.max(4, Math.ceil(Math.log2(entries.length / ENTRY + 1)) + 1) : 4
    this.#slots = new Int32Array(2 ** bits)
    this.#shift = 32 - bits
  }

  /** Adds entry `i`; false when its hash is there already. */
  add(i: number): boolean {
    if (this.#size * 2 >= this.#slots.length) this.#grow()
    const hash = this.entries[i * ENTRY] ?? 0
    const at = this.#seek(hash)
    if (this.#slots[at] !== 0) return false
    this.#slots[at] = i + 1
    this.#size++
    return true
  }

  /** The entry with a hash, or -1. */
  find(hash: number): number {
    return (this.#slots[this.#seek(hash)] ?? 0) - 1
  }

  /** The slot that holds a hash, or the empty one where it belongs. */
  #seek(hash: number): number {
    const mask = this.#slots.length - 1
    let at = spread(hash) >>> this.#shift
    for (;;) {
      const slot = this.#slots[at] ?? 0
      if (slot === 0 || this.entries[(slot - 1) * ENTRY] === hash) return at
      at = (at + 1) & mask
    }
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Int32Array(old.length * 2)
    this.#shift--
    for (const slot of old)
      if (slot > 0) this.#slots[this.#seek(this.entries[(slot - 1) * ENTRY] ?? 0)] = slot
  }
}
