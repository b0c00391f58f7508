import type { HistogramArm } from '@sluice/verdict'
import { binsOf, countOf, type DistributionData } from '../tally/distribution.ts'
import type { Sizes } from '../tally/sizes.ts'
import { DIFFERENCES, metric, type Metric } from './metric.ts'
import type { Settings } from './settings.ts'

/** Largest tolerated distance from the primary's distribution beyond the repeat's own: ten answers in a hundred. */
export const MAX_DISTANCE = 0.1
/** Shares of the primary's values at which the distributions are compared. */
const CUTS = 20

/**
 * Of a path that is not comparable by value: whether its numbers are as large, or its texts as long, as the primary's,
 * beyond what the repeat's differ by. Undefined where values have no size, or all sizes lie within two bins (2 %) of each
 * other, as those of a clock do.
 */
export function sizeMetric(path: string, sizes: Sizes | undefined, settings: Settings): Metric | undefined {
  if (sizes === undefined) return undefined
  const numbers = sizes.numbers.map((arm) => arm.data())
  const lengths = sizes.lengths.map((arm) => arm.data())
  const areTexts = total(lengths) > total(numbers)
  const [primary, candidate, repeat] = (areTexts ? lengths : numbers).map(binsOf)
  if (primary === undefined || candidate === undefined || repeat === undefined) return undefined
  const all = [primary, candidate, repeat].flatMap((bins) => bins.map(([bin]) => bin))
  if (all.length === 0 || Math.max(...all) - Math.min(...all) <= 1) return undefined
  const cuts = cutsOf(primary)
  return metric(
    {
      name: `${areTexts ? 'length of' : 'distribution of'} ${path}`,
      margin: MAX_DISTANCE,
      test: 'distance',
      settings: DIFFERENCES,
    },
    { baseline: gridOf(repeat, cuts), candidate: gridOf(candidate, cuts) },
    settings,
  )
}

type Bins = ReturnType<typeof binsOf>

interface Cut {
  readonly bin: number
  /** Share of the primary's values in this bin and below. */
  readonly share: number
}

function total(arms: readonly DistributionData[]): number {
  return arms.reduce((sum, arm) => sum + countOf(arm), 0)
}

/** The bins at the primary's twentieths, each once. */
function cutsOf(bins: Bins): readonly Cut[] {
  const n = bins.reduce((sum, [, count]) => sum + count, 0)
  const cuts: Cut[] = []
  let below = 0
  for (const [bin, count] of bins) {
    const reached = Math.floor((below / n) * CUTS)
    below += count
    if (Math.floor((below / n) * CUTS) > reached) cuts.push({ bin, share: below / n })
  }
  return cuts
}

function gridOf(bins: Bins, cuts: readonly Cut[]): HistogramArm {
  const counts = new Array<number>(cuts.length + 1).fill(0)
  for (const [bin, count] of bins) {
    const at = cuts.findIndex((cut) => bin <= cut.bin)
    const k = at < 0 ? cuts.length : at
    counts[k] = (counts[k] ?? 0) + count
  }
  return { kind: 'histogram', bounds: cuts.map(({ share }) => share), counts }
}
