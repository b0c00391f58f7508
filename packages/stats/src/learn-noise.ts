import type { ArmMean } from './block-mean.ts'
import { binnedU, mergeBins, NO_BINS, type Bins } from './bins.ts'
import { demand } from './errors.ts'
import { demandHistory, LEVEL_BLOCKS, levelsOf, presentLevel, summariseScatter } from './noise-summary.ts'
import type { MeanNoiseSummary } from './mean-evidence.ts'
import type { RankNoiseSummary } from './rank-evidence.ts'
import { scalesOf, type NoiseSummary } from './rate-noise.ts'
import { runningMedian } from './running-median.ts'
import type { EventLaw } from './two-arms.ts'

/** Blocks so many standard deviations off move the level as if they were there. */
const HELD = 5

/** Events and exposure of the baseline in one block of its history. */
export interface RateCount {
  readonly events: number
  readonly exposure: number
}

/** A summary, and how many times the scatter from block to block is that of chance. */
export type Learned<T> = T & { readonly times: number }

/**
 * Learns from one series of the baseline, oldest block first. What both arms would share cannot be told from noise of
 * its own, except slow drift, which is taken off. `rate` is that of the last 121 blocks: a rollout follows them; an outage
 * among them does not move it. Blocks without exposure are left out; raises a `StatsError` for fewer than 100.
 */
export function learnRateNoise(law: EventLaw, history: readonly RateCount[]): Learned<NoiseSummary> {
  const blocks = history.filter(({ exposure }) => exposure > 0)
  demandHistory(blocks.length)
  const common = law === 'bernoulli' && median(blocks.map(({ events, exposure }) => events / exposure)) > 0.5
  // Noise is relative to what is rarer, and an outage is more of it.
  const rare = common
    ? blocks.map(({ events, exposure }) => ({ events: exposure - events, exposure }))
    : blocks
  const rates = rare.map(({ events, exposure }) => events / exposure)
  const exposures = rare.map(({ exposure }) => exposure)
  const levels = rateLevels(rare)
  const g = rates.map((rate, i) => rate / (levels[i] ?? 1) - 1)
  const q = levels.map((level, i) => scalesOf(law, level).chance / level / level / (exposures[i] ?? 1))
  const { lrv, memory, eps, times } = summariseScatter(g, q, 'upwards')
  const rate = presentLevel(rates)
  return { blocks: blocks.length, rate: common ? 1 - rate : rate, lrv, memory, eps, times }
}

/** The level of the rate around each block, outages held at three times the median rate. */
export function rateLevels(blocks: readonly RateCount[]): readonly number[] {
  const rates = blocks.map(({ events, exposure }) => events / exposure)
  const exposures = blocks.map(({ exposure }) => exposure)
  const cap = 3 * Math.max(median(rates), 1 / (exposures[0] ?? 1))
  const held = rates.map((rate) => Math.min(rate, cap))
  return levelsOf(held, exposures).map((level) => Math.max(level, 1e-9))
}

/**
 * Learns how much the ranks of whole blocks scatter among all values of the baseline's history, slow drift taken off:
 * the mean mid-rank of a block of n values has variance 1/(12 n) by chance. All blocks must have the same bins; raises a
 * `StatsError` for fewer than 100 with values.
 */
export function learnRankNoise(history: readonly Bins[]): Learned<RankNoiseSummary> {
  const blocks = history.filter(({ total }) => total > 0)
  demandHistory(blocks.length)
  const all = pooledBins(blocks)
  const sizes = blocks.map(({ total }) => total)
  const ranks = blocks.map((block) => binnedU(block, all) / block.total / all.total)
  const levels = levelsOf(ranks, sizes)
  const g = ranks.map((rank, i) => rank - (levels[i] ?? 0.5))
  const q = sizes.map((size) => 1 / (12 * size))
  const { lrv, memory, eps, times } = summariseScatter(g, q, 'both')
  return { lrv, memory, eps, times }
}

/**
 * Learns how much block means scatter around their level, slow drift taken off, beyond what the variance of the values
 * within the blocks makes them. Blocks of one value, and those that do not tell their variance, are left out. Raises a
 * `StatsError` for fewer than 100 others, and where no value differs from its block's mean.
 */
export function learnMeanNoise(history: readonly ArmMean[]): Learned<MeanNoiseSummary> {
  const blocks = history.filter(({ n, m2 }) => n > 1 && m2 !== null)
  demandHistory(blocks.length)
  const sizes = blocks.map(({ n }) => n)
  const squares = blocks.reduce((sum, { m2 }) => sum + (m2 ?? 0), 0)
  const variance = squares / sizes.reduce((sum, n) => sum + n - 1, 0)
  demand(variance > 0, () => 'a history needs values that differ')
  const means = blocks.map(({ mean }) => mean)
  const chance = Math.sqrt(median(sizes.map((n) => variance / n)))
  const { levels, spread } = heldLevels(means, sizes, chance)
  const off = means.map((mean, i) => mean - (levels[i] ?? 0))
  const g = off.map((each) => each / spread)
  const q = sizes.map((n) => variance / n / spread ** 2)
  const { lrv, memory, eps, times } = summariseScatter(g, q, 'both')
  const level = presentLevel(means)
  return { level, deviation: Math.sqrt(variance), spread, lrv, memory, eps, times }
}

/**
 * The level around each value of a row, and the usual standard deviation from it, at least `least`. An outage must not move
 * the level of the blocks around it, so values count no further than five standard deviations from the median around them.
 */
export function heldLevels(
  values: readonly number[],
  weights: readonly number[],
  least = 0,
): { readonly levels: readonly number[]; readonly spread: number } {
  const centres = middlesOf(values)
  const spread = Math.max(least, spreadOf(values.map((value, i) => value - (centres[i] ?? 0))))
  const held = values.map((value, i) => {
    const centre = centres[i] ?? 0
    return Math.min(centre + HELD * spread, Math.max(centre - HELD * spread, value))
  })
  return { levels: levelsOf(held, weights), spread }
}

/** Standard deviation by the median of squares, which is 0.455 times the variance of a normal law. */
function spreadOf(deviations: readonly number[]): number {
  return Math.sqrt(median(deviations.map((each) => each * each)) / 0.4549364231195724)
}

/** The median of the {@link LEVEL_BLOCKS} values around each value. */
function middlesOf(values: readonly number[]): readonly number[] {
  const window = runningMedian(LEVEL_BLOCKS)
  const trailing = values.map((value) => {
    window.add(value)
    return window.median() ?? value
  })
  const half = (LEVEL_BLOCKS - 1) / 2
  const last = values.length - 1
  return values.map((_, i) => trailing[Math.min(last, Math.max(LEVEL_BLOCKS - 1, i + half))] ?? 0)
}

/** All blocks as one, put together pairwise so that the work grows with their number only. */
export function pooledBins(blocks: readonly Bins[]): Bins {
  const [only, ...more] = blocks
  if (only === undefined) return NO_BINS
  if (more.length === 0) return only
  const half = Math.ceil(blocks.length / 2)
  return mergeBins(pooledBins(blocks.slice(0, half)), pooledBins(blocks.slice(half)))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2
}
