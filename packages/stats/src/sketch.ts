import { demand } from './errors.ts'
import { at } from './numbers.ts'
import { fastMapping, logMapping, type SketchMapping } from './sketch-mapping.ts'

/** A sketch as data: sparse counts by bucket, so that shards can be stored, sent and added. */
export interface SketchData {
  readonly mapping: 'log' | 'fast'
  readonly accuracy: number
  readonly zeros: number
  readonly buckets: readonly (readonly [index: number, count: number])[]
}

const FIRST_BUCKETS = 256
/** Below the least normal double the bits no longer tell a relative width; such values count as 0. */
const LEAST = 2 ** -1022

/**
 * A histogram with buckets of constant relative width (DDSketch): every quantile comes back within `accuracy` of
 * a value that was put in, and adding two sketches is exactly the sketch of both. Values must be finite and at
 * least 0; anything else is a StatsError.
 */
export class Sketch {
  readonly mapping: SketchMapping
  #counts = new Float64Array(FIRST_BUCKETS)
  #offset = 0
  #zeros = 0
  #total = 0
  #started = false

  constructor(mapping: SketchMapping = fastMapping(0.01)) {
    this.mapping = mapping
  }

  /** How many values were put in. */
  get total(): number {
    return this.#total
  }

  /** Adds a value, `times` over. */
  insert(value: number, times = 1): void {
    if (!(value >= LEAST && value < Infinity && times > 0 && times < Infinity))
      return this.#insertRare(value, times)
    this.#add(this.mapping.indexOf(value), times)
    this.#total += times
  }

  #insertRare(value: number, times: number): void {
    demand(value >= 0 && value < Infinity, () => `a sketch holds finite values of at least 0, got ${value}`)
    demand(times >= 0 && times < Infinity, () => `a sketch counts at least 0 times, got ${times}`)
    if (times === 0) return
    this.#zeros += times
    this.#total += times
  }

  #add(index: number, count: number): void {
    let place = index - this.#offset
    if (!this.#started || place < 0 || place >= this.#counts.length) {
      this.#makeRoom(index)
      place = index - this.#offset
    }
    this.#counts[place] = at(this.#counts, place) + count
  }

  #makeRoom(index: number): void {
    const { length } = this.#counts
    if (!this.#started) {
      this.#offset = index - (length >> 1)
      this.#started = true
      return
    }
    const first = Math.min(index, this.#offset)
    const last = Math.max(index, this.#offset + length - 1)
    const spare = (last - first + 1) >> 1
    const offset = index < this.#offset ? first - spare : first
    const counts = new Float64Array(last - first + 1 + spare)
    counts.set(this.#counts, this.#offset - offset)
    this.#counts = counts
    this.#offset = offset
  }

  /** Adds everything `other` holds; both must use the same mapping and accuracy. */
  merge(other: Sketch): void {
    const [own, theirs] = [this.mapping, other.mapping]
    demand(
      own.kind === theirs.kind && own.accuracy === theirs.accuracy,
      () =>
        `sketches merge only with the same buckets, got ${own.kind} ${own.accuracy} and ${theirs.kind} ${theirs.accuracy}`,
    )
    for (const [index, count] of other.buckets()) this.#add(index, count)
    this.#zeros += other.#zeros
    this.#total += other.#total
  }

  /** The filled buckets in ascending order, zeros not included. */
  *buckets(): Generator<readonly [index: number, count: number]> {
    for (let place = 0; place < this.#counts.length; place++) {
      const count = at(this.#counts, place)
      if (count > 0) yield [place + this.#offset, count]
    }
  }

  /** The q-quantile (0 to 1) within the accuracy promised; NaN while the sketch is empty. */
  quantile(q: number): number {
    demand(q >= 0 && q <= 1, () => `a quantile is asked for by a number from 0 to 1, got ${q}`)
    if (this.#total === 0) return NaN
    const rank = q * (this.#total - 1)
    let seen = this.#zeros
    if (seen > rank) return 0
    let last = 0
    for (const [index, count] of this.buckets()) {
      seen += count
      last = index
      if (seen > rank) break
    }
    return this.mapping.valueOf(last)
  }

  /** The sketch as data. */
  toData(): SketchData {
    const { kind, accuracy } = this.mapping
    return { mapping: kind, accuracy, zeros: this.#zeros, buckets: [...this.buckets()] }
  }

  /** A sketch from data; a StatsError for counts or indices that cannot have come from one. */
  static fromData({ mapping, accuracy, zeros, buckets }: SketchData): Sketch {
    const sketch = new Sketch(mapping === 'log' ? logMapping(accuracy) : fastMapping(accuracy))
    sketch.#insertRare(0, zeros)
    for (const [index, count] of buckets) {
      const fine = Number.isInteger(index) && Math.abs(index) < 1e6 && count > 0 && count < Infinity
      demand(fine, () => `a sketch bucket is a whole index and a count above 0, got ${index}: ${count}`)
      sketch.#add(index, count)
      sketch.#total += count
    }
    return sketch
  }
}
