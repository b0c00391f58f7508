import {
  addMeans,
  MEAN_BLOCKS,
  meanEvidence,
  meanLogE,
  meanSumVariance,
  startMeans,
  type MeanBlock,
  type MeanNoiseSummary,
  type RateLine,
} from '@sluice/stats'
import type { Direction } from './track.ts'

/** What is known of the noise of a mean, and the level that decides. */
export interface MeanTerms {
  /** Null where there is no history: the blocks themselves then tell the variance, from ten of them on. */
  readonly history: MeanNoiseSummary | null
  readonly alpha: number
}

/** One e-process about a mean and a line through the baseline's. */
export interface MeanTest {
  readonly line: RateLine
  readonly add: (block: MeanBlock) => void
  readonly logE: () => number
  /** Blocks that a decision needs at least. */
  readonly fewest: number
  /** Variance of the distance of one block. */
  readonly variance: () => number
  /** Whether the blocks are clearly noisier than the history was. */
  readonly surprised: () => boolean
}

const FEWEST_BLOCKS = 3

/**
 * Evidence against "the candidate's mean is not above the line" (side 1) or "not below" (side -1). Means that never vary
 * can fail but not pass: a change that each of ten blocks shows is one, but values that are always the same prove nothing.
 */
export function meanTest(
  line: RateLine,
  side: Direction,
  { history, alpha }: MeanTerms,
  fails: boolean,
): MeanTest {
  if (history === null) {
    const sums = startMeans(line.slope, line.offset)
    return {
      line,
      add: (block) => addMeans(sums, block),
      logE: () => meanLogE(sums, side, fails),
      fewest: MEAN_BLOCKS,
      variance: () => (meanSumVariance(sums) * sums.count) / sums.weight ** 2,
      surprised: () => false,
    }
  }
  const evidence = meanEvidence(line, side, history, alpha)
  let last: MeanBlock | null = null
  return {
    line,
    add: (block) => {
      last = block
      evidence.add(block)
    },
    logE: evidence.logE,
    fewest: FEWEST_BLOCKS,
    variance: () => (last === null ? NaN : evidence.noise.before(last).whole),
    surprised: evidence.noise.surprised,
  }
}
