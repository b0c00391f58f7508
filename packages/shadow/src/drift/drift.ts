import {
  chiSquareHomogeneity,
  jensenShannon,
  ksDistanceFromBins,
  ksLimitingP,
  massartHalfWidth,
  populationStability,
} from '@sluice/stats'
import { binnedPoints, pointsOf, type DistributionData } from '../tally/distribution.ts'

/** How far two distributions lie apart, and whether that could be chance. */
export interface Drift {
  readonly name: string
  /** Kolmogorov-Smirnov distance, or total variation for classes. */
  readonly distance: number
  /** Of no drift; conservative, because both arms saw the same inputs. */
  readonly p: number
  /** How far the distance may be off, with a confidence: the bands around both distributions added. */
  readonly reach: (confidence: number) => number
  readonly stability: number
  readonly jensenShannon: number
  /** In the unit of the values; undefined for classes. */
  readonly wasserstein?: number
}

/** Bins of equal share of both arms together, for the measures that need bins. */
const BINS = 10

/** Drift of numbers from one arm to the other; undefined when one of them has none. */
export function numericDrift(
  name: string,
  stable: DistributionData,
  candidate: DistributionData,
): Drift | undefined {
  const merged = mergePoints(stable, candidate)
  if (merged.stable === 0 || merged.candidate === 0) return undefined
  const found = ksDistanceFromBins(
    merged.points.map(([, a]) => a),
    merged.points.map(([, , b]) => b),
  )
  const { first, second } = binned(merged.points, merged.stable + merged.candidate)
  return {
    name,
    distance: found.d,
    p: ksLimitingP(found),
    reach: (confidence) =>
      massartHalfWidth(merged.stable, (1 - confidence) / 2) +
      massartHalfWidth(merged.candidate, (1 - confidence) / 2),
    stability: populationStability(first, second),
    jensenShannon: Math.sqrt(jensenShannon(first, second)),
    wasserstein: wassersteinOf(merged),
  }
}

/** Drift of classes: a chi-square test of homogeneity, in which neither arm is taken for the truth. */
export function classDrift(
  name: string,
  counts: readonly (readonly [stable: number, candidate: number])[],
): Drift | undefined {
  const first = counts.map(([a]) => a)
  const second = counts.map(([, b]) => b)
  const [m, n] = [total(first), total(second)]
  if (m === 0 || n === 0) return undefined
  return {
    name,
    distance: total(counts.map(([a, b]) => Math.abs(a / m - b / n))) / 2,
    p: chiSquareHomogeneity(first, second).p,
    reach: (confidence) =>
      classBandOf(m, counts.length, confidence) + classBandOf(n, counts.length, confidence),
    stability: populationStability(first, second),
    jensenShannon: Math.sqrt(jensenShannon(first, second)),
  }
}

/** Total variation that n draws from so many classes keep to (Weissman et al. 2003); each arm has half the risk. */
function classBandOf(n: number, classes: number, confidence: number): number {
  return Math.sqrt((classes * Math.LN2 + Math.log(2 / (1 - confidence))) / (2 * n))
}

type Merged = readonly (readonly [value: number, stable: number, candidate: number])[]

function mergePoints(stable: DistributionData, candidate: DistributionData) {
  const all = new Map<number, [number, number]>()
  // Values and bins are never the same points: where one arm has bins, so has the other.
  const read = stable.exact && candidate.exact ? pointsOf : binnedPoints
  for (const [value, count] of read(stable)) all.set(value, [count, 0])
  for (const [value, count] of read(candidate)) {
    const known = all.get(value)
    if (known === undefined) all.set(value, [0, count])
    else known[1] += count
  }
  const points: Merged = [...all].map(([value, [a, b]]) => [value, a, b] as const).sort(([a], [b]) => a - b)
  return { points, stable: total(points.map(([, a]) => a)), candidate: total(points.map(([, , b]) => b)) }
}

function binned(points: Merged, n: number) {
  const first: number[] = []
  const second: number[] = []
  let [a, b, seen] = [0, 0, 0]
  points.forEach(([, x, y], i) => {
    a += x
    b += y
    seen += x + y
    if (seen < ((first.length + 1) * n) / BINS && i < points.length - 1) return
    first.push(a)
    second.push(b)
    a = b = 0
  })
  return { first, second }
}

function wassersteinOf({ points, stable, candidate }: ReturnType<typeof mergePoints>): number {
  let [below, other, area] = [0, 0, 0]
  points.forEach(([value, a, b], i) => {
    below += a / stable
    other += b / candidate
    area += Math.abs(below - other) * ((points[i + 1]?.[0] ?? value) - value)
  })
  return area
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
