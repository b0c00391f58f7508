import { numberAt } from '../json/number.ts'
import { typeAt } from '../json/scalar.ts'
import { COMMA, skipSpace, skipValue } from '../json/scan.ts'
import type { RecordDifference } from './events.ts'
import { Distribution, type DistributionData } from './distribution.ts'

/** By arm: primary, candidate, repeat. */
type Arms<T> = readonly [T, T, T]

/** How large the values at one path were, in pairs in which candidate and repeat both differ from the primary. */
export interface Sizes {
  readonly numbers: Arms<Distribution>
  /** Of texts in bytes, and of arrays in elements more than the primary's. */
  readonly lengths: Arms<Distribution>
}

export interface SizesData {
  readonly numbers: Arms<DistributionData>
  readonly lengths: Arms<DistributionData>
}

export function emptySizes(): Sizes {
  const arms = (): Arms<Distribution> => [new Distribution(), new Distribution(), new Distribution()]
  return { numbers: arms(), lengths: arms() }
}

/**
 * Notes how large the values of one difference are: numbers, lengths of texts, and of arrays by how many elements they are
 * longer than the primary's. What the primary says is noted with the candidate's.
 */
export function noteSizes(
  into: Sizes,
  arm: 'candidate' | 'repeat',
  { kind, aFrom, aTo, bFrom, bTo }: RecordDifference,
  a: Buffer,
  b: Buffer,
): void {
  const other = arm === 'candidate' ? 1 : 2
  if (kind === 'length') {
    if (arm === 'candidate') into.lengths[0].add(0)
    into.lengths[other].add(countElements(b, bFrom, bTo) - countElements(a, aFrom, aTo))
  } else if (kind === 'value') {
    if (arm === 'candidate') noteSize(into, 0, a, aFrom, aTo)
    noteSize(into, other, b, bFrom, bTo)
  }
}

function noteSize(into: Sizes, arm: 0 | 1 | 2, bytes: Buffer, from: number, to: number): void {
  const type = typeAt(bytes[from] ?? 0)
  if (type === 'number') into.numbers[arm].add(numberAt(bytes, from, to))
  else if (type === 'string') into.lengths[arm].add(to - from - 2)
}

/** How many elements stand in the rest of an array, with or without the comma before it. */
function countElements(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let i = skipSpace(bytes, from, to); i < to;) {
    if (bytes[i] !== COMMA) {
      const next = skipValue(bytes, i, to)
      if (next <= i) break
      count++
      i = next
    } else i++
    i = skipSpace(bytes, i, to)
  }
  return count
}

export function sizesData({ numbers, lengths }: Sizes): SizesData {
  const plain = ([primary, candidate, repeat]: Arms<Distribution>): Arms<DistributionData> => [
    primary.data(),
    candidate.data(),
    repeat.data(),
  ]
  return { numbers: plain(numbers), lengths: plain(lengths) }
}

export function addSizes(into: Sizes, from: SizesData): void {
  for (const kind of ['numbers', 'lengths'] as const)
    from[kind].forEach((data, arm) => into[kind][arm]?.merge(data))
}
