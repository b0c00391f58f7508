/** A set of hashes in eight bytes each, for millions of them. */
export class Seen {
  size = 0
  #slots = new Float64Array(1024)

  /** False when it was there already. */
  add(hash: number): boolean {
    if (this.size * 4 >= this.#slots.length * 3) this.#grow()
    if (!insert(this.#slots, hash)) return false
    this.size++
    return true
  }

  has(hash: number): boolean {
    const slots = this.#slots
    const mask = slots.length - 1
    for (let i = hash & mask; ; i = (i + 1) & mask) {
      const slot = slots[i]
      if (slot === hash) return true
      if (slot === 0) return false
    }
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2)
    for (const hash of this.#slots) if (hash !== 0) insert(larger, hash)
    this.#slots = larger
  }
}

function insert(slots: Float64Array, hash: number): boolean {
  const mask = slots.length - 1
  for (let i = hash & mask; ; i = (i + 1) & mask) {
    const slot = slots[i]
    if (slot === hash) return false
    if (slot === 0) {
      slots[i] = hash
      return true
    }
  }
}
