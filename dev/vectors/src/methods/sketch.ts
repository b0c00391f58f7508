import { bucketOf, fastMapping, logMapping, type SketchMapping } from './sketch-mapping.ts'
import { at, demand, sum } from '@sluice/stats'

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
  readonly #kind: SketchMapping['kind']
  readonly #scale: number
  #counts = new Float64Array(0)
  #offset = 0
  #zeros = 0

  constructor(mapping: SketchMapping = fastMapping(0.01)) {
    this.mapping = mapping
    this.#kind = mapping.kind
    this.#scale = mapping.scale
  }

  /** How many values were put in. */
  get total(): number {
    return this.#zeros + sum(this.#counts)
  }

  /** Adds a value, `times` over. */
  insert(value: number, times = 1): void {
    if (value >= LEAST && value < Infinity && times > 0 && times < Infinity)
      this.#add(bucketOf(this.#kind, this.#scale, value), times)
    else this.#insertRare(value, times)
  }

  #insertRare(value: number, times: number): void {
    demand(value >= 0 && value < Infinity, () => `a sketch holds finite values of at least 0, got ${value}`)
    demand(times >= 0 && times < Infinity, () => `a sketch counts at least 0 times, got ${times}`)
    if (times > 0) this.#zeros += times
  }

  #add(index: number, count: number): void {
    const place = (index - this.#offset) | 0
    if (place >= 0 && place < this.#counts.length) this.#counts[place] = at(this.#counts, place) + count
    else {
      this.#makeRoom(index)
      this.#add(index, count)
    }
  }

  #makeRoom(index: number): void {
    const { length } = this.#counts
    const place = index - this.#offset
    if (length === 0) {
      this.#counts = new Float64Array(FIRST_BUCKETS)
      this.#offset = index - (FIRST_BUCKETS >> 1)
    } else if (place < 0 || place >= length) {
      // Half as much again beyond what is needed, so that a drifting range is copied seldom.
      const needed = place < 0 ? length - place : place + 1
      const spare = needed >> 1
      const shift = place < 0 ? spare - place : 0
      const counts = new Float64Array(needed + spare)
      counts.set(this.#counts, shift)
      this.#counts = counts
      this.#offset -= shift
    }
  }

  /** Adds everything `other` holds; both must use the same mapping and accuracy. */
  merge(other: Sketch): void {
    const [own, theirs] = [this.mapping, other.mapping]
    demand(
      own.kind === theirs.kind && own.accuracy === theirs.accuracy,
      () =>
        `sketches merge only with the same buckets, got ${own.kind} ${own.accuracy} and ${theirs.kind} ${theirs.accuracy}`,
    )
    this.#addCounts(other.#counts, other.#offset)
    this.#zeros += other.#zeros
  }

  #addCounts(counts: Float64Array, offset: number): void {
    let [first, last] = [0, counts.length - 1]
    while (first <= last && at(counts, first) === 0) first++
    while (last >= first && at(counts, last) === 0) last--
    if (last < first) return
    this.#makeRoom(first + offset)
    this.#makeRoom(last + offset)
    const shift = offset - this.#offset
    for (let place = first; place <= last; place++)
      this.#counts[place + shift] = at(this.#counts, place + shift) + at(counts, place)
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
    const { total } = this
    if (total === 0) return NaN
    const rank = q * (total - 1)
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
    }
    return sketch
  }
}
