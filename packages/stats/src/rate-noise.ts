import { armScatter, loneScatter, UNKNOWN_MEMORY } from './excess-scatter.ts'
import { runningMedian } from './running-median.ts'
import { eventShare, type EventLaw, type TwoArms } from './two-arms.ts'

const WINDOW = 20

/** Variance beyond chance, relative to the squared rate, that is presumed where there is no history. */
const PRESUMED_LRV = 0.1
/** Blocks that the presumption counts for. */
const PRESUMED_BLOCKS = 3

/** Share of blocks that may be anything, presumed where there is no history. */
export const PRESUMED_EPS = 0.005

/** What the history of the baseline says about noise that one arm has by itself. */
export interface NoiseSummary {
  readonly blocks: number
  /** The present level of its rate; see `presentLevel`. */
  readonly rate: number
  /** Squared coefficient of variation beyond chance, with what blocks remember of each other: long-run variance. */
  readonly lrv: number
  /** Long-run variance by variance: 1 where blocks do not remember each other. */
  readonly memory: number
  /** Share of blocks that may be anything. */
  readonly eps: number
  /** Variance beyond chance of one block of the baseline, with what both arms share, where `lrv` leaves that out. */
  readonly alone?: number
}

/** What is known of a block before it is read: from the history, and from the blocks before it. */
export interface NoiseBefore {
  /** Rate expected, of both arms together; the block's own rate where nothing came before it. */
  readonly rate: number
  /** Factor on the variance of a score; at least 1. `v`: half of its variance by noise that has an lrv of 1, by chance. */
  readonly temper: (v: number) => number
}

/** The noise of a rate through a rollout. */
export interface RateNoise {
  /** What is known before this block. */
  readonly before: (block: TwoArms) => NoiseBefore
  /** The same, and the block is added to what is known. */
  readonly take: (block: TwoArms) => NoiseBefore
  /** True once the blocks are clearly noisier than the history was. */
  readonly surprised: () => boolean
}

/** Chance variance of one trial, and the rate that noise is relative to: the rarer of events and non-events. */
export function scalesOf(law: EventLaw, rate: number) {
  return law === 'poisson'
    ? { chance: rate, rare: rate }
    : { chance: rate * (1 - rate), rare: Math.min(rate, 1 - rate) }
}

/** The `v` of `NoiseBefore.temper` for a comparison of two arms with `rate`, of which a share is the candidate's. */
export function noiseWeight(law: EventLaw, rate: number, { n, m }: TwoArms, share: number): number {
  const { chance, rare } = scalesOf(law, rate)
  return chance > 0 ? ((n + m) * share * (1 - share) * rare * rare) / chance : 0
}

/** Scatter between the arms around the ratio of the blocks so far. What both arms share cancels. */
function rateScatter(law: EventLaw) {
  const scatter = armScatter()
  const seen = { candidate: 0, baseline: 0 }
  const add = (block: TwoArms, rate: number, temper: (v: number) => number): void => {
    const { x, n, y, m } = block
    const all = n + m
    seen.candidate += (Math.min(x, 5 * rate * n + 5) * m) / all
    seen.baseline += (Math.min(y, 5 * rate * m + 5) * n) / all
    const ratio = seen.candidate > 0 && seen.baseline > 0 ? seen.candidate / seen.baseline : 1
    const share = eventShare(block, ratio)
    const variance = scalesOf(law, rate).chance * all * share * (1 - share)
    const v = noiseWeight(law, rate, block, share)
    if (variance > 0 && v > 0) scatter.add((x - (x + y) * share) ** 2 / variance, v, temper(v))
  }
  return { ...scatter, add }
}

/** Scatter of the baseline's rate around the level of its last blocks, relative to it. */
function baselineScatter(law: EventLaw, history: NoiseSummary | null) {
  const lone = loneScatter(history === null ? PRESUMED_LRV : (history.alone ?? history.lrv / history.memory))
  const rates = runningMedian(WINDOW)
  return {
    add: ({ y, m }: TwoArms): void => {
      const level = expectedRate(rates.median, history)
      rates.add(y / m)
      if (level === null || !(level > 0)) return
      const scales = scalesOf(law, level)
      if (scales.rare > 0) lone.add((y / m - level) / scales.rare, scales.chance / (m * scales.rare ** 2))
    },
    /** Twice the long-run variance where the baseline is clearly noisier than was known, else 0. */
    twice: (): number => 2 * lone.unexpected() * Math.max(history?.memory ?? 1, UNKNOWN_MEMORY),
  }
}

/** The rate that the last blocks lead to expect, the history standing in for blocks that are missing. */
function expectedRate(
  median: (missing?: number) => number | null,
  history: NoiseSummary | null,
): number | null {
  if (history === null || !(history.rate > 0)) return median()
  return median(history.rate) || history.rate
}

/**
 * The largest factor on the variance that scatter of this much chance (a sum of squares in units of chance) leaves
 * plausible at 1 %: by the chi-squared law of even blocks, its quantile by Wilson and Hilferty (1931).
 */
function plausible(squares: number, blocks: number): number {
  const freedom = blocks - 1
  if (freedom < 2) return Infinity
  const part = 2 / (9 * freedom)
  return squares / (freedom * (1 - part - 2.3263 * Math.sqrt(part)) ** 3)
}

/**
 * Follows the noise of a rate through a rollout; `history` null presumes it. The history holds unless this rollout
 * shows clearly more, by the scatter between the arms or by the baseline's own course.
 */
export function rateNoise(law: EventLaw, history: NoiseSummary | null): RateNoise {
  const rates = runningMedian(WINDOW)
  const between = rateScatter(law)
  const alone = baselineScatter(law, history)
  const learned = history === null ? 0 : 2 * history.lrv
  const memory = history?.memory ?? 1
  let shown: number | null = null

  const before = ({ x, n, y, m }: TwoArms): NoiseBefore => {
    const { excess, squares, standard, count } = between.sums
    const unexpected = alone.twice()
    const rate = expectedRate(rates.median, history) ?? (x + y) / (n + m)
    if (history !== null) {
      const twice = Math.max(learned, (shown ?? 0) * memory, unexpected)
      return { rate, temper: (v) => 1 + twice * v }
    }
    const most = plausible(standard, count)
    return {
      rate,
      temper: (v) => {
        const weight = PRESUMED_BLOCKS * v * v
        const mean = weight > 0 ? (weight * 2 * PRESUMED_LRV + excess) / (weight + squares) : 0
        return Math.max(1, Math.min(1 + mean * v, most), 1 + unexpected * v)
      },
    }
  }

  return {
    before,
    surprised: () => shown !== null || alone.twice() > 0,
    take: (block) => {
      const known = before(block)
      if (!(block.n > 0 && block.m > 0)) return known
      between.add(block, known.rate, known.temper)
      alone.add(block)
      rates.add((block.x + block.y) / (block.n + block.m))
      shown = history === null ? null : between.clearlyAbove(learned / memory)
      return known
    },
  }
}
