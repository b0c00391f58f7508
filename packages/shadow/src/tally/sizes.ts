import { numberAt } from '../json/number.ts'
import { typeAt } from '../json/scalar.ts'
import { Distribution, type DistributionData } from './distribution.ts'

/** By arm: primary, candidate, repeat. */
type Arms<T> = readonly [T, T, T]

/** How large the values at one path were, in pairs in which candidate and repeat both differ from the primary. */
export interface Sizes {
  readonly numbers: Arms<Distribution>
  /** Of texts, in bytes. */
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

/** Notes the JSON value in a range of bytes; what is neither a number nor a text has no size. */
export function noteSize(into: Sizes, arm: 0 | 1 | 2, bytes: Buffer, from: number, to: number): void {
  const type = typeAt(bytes[from] ?? 0)
  if (type === 'number') into.numbers[arm].add(numberAt(bytes, from, to))
  else if (type === 'string') into.lengths[arm].add(to - from - 2)
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
