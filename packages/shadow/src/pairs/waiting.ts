/** Records whose partners have not come yet: by hash, where each arm's record stands. About 40 bytes a record. */
export class Waiting {
  size = 0
  readonly arms: number
  #mask = 1023
  #hashes = new Float64Array(1024)
  #offsets: Float64Array
  #lengths: Int32Array

  constructor(arms: number) {
    this.arms = arms
    this.#offsets = new Float64Array(1024 * arms)
    this.#lengths = new Int32Array(1024 * arms).fill(-1)
  }

  /** The slot of a hash, or -1. Slots stay valid until the next `put` or `remove`. */
  find(hash: number): number {
    for (let i = hash & this.#mask; ; i = (i + 1) & this.#mask) {
      if (this.#hashes[i] === hash) return i
      if (this.#hashes[i] === 0) return -1
    }
  }

  put(hash: number, arm: number, offset: number, length: number): void {
    if (this.size * 4 >= this.#hashes.length * 3) this.#grow()
    let i = hash & this.#mask
    while (this.#hashes[i] !== 0 && this.#hashes[i] !== hash) i = (i + 1) & this.#mask
    if (this.#hashes[i] === 0) this.size++
    this.#hashes[i] = hash
    this.#offsets[i * this.arms + arm] = offset
    this.#lengths[i * this.arms + arm] = length
  }

  has(slot: number, arm: number): boolean {
    return (this.#lengths[slot * this.arms + arm] ?? -1) >= 0
  }

  offset(slot: number, arm: number): number {
    return this.#offsets[slot * this.arms + arm] ?? 0
  }

  length(slot: number, arm: number): number {
    return this.#lengths[slot * this.arms + arm] ?? 0
  }

  remove(slot: number): void {
    this.#clear(slot)
    this.size--
    // Close the gap, or look-ups for what lies behind it would stop here.
    let gap = slot
    for (let i = (slot + 1) & this.#mask; this.#hashes[i] !== 0; i = (i + 1) & this.#mask) {
      const home = (this.#hashes[i] ?? 0) & this.#mask
      if (((i - home) & this.#mask) < ((i - gap) & this.#mask)) continue
      this.#copy(i, gap)
      this.#clear(i)
      gap = i
    }
  }

  /** Every waiting slot. */
  *slots(): Generator<{ readonly slot: number; readonly hash: number }> {
    for (let slot = 0; slot <= this.#mask; slot++) {
      const hash = this.#hashes[slot] ?? 0
      if (hash !== 0) yield { slot, hash }
    }
  }

  #clear(slot: number): void {
    this.#hashes[slot] = 0
    this.#lengths.fill(-1, slot * this.arms, (slot + 1) * this.arms)
  }

  #copy(from: number, to: number): void {
    this.#hashes[to] = this.#hashes[from] ?? 0
    for (let arm = 0; arm < this.arms; arm++) {
      this.#offsets[to * this.arms + arm] = this.offset(from, arm)
      this.#lengths[to * this.arms + arm] = this.#lengths[from * this.arms + arm] ?? -1
    }
  }

  #grow(): void {
    const [hashes, offsets, lengths] = [this.#hashes, this.#offsets, this.#lengths]
    const size = hashes.length * 2
    this.#mask = size - 1
    this.#hashes = new Float64Array(size)
    this.#offsets = new Float64Array(size * this.arms)
    this.#lengths = new Int32Array(size * this.arms).fill(-1)
    this.size = 0
    hashes.forEach((hash, slot) => {
      if (hash === 0) return
      for (let arm = 0; arm < this.arms; arm++) {
        const length = lengths[slot * this.arms + arm] ?? -1
        if (length >= 0) this.put(hash, arm, offsets[slot * this.arms + arm] ?? 0, length)
      }
    })
  }
}
