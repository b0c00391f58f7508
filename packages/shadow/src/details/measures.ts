import { binomialAtLeast } from '@sluice/stats'
import type { ShadowMeasure } from '@sluice/verdict'
import { ARM_NAMES } from '../tally/counts.ts'
import { pointsOf, type Distribution, type DistributionData } from '../tally/distribution.ts'

const QUANTILES = [0.5, 0.9, 0.95, 0.99, 1] as const
/** Points drawn of each cumulative distribution. */
const DRAWN = 120

type Points = readonly (readonly [value: number, count: number])[]

/** What was measured in each arm: quantiles, the distribution as a line, and the change on the same requests. */
export function measureRows(
  measures: ReadonlyMap<string, readonly Distribution[]>,
  confidence: number,
): readonly ShadowMeasure[] {
  return [...measures]
    .filter(([, arms]) => arms.some((arm) => arm.n > 0))
    .map(([name, arms]) => ({
      name,
      arms: ARM_NAMES.flatMap((arm, k) => {
        const points = pointsOf(arms[k]?.data() ?? EMPTY)
        return points.length === 0 ? [] : [{ arm, ...spreadOf(points) }]
      }),
      change: medianOf(pointsOf(arms[3]?.data() ?? EMPTY), confidence),
    }))
}

const EMPTY: DistributionData = { exact: true, counts: [], sum: [], odd: 0 }

function spreadOf(points: Points) {
  const n = points.reduce((sum, [, count]) => sum + count, 0)
  const step = Math.max(1, Math.floor(points.length / DRAWN))
  const cdf: number[][] = []
  let below = 0
  points.forEach(([value, count], i) => {
    below += count
    if (i % step === 0 || i === points.length - 1) cdf.push([value, below / n])
  })
  return {
    n,
    mean: points.reduce((sum, [value, count]) => sum + (value * count) / n, 0),
    quantiles: QUANTILES.map((q) => valueAt(points, Math.max(1, Math.ceil(q * n)))),
    cdf,
  }
}

/** The median with bounds from order statistics; each holds with `confidence`. Null without pairs. */
function medianOf(points: Points, confidence: number): ShadowMeasure['change'] {
  const n = points.reduce((sum, [, count]) => sum + count, 0)
  if (n === 0) return null
  let rank = 0
  let [low, high] = [0, n]
  // The largest rank that lies below the median for sure.
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (1 - binomialAtLeast(middle, n, 0.5) <= 1 - confidence) low = middle
    else high = middle - 1
  }
  rank = low
  return {
    median: valueAt(points, Math.ceil(n / 2)),
    low: rank === 0 ? null : valueAt(points, rank),
    high: rank === 0 ? null : valueAt(points, n + 1 - rank),
  }
}

function valueAt(points: Points, rank: number): number {
  let seen = 0
  for (const [value, count] of points) {
    seen += count
    if (seen >= rank) return value
  }
  return points.at(-1)?.[0] ?? 0
}
