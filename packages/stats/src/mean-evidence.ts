import type { ArmMean, MeanBlock } from './block-mean.ts'
import { armScatter, loneScatter, UNKNOWN_MEMORY } from './excess-scatter.ts'
import { runningMedian } from './running-median.ts'
import { addTempered, startTempered, temperedLogE } from './tempered-evidence.ts'
import type { Side } from './tilt.ts'
import type { RateLine } from './two-arm-bet.ts'

const COUNT = 24
const [LEAST, MOST] = [0.05, 8]
const WINDOW = 20

/** Shifts over which evidence about means is mixed, in standard deviations of the first block: log-uniform from 0.05 to 8. */
const MEAN_SHIFTS: readonly number[] = Array.from(
  { length: COUNT },
  (_, j) => LEAST * (MOST / LEAST) ** (j / (COUNT - 1)),
)

/** Every shift weighs the same. */
const MEAN_LOG_WEIGHTS: readonly number[] = MEAN_SHIFTS.map(() => -Math.log(COUNT))

/** What the history of the baseline says about its means. */
export interface MeanNoiseSummary {
  /** The present level of its block means; see `presentLevel`. */
  readonly level: number
  /** Standard deviation of one value within a block. */
  readonly deviation: number
  /** Standard deviation of the mean of a usual block, which `lrv` is relative to. */
  readonly spread: number
  /** Long-run variance of block means beyond chance, by the square of `spread`. */
  readonly lrv: number
  /** Long-run variance by variance: 1 where blocks do not remember each other. */
  readonly memory: number
  /** Share of blocks that may be anything. */
  readonly eps: number
}

/** The noise of the distance of the candidate's mean from a line through the baseline's, through a rollout. */
export interface MeanNoise {
  /** Variance of the next block's distance: by chance alone, and with the noise of each arm's own. */
  readonly before: (block: MeanBlock) => { readonly chance: number; readonly whole: number }
  readonly add: (block: MeanBlock) => void
  /** True once the blocks are clearly noisier than the history was. */
  readonly surprised: () => boolean
}

/** The distance that evidence about means adds up. */
function distanceFrom({ slope, offset }: RateLine, { candidate, baseline }: MeanBlock): number {
  return candidate.mean - slope * baseline.mean - offset
}

/** Variance of one value within the arms of a block; null where it is not known. */
function withinOf({ candidate, baseline }: MeanBlock): number | null {
  const freedom = candidate.n + baseline.n - 2
  if (candidate.m2 === null || baseline.m2 === null || !(freedom > 0)) return null
  return (candidate.m2 + baseline.m2) / freedom
}

/**
 * Follows the noise of a mean through a rollout. Values vary at least as much as in the history, and as in most of the
 * last 20 blocks. Noise of one arm's own is that of the history unless this rollout shows clearly more, by the scatter of
 * the distances or by the baseline's own course. The candidate's noise grows with a slope above 1, as its level does.
 */
function meanNoise(line: RateLine, history: MeanNoiseSummary): MeanNoise {
  const { slope } = line
  const arms = Math.max(1, slope * slope) + slope * slope
  const unit = history.spread ** 2
  const learned = history.lrv * unit
  const known = learned / history.memory
  const [within, distances, means] = [runningMedian(WINDOW), runningMedian(WINDOW), runningMedian(WINDOW)]
  const between = armScatter()
  const alone = loneScatter(known)
  const shown = () => (between.clearlyAbove(2 * known) ?? 0) / 2
  const value = () => Math.max(history.deviation ** 2, within.median() ?? 0)
  const before = ({ candidate, baseline }: MeanBlock) => {
    const chance = value() * (1 / candidate.n + (slope * slope) / baseline.n)
    const unexpected = alone.unexpected() * Math.max(history.memory, UNKNOWN_MEMORY)
    const own = Math.max(learned, shown() * history.memory, unexpected)
    return { chance, whole: chance + arms * own }
  }
  return {
    before,
    surprised: () => shown() > 0 || alone.unexpected() > 0,
    add: (block) => {
      const { chance, whole } = before(block)
      const { mean, n } = block.baseline
      const distance = distanceFrom(line, block)
      const usual = distances.median()
      // In units of chance, own noise of a variance t in each arm makes the variance of a distance 1 + 2 t v.
      if (usual !== null) between.add((distance - usual) ** 2 / chance, arms / 2 / chance, whole / chance)
      alone.add(mean - (means.median(history.level) ?? history.level), value() / n)
      distances.add(distance)
      means.add(mean)
      const variance = withinOf(block)
      if (variance !== null) within.add(variance)
    },
  }
}

/** One e-process about two means, in which no block decides alone. */
export interface MeanEvidence {
  readonly add: (block: MeanBlock) => void
  readonly logE: () => number
  readonly noise: MeanNoise
}

/**
 * Evidence against "the candidate's mean is not above the line" (side 1) or "not below" (side -1): for each shift D the
 * log factor (side D d - D²/2) / V of a block's distance d with the variance V that the history and the blocks before it
 * lead to expect. Each factor expects at most 1 where block means are normal with no more than that variance; it holds to
 * second order otherwise, and the bound on each block carries the rest.
 */
export function meanEvidence(
  line: RateLine,
  side: Side,
  history: MeanNoiseSummary,
  alpha: number,
): MeanEvidence {
  const state = startTempered(COUNT, history.eps, alpha)
  const noise = meanNoise(line, history)
  let first: number | null = null
  return {
    add: (block) => {
      if (!countsBoth(block)) return
      const { chance, whole } = noise.before(block)
      const unit = (first ??= Math.sqrt(whole))
      const distance = side * distanceFrom(line, block)
      const logs = MEAN_SHIFTS.map((shift) => {
        const size = shift * unit
        return (size * distance - (size * size) / 2) / chance
      })
      const logSizes = MEAN_SHIFTS.map((shift) => Math.log(shift * unit))
      addTempered(state, { logs, logSizes, logSd: -Math.log(chance) / 2, v: 0 }, whole / chance)
      noise.add(block)
    },
    logE: () => temperedLogE(state, MEAN_LOG_WEIGHTS),
    noise,
  }
}

function countsBoth({ candidate, baseline }: Readonly<Record<'candidate' | 'baseline', ArmMean>>): boolean {
  return candidate.n > 0 && baseline.n > 0
}
