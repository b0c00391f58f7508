import { demand } from '@sluice/stats'

/** Where a value lands in an HDR histogram, and the whole numbers that land beside it. */
export interface HdrBucket {
  readonly subBucketCount: number
  readonly countsIndex: number
  readonly lowestEquivalent: number
  readonly highestEquivalent: number
}

/**
 * HdrHistogram's bucket of a whole number, for a lowest discernible value and 1 to 5 significant digits; values
 * sharing a bucket differ by at most 10^-digits of themselves.
 */
export function hdrBucket(value: number, lowest: number, digits: number): HdrBucket {
  demand(
    Number.isSafeInteger(value) && value >= 0,
    () => `an HDR value must be a whole number of at least 0, got ${value}`,
  )
  demand(
    Number.isInteger(lowest) && lowest >= 1 && Number.isInteger(digits) && digits >= 1 && digits <= 5,
    () => `HDR needs a lowest value of at least 1 and 1 to 5 digits, got ${lowest} and ${digits}`,
  )
  const unit = Math.floor(Math.log2(lowest))
  const halfMagnitude = Math.ceil(Math.log2(2 * 10 ** digits)) - 1
  const subBucketCount = 2 ** (halfMagnitude + 1)
  const half = subBucketCount / 2
  let bucket = 0
  while (value >= subBucketCount * 2 ** (unit + bucket)) bucket++
  const width = 2 ** (unit + bucket)
  const sub = Math.floor(value / width)
  return {
    subBucketCount,
    countsIndex: (bucket + 1) * half + sub - half,
    lowestEquivalent: sub * width,

    highestEquivalent: (sub + 1) * width - 1,
  }
}
