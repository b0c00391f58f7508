import { at, type Numbers } from './numbers.ts'

const DIGIT_BITS = 11
const BUCKETS = 1 << DIGIT_BITS
const RADIX_FROM = 4096
// Where each of the six digits of a 64-bit pattern begins: three in the low word, three in the high one.
const PASSES = [
  { word: 0, shift: 0 },
  { word: 0, shift: 11 },
  { word: 0, shift: 22 },
  { word: 1, shift: 0 },
  { word: 1, shift: 11 },
  { word: 1, shift: 22 },
] as const

/** An ascending copy of finite values; a radix sort over the IEEE-754 bits from 4,096 values on, O(n). */
export function sorted(values: Numbers): Float64Array {
  const copy = Float64Array.from(values)
  return copy.length < RADIX_FROM ? copy.sort() : radixSorted(copy)
}

function radixSorted(values: Float64Array): Float64Array {
  const counts = countDigits(values)
  let from: Float64Array = values
  let to: Float64Array = new Float64Array(values.length)
  PASSES.forEach(({ word, shift }, pass) => {
    const starts = counts.subarray(pass * BUCKETS, (pass + 1) * BUCKETS)
    if (starts.includes(values.length)) return
    accumulate(starts)
    scatter(from, to, starts, word, shift)
    ;[from, to] = [to, from]
  })
  return negativesFirst(from, to)
}

function countDigits(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  const counts = new Uint32Array(PASSES.length * BUCKETS)
  const add = (place: number): void => {
    counts[place] = at(counts, place) + 1
  }
  for (let i = 0; i < words.length; i += 2) {
    const low = at(words, i)
    const high = at(words, i + 1)
    add(low & 2047)
    add(BUCKETS + ((low >>> 11) & 2047))
    add(2 * BUCKETS + (low >>> 22))
    add(3 * BUCKETS + (high & 2047))
    add(4 * BUCKETS + ((high >>> 11) & 2047))
    add(5 * BUCKETS + (high >>> 22))
  }
  return counts
}

function accumulate(counts: Uint32Array): void {
  let start = 0
  for (let digit = 0; digit < BUCKETS; digit++) {
    const count = at(counts, digit)
    counts[digit] = start
    start += count
  }
}

// The low word holds 32 bits and the digits 11 + 11 + 10, so the last one needs no mask but tolerates it.
function scatter(
  from: Float64Array,
  to: Float64Array,
  starts: Uint32Array,
  word: number,
  shift: number,
): void {
  const words = new Uint32Array(from.buffer, from.byteOffset, from.length * 2)
  for (let i = 0; i < from.length; i++) {
    const digit = (at(words, 2 * i + word) >>> shift) & 2047
    const place = at(starts, digit)
    to[place] = at(from, i)
    starts[digit] = place + 1
  }
}

// As bit patterns negative numbers come last and in descending order.
function negativesFirst(values: Float64Array, spare: Float64Array): Float64Array {
  const { length } = values
  if (!isNegative(at(values, length - 1))) return values
  let first = length - 1
  while (first > 0 && isNegative(at(values, first - 1))) first--
  const negatives = length - first
  for (let i = 0; i < negatives; i++) spare[i] = at(values, length - 1 - i)
  spare.set(values.subarray(0, first), negatives)
  return spare
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0)
}
