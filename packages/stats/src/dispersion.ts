import { eventShare, informsRatio, type TwoArms } from './two-arms.ts'

/** Blocks needed before the spread between them is trusted by itself. */
const DISPERSION_BLOCKS = 10

// Presumed until measured: each arm's rate varies from block to block with this squared coefficient of variation. The
// excess over 1 that follows counts as known to within a quarter of itself, and never as more than a factor of eight, so
// that a disaster is still seen in its first block. The figures are those that, searched by simulation, find a regression
// soonest with false alarms of under 5 % in bursts that vary by half: `bench sequential` shows both.
const PRESUMED_VARIANCE = 0.17
const PRESUMED_MOST = 8
const PRESUMED_ERROR = 0.25
const CLEAR = 3.5

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
 *
 * While there are few blocks, `cautious` is the mean, each by its precision, of what bursts would make it, of this
 * scatter, and of the scatter of both arms' events together around their common rate, which bursts raise as well; or 1
 * once that lies within 3.5 of its standard errors of 1, so that a few even blocks are enough to clear the suspicion.
 */
export function dispersion(blocks: readonly TwoArms[], ratio: number, exact = false): Dispersion {
  const informing = blocks.filter(informsRatio)
  const between = scatterOf(informing, (block) => {
    const share = eventShare(block, ratio)
    const events = block.x + block.y
    return { off: block.x - events * share, variance: events * share * (1 - share) * finite(block, exact) }
  })
  if (informing.length >= DISPERSION_BLOCKS) {
    const measured = between.factor > 1 + 1 / Math.sqrt(between.precision) ? between.factor : 1
    return { measured, cautious: measured }
  }
  const rate = sumOf(informing, ({ x, y }) => x + y) / sumOf(informing, ({ n, m }) => n + m)
  const together = scatterOf(informing, ({ x, n, y, m }) => {
    const mean = rate * (n + m)
    return { off: x + y - mean, variance: mean * (exact ? 1 - rate : 1) }
  })
  return { measured: 1, cautious: cautiousOf([presumption(informing, exact), between, together]) }
}

/** A factor on the variance, and the inverse of its own variance where chance is all there is. */
interface Scatter {
  readonly factor: number
  readonly precision: number
}

const NOTHING: Scatter = { factor: 1, precision: 0 }

function scatterOf(
  blocks: readonly TwoArms[],
  residual: (block: TwoArms) => { readonly off: number; readonly variance: number },
): Scatter {
  // All events in one arm fit any ratio beyond bounds, so they leave no residuals: nothing is measured then.
  const informing = blocks.map(residual).filter(({ variance }) => variance > 0)
  const freedom = 1 - 1 / blocks.length
  const weights = informing.map(({ variance }) => 1 / (2 + 1 / variance))
  const total = sumOf(weights, (weight) => weight)
  if (!(freedom > 0 && total > 0)) return NOTHING
  const squares = informing.map(({ off, variance }, i) => ((weights[i] ?? 0) * off ** 2) / variance)
  return { factor: sumOf(squares, (square) => square) / total / freedom, precision: total * freedom }
}

/** What bursts would make of these blocks: the more events a block has, the more they would make them scatter. */
function presumption(blocks: readonly TwoArms[], exact: boolean): Scatter {
  const variances = blocks.map((block) => {
    const even = eventShare(block, 1)
    return { events: block.x + block.y, spread: even * (1 - even), finite: finite(block, exact) }
  })
  const chance = sumOf(variances, (each) => each.events * each.spread * each.finite)
  const bursts = sumOf(variances, ({ events, spread, finite: left }) => {
    return events * spread * left * Math.max(0, events - 1) * spread * 2 * PRESUMED_VARIANCE
  })
  const excess = chance > 0 ? Math.min(PRESUMED_MOST - 1, bursts / chance) : 0
  return excess > 0 ? { factor: 1 + excess, precision: (PRESUMED_ERROR * excess) ** -2 } : NOTHING
}

function cautiousOf(sources: readonly [presumed: Scatter, ...measured: Scatter[]]): number {
  // Blocks of single events cannot show bursts, and bursts cannot mislead there.
  if (sources[0].precision === 0) return 1
  const precision = sumOf(sources, (source) => source.precision)
  const factor = sumOf(sources, (source) => source.factor * source.precision) / precision
  return factor > 1 + CLEAR / Math.sqrt(precision) ? factor : 1
}

/** Share of the binomial variance that is left when events are drawn from so many trials. */
function finite({ x, n, y, m }: TwoArms, exact: boolean): number {
  return exact ? Math.max(0, 1 - (x + y) / (n + m)) : 1
}

function sumOf<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0)
}
