import { logMeanExp } from './log-space.ts'
import { mixturePrecision, normalMixtureLogE } from './normal-mixture.ts'

/** Count, mean and sum of squared deviations of both arms in one block; m2 may be unknown. */
export interface MeanBlock {
  readonly candidate: ArmMean
  readonly baseline: ArmMean
}

export interface ArmMean {
  readonly n: number
  readonly mean: number
  readonly m2: number | null
}

/** Blocks needed before their scatter tells how far chance alone moves the sum. */
export const MEAN_BLOCKS = 10

// The variance is taken from the blocks themselves, so intrinsic time counts blocks.
const PRECISIONS = [3, 10, 30, 100].map((blocks) => mixturePrecision(blocks, 0.05, 'one'))

// Squares that cancel keep about half of the digits of a number.
const ROUNDING = 3e-8

/** Sums over blocks of the weighted distance of the candidate's mean from a line through the baseline's. Plain data. */
export interface MeanSums {
  readonly slope: number
  readonly offset: number
  count: number
  weight: number
  weighted: number
  squares: number
  crossed: number
  weightSquares: number
  within: number
  largest: number
}

export function startMeans(slope: number, offset: number): MeanSums {
  return {
    slope,
    offset,
    count: 0,
    weight: 0,
    weighted: 0,
    squares: 0,
    crossed: 0,
    weightSquares: 0,
    within: 0,
    largest: 0,
  }
}

/** Weight of a block: n m / (n + m), or n alone where the line is flat and no baseline is needed. */
function weightOf({ candidate, baseline }: MeanBlock, slope: number): number {
  const [n, m] = [candidate.n, baseline.n]
  return slope === 0 ? n : (n * m) / (n + m)
}

/** Adds d = mean_c - slope mean_b - offset with its weight; blocks are compared within themselves. */
export function addMeans(sums: MeanSums, block: MeanBlock): void {
  const { slope, offset } = sums
  const { candidate, baseline } = block
  const weight = weightOf(block, slope)
  if (!(weight > 0)) return
  const d = candidate.mean - slope * baseline.mean - offset
  sums.count++
  sums.weight += weight
  sums.weighted += weight * d
  sums.squares += (weight * d) ** 2
  sums.crossed += weight * weight * d
  sums.weightSquares += weight * weight
  const noise = varianceOfMean(candidate) + (slope === 0 ? 0 : slope * slope * varianceOfMean(baseline))
  sums.within += weight * weight * noise
  sums.largest = Math.max(
    sums.largest,
    ...[candidate.mean, baseline.mean, slope * baseline.mean, offset].map(Math.abs),
  )
}

function varianceOfMean({ n, m2 }: ArmMean): number {
  return m2 !== null && n > 1 ? m2 / (n - 1) / n : 0
}

/** Weighted mean distance from the line, null before any block. */
export function meanDistance({ weighted, weight }: MeanSums): number | null {
  return weight > 0 ? weighted / weight : null
}

/**
 * Variance of the weighted sum: what the blocks' scatter around their mean shows, and never less than the values
 * within the blocks imply. 0 below two blocks, and when nothing varies but by rounding.
 */
export function meanSumVariance(sums: MeanSums): number {
  if (sums.count < 2) return 0
  const d = sums.weighted / sums.weight
  const scatter = sums.squares - 2 * d * sums.crossed + d * d * sums.weightSquares
  const whole = Math.max(sums.within, (Math.max(0, scatter) * sums.count) / (sums.count - 1))
  return whole > roundingOf(sums) ? whole : 0
}

function roundingOf({ largest, weightSquares }: MeanSums): number {
  return (ROUNDING * largest) ** 2 * weightSquares
}

/**
 * log e-value against "the candidate's mean is not above the line" (side 1) or "not below" (side -1): a normal mixture
 * over the standardised sum. Asymptotic in the number of blocks (Waudby-Smith et al. 2024, stratified), so 0 below
 * {@link MEAN_BLOCKS}; unlike the pooled form it withstands a drifting base, a rising share and bursts. Where nothing varies,
 * it says nothing, unless `still` lets rounding stand for the variance.
 */
export function meanLogE(sums: MeanSums, side: 1 | -1, still = false): number {
  if (sums.count < MEAN_BLOCKS) return 0
  const spread = meanSumVariance(sums) || (still ? roundingOf(sums) : 0)
  if (!(spread > 0)) return 0
  const s = (sums.weighted * Math.sqrt(sums.count)) / Math.sqrt(spread)
  return logMeanExp(PRECISIONS.map((rho) => normalMixtureLogE(side * s, sums.count, rho, 'one')))
}
