import { addTo, settled, type ExactSum } from './exact-sum.ts'

/** Distinct values up to which a distribution is kept exactly. */
const EXACT_LIMIT = 1000
/** Beyond that: the relative error of a value read back from its bin. */
const ACCURACY = 0.005

const GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
const LOG_GAMMA = Math.log(GAMMA)
/** Keys of bins are shifted by this, so that they are above 0 and can carry the sign; smaller magnitudes are one bin. */
const SHIFT = Math.ceil(Math.log(1e12) / LOG_GAMMA)

/** A distribution as plain data: value (exact) or bin (sketched) to count, sorted. */
export interface DistributionData {
  readonly exact: boolean
  readonly counts: readonly (readonly [number, number])[]
  readonly sum: ExactSum
  /** Values that were there but were no finite number. */
  readonly odd: number
}

/**
 * Counts of numbers: exact while there are few distinct ones, a log-bucket sketch afterwards. Which of the two depends
 * only on the set of values, so that parts add up to the same data as the whole.
 */
export class Distribution {
  odd = 0
  n = 0
  #exact = true
  #counts = new Map<number, number>()
  readonly #sum: ExactSum = []

  add(value: number, times = 1): void {
    if (!Number.isFinite(value)) {
      this.odd += times
      return
    }
    for (let k = 0; k < times; k++) addTo(this.#sum, value)
    this.#count(this.#exact ? value + 0 : binOf(value), times)
  }

  merge(data: DistributionData): void {
    this.odd += data.odd
    for (const part of data.sum) addTo(this.#sum, part)
    if (!data.exact) this.#sketch()
    for (const [key, times] of data.counts) {
      this.#count(data.exact && !this.#exact ? binOf(key) : key, times)
    }
  }

  data(): DistributionData {
    const counts = [...this.#counts].sort(([a], [b]) => a - b)
    return { exact: this.#exact, counts, sum: settled(this.#sum), odd: this.odd }
  }

  #count(key: number, times: number): void {
    this.n += times
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + times)
    if (this.#exact && this.#counts.size > EXACT_LIMIT) this.#sketch()
  }

  #sketch(): void {
    if (!this.#exact) return
    this.#exact = false
    const exact = this.#counts
    this.#counts = new Map()
    for (const [value, times] of exact) {
      const bin = binOf(value)
      this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + times)
    }
  }
}

/** The bin of a value: bins grow by a constant factor and are signed like the value; 0 holds what is nearly zero. */
function binOf(value: number): number {
  const bin = Math.ceil(Math.log(Math.abs(value)) / LOG_GAMMA) + SHIFT
  return bin > 0 ? Math.sign(value) * bin : 0
}

/** The middle of a bin: within `ACCURACY` of every value in it. */
export function valueOf(bin: number): number {
  return bin === 0 ? 0 : (Math.sign(bin) * 2 * GAMMA ** (Math.abs(bin) - SHIFT)) / (1 + GAMMA)
}

/** The values of a distribution with their counts, ascending; values from a sketch are bin middles. */
export function pointsOf(data: DistributionData): readonly (readonly [number, number])[] {
  return data.exact ? data.counts : data.counts.map(([bin, count]) => [valueOf(bin), count] as const)
}

/** The bins of a distribution with their counts, ascending: values within 1 % of each other are mostly one. */
export function binsOf(data: DistributionData): readonly (readonly [number, number])[] {
  if (!data.exact) return data.counts
  const bins = new Map<number, number>()
  for (const [value, count] of data.counts) bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + count)
  return [...bins]
}

/** The middles of those bins with their counts. */
export function binnedPoints(data: DistributionData): readonly (readonly [number, number])[] {
  return binsOf(data).map(([bin, count]) => [valueOf(bin), count] as const)
}

/** How many numbers a distribution holds. */
export function countOf(data: DistributionData): number {
  return data.counts.reduce((sum, [, count]) => sum + count, 0)
}
