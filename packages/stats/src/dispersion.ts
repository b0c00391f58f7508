import { candidateShare, informsRatio, type TwoArms } from './ratio-eprocess.ts'

/** Blocks needed before the spread between them is trusted by itself. */
export const DISPERSION_BLOCKS = 10

// Presumed until measured: each arm's rate varies by half from block to block, worth eight blocks of measurement, and
// never more than a factor of three, so that a disaster is still seen in its first block.
const PRESUMED_VARIANCE = 0.25
const PRESUMED_BLOCKS = 8
const PRESUMED_MOST = 3

/** How much more than chance the blocks scatter, as a factor on the variance of at least 1. */
export interface Dispersion {
  /** 1 below {@link DISPERSION_BLOCKS} and wherever chance explains the scatter to within one standard error. */
  readonly measured: number
  /** As measured, but presuming bursts while there are too few blocks to tell: for raising an alarm. */
  readonly cautious: number
}

/**
 * Scatter of the blocks around one ratio: the squared residuals (x - k theta)² / v with v = k theta (1 - theta), averaged
 * with weights 1/(2 + 1/v), the inverse of their own variance, so that blocks with few events do not shout; times
 * T/(T - 1). A guard, not a theorem: evidence divided by it keeps its promise where errors come in bursts. `exact` takes
 * the hypergeometric instead of the binomial variance.
 */
export function dispersion(blocks: readonly TwoArms[], ratio: number, exact = false): Dispersion {
  const sums = { residuals: 0, weights: 0, count: 0, presumed: 0, variance: 0 }
  for (const block of blocks) if (informsRatio(block)) addResidual(sums, block, ratio, exact)
  const { residuals, weights, count, presumed, variance } = sums
  if (!(variance > 0)) return { measured: 1, cautious: 1 }
  // All events in one arm fit any ratio beyond bounds, so they leave no residuals: nothing is measured then.
  const spread = count > 1 && weights > 0 ? ((residuals / weights) * count) / (count - 1) : 1
  if (count >= DISPERSION_BLOCKS) {
    const measured = spread > 1 + 1 / Math.sqrt(weights) ? spread : 1
    return { measured, cautious: measured }
  }
  const prior = Math.min(PRESUMED_MOST, presumed / variance)
  const blend = (PRESUMED_BLOCKS * prior + (count - 1) * spread) / (PRESUMED_BLOCKS + count - 1)
  return { measured: 1, cautious: Math.max(1, blend) }
}

type Sums = Record<'residuals' | 'weights' | 'count' | 'presumed' | 'variance', number>

function addResidual(sums: Sums, block: TwoArms, ratio: number, exact: boolean): void {
  const { x, n, y, m } = block
  const events = x + y
  const finite = exact ? Math.max(0, 1 - events / (n + m)) : 1
  const [share, even] = [candidateShare(block, ratio), candidateShare(block, 1)]
  const nullVariance = events * even * (1 - even) * finite
  sums.variance += nullVariance
  sums.count++
  sums.presumed += nullVariance * (1 + Math.max(0, events - 1) * even * (1 - even) * 2 * PRESUMED_VARIANCE)
  const variance = events * share * (1 - share) * finite
  if (!(variance > 0)) return
  const weight = 1 / (2 + 1 / variance)
  sums.residuals += (weight * (x - events * share) ** 2) / variance
  sums.weights += weight
}
