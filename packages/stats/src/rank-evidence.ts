import { armScatter } from './excess-scatter.ts'
import { runningMedian } from './running-median.ts'
import type { BlockFactors } from './tempered-evidence.ts'
import type { Side } from './tilt.ts'

const COUNT = 24
const [LEAST, MOST] = [0.004, 0.45]

/** Shifts of P(candidate > baseline) from one half over which rank evidence is mixed, log-uniform from 0.004 to 0.45. */
const RANK_SHIFTS: readonly number[] = Array.from(
  { length: COUNT },
  (_, j) => LEAST * (MOST / LEAST) ** (j / (COUNT - 1)),
)

const RANK_LOG_SIZES: readonly number[] = RANK_SHIFTS.map((shift) => Math.log(12 * shift))

/** Every shift weighs the same. */
export const RANK_LOG_WEIGHTS: readonly number[] = RANK_SHIFTS.map(() => -Math.log(COUNT))

/** One block of ranks: Mann-Whitney's u (pairs in which the candidate is larger), n candidate and m baseline values. */
export interface RankBlock {
  readonly u: number
  readonly n: number
  readonly m: number
}

/**
 * What one block says against "the candidate is not larger" (side 1) or "not smaller" (side -1): with w = 1/(n + m + 1),
 * s = w (u - nm/2) and V = w nm/12, the log factor 12 D s - 72 D² V for each shift D. Under equality its expectation is
 * at most 1 at any size and with ties, for the rank sum is sub-Gaussian.
 */
export function rankFactors({ u, n, m }: RankBlock, side: Side): BlockFactors {
  const weight = 1 / (n + m + 1)
  const s = weight * (u - (n * m) / 2)
  const variance = (weight * n * m) / 12
  return {
    logs: RANK_SHIFTS.map((shift) => 12 * shift * side * s - 72 * shift * shift * variance),
    logSizes: RANK_LOG_SIZES,
    logSd: Math.log(variance) / 2,
    v: (12 * n * m) / (n + m),
  }
}

/** Noise of one arm's mean rank beyond chance: what the history shows, as `learnRankNoise` gives it. */
export interface RankNoiseSummary {
  /** Long-run variance of the mean rank of a block, ranks running from 0 to 1. */
  readonly lrv: number
  readonly memory: number
  readonly eps: number
}

/** Presumed where there is no history: the level of one arm's latency moves by about 5 % from block to block. */
const PRESUMED_RANK_LRV = 4e-4
const PRESUMED_BLOCKS = 5
const WINDOW = 20

/** The noise of ranks through a rollout. */
export interface RankNoise {
  /** Factor on the variance of the next block's score, whose factors have this `v`; at least 1. */
  readonly temper: (v: number) => number
  readonly add: (block: RankBlock) => void
  readonly surprised: () => boolean
}

/** Follows how much more the blocks' shifts scatter than ranks alone make them; `history` null presumes it. */
export function rankNoise(history: RankNoiseSummary | null): RankNoise {
  const shifts = runningMedian(WINDOW)
  const scatter = armScatter()
  const learned = history === null ? 2 * PRESUMED_RANK_LRV : 2 * history.lrv
  const memory = Math.max(1, history?.memory ?? 1)
  const shown = (): number | null => {
    const clear = history === null ? null : scatter.clearlyAbove(learned / memory)
    return clear === null ? null : clear * memory
  }
  const twice = (v: number): number => {
    if (history !== null) return Math.max(learned, shown() ?? 0)
    const weight = PRESUMED_BLOCKS * v * v
    return Math.max(0, (weight * learned + scatter.sums.excess) / (weight + scatter.sums.squares))
  }
  const temper = (v: number) => 1 + twice(v) * v
  return {
    temper,
    surprised: () => shown() !== null,
    add: ({ u, n, m }) => {
      if (!(n > 0 && m > 0)) return
      const shift = u / (n * m) - 0.5
      const v = (12 * n * m) / (n + m)
      // In units of chance: the score's variance is 1, that of the arms' own noise twice(v) v.
      const usual = shifts.median()
      if (usual !== null) scatter.add((shift - usual) ** 2 * v, v, temper(v))
      shifts.add(shift)
    },
  }
}
