import type { HistogramArm } from '@sluice/verdict'
import { binsOf, countOf, type DistributionData } from '../tally/distribution.ts'
import type { Sizes } from '../tally/sizes.ts'
import { DIFFERENCES, metric, type Metric } from './metric.ts'
import type { ShadowSettings } from './settings.ts'

/** Largest tolerated distance from the primary's distribution beyond the repeat's own: ten answers in a hundred. */
const MAX_DISTANCE = 0.1
/** Shares of the primary's values at which the distributions are compared. */
const CUTS = 20
/** A type that has a smaller share of the sizes is not judged by them; that it comes up more often is a matter of shape. */
const RARE = 0.1

/**
 * Of a path that is not comparable by value: whether its numbers are as large, and its texts and arrays as long, as the
 * primary's, beyond what the repeat's differ by. None where values have no size.
 */
export function sizeMetrics(
  path: string,
  sizes: Sizes | undefined,
  settings: ShadowSettings,
): readonly Metric[] {
  if (sizes === undefined) return []
  const numbers = sizes.numbers.map((arm) => arm.data())
  const lengths = sizes.lengths.map((arm) => arm.data())
  const all = total(numbers) + total(lengths)
  return [
    ...(total(numbers) < all * RARE ? [] : distance(`distribution of ${path}`, numbers, settings)),
    ...(total(lengths) < all * RARE ? [] : distance(`length of ${path}`, lengths, settings)),
  ]
}

/** None where all sizes lie within two bins (2 %) of each other, as those of a clock do. */
function distance(
  name: string,
  arms: readonly DistributionData[],
  settings: ShadowSettings,
): readonly Metric[] {
  const [primary = [], candidate = [], repeat = []] = arms.map(binsOf)
  const all = [primary, candidate, repeat].flatMap((bins) => bins.map(([bin]) => bin))
  if (all.length === 0 || Math.max(...all) - Math.min(...all) <= 1) return []
  const cuts = cutsOf(primary)
  return [
    metric(
      { name, margin: MAX_DISTANCE, test: 'distance', settings: DIFFERENCES },
      { baseline: gridOf(repeat, cuts), candidate: gridOf(candidate, cuts) },
      settings,
    ),
  ]
}

type Bins = ReturnType<typeof binsOf>

interface Cut {
  readonly bin: number
  /** ShareRequirement of the primary's values in this bin and below it. */
  readonly share: number
}

function total(arms: readonly DistributionData[]): number {
  return arms.reduce((sum, arm) => sum + countOf(arm), 0)
}

/** The ends of the bins at the primary's twentieths, the lower and the upper, each once. */
function cutsOf(bins: Bins): readonly Cut[] {
  const n = bins.reduce((sum, [, count]) => sum + count, 0)
  const cuts: Cut[] = []
  let below = 0
  for (const [bin, count] of bins) {
    const under = below / n
    below += count
    if (Math.floor((below / n) * CUTS) === Math.floor(under * CUTS)) continue
    if ((cuts.at(-1)?.bin ?? -Infinity) < bin - 1) cuts.push({ bin: bin - 1, share: under })
    cuts.push({ bin, share: below / n })
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
