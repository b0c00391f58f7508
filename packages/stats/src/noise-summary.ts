import { bisectRoot } from './bisect.ts'
import { demand } from './errors.ts'
import { medianOf } from './numbers.ts'

/** Blocks before which a history says too little. */
export const FEWEST_HISTORY_BLOCKS = 100
/** Half the window of the level that is taken off a single series. */
const HALF_WINDOW = 60
const FAR = 7
const HELD = 3
const CENTRED = 0.995

/** What the history of the baseline says about noise that one arm has by itself. */
export interface NoiseSummary {
  readonly blocks: number
  /** Mean rate of the blocks, the extreme 5 % at each end left out. */
  readonly rate: number
  /** Squared coefficient of variation beyond chance, with what blocks remember of each other: long-run variance. */
  readonly lrv: number
  /** Long-run variance by variance: 1 where blocks do not remember each other. */
  readonly memory: number
  /** Share of blocks that may be anything. */
  readonly eps: number
}

/** Events and exposure of the baseline in one block of its history. */
export interface RateCount {
  readonly events: number
  readonly exposure: number
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Summarises relative deviations `g` (mean 0) of which chance alone explains the variances `q`: `own`, the variance
 * beyond chance with the tails held at three standard deviations; `lrv`, the same with the autocovariances that stand
 * out; `eps`, the share of blocks beyond seven standard deviations, upwards.
 */
export function summariseNoise(
  g: readonly number[],
  q: readonly number[],
): { readonly own: number; readonly lrv: number; readonly eps: number } {
  const count = g.length
  let keep = g.map(() => true)
  let own = 0
  const chance = (i: number) => q[i] ?? 0
  for (let pass = 0; pass < 2; pass++) {
    const kept = keep.filter(Boolean).length
    const held = (t: number): number =>
      g.reduce(
        (sum, each, i) =>
          keep[i] === true ? sum + Math.min((each * each) / (chance(i) + t), HELD ** 2) : sum,
        0,
      ) / kept
    const error = Math.sqrt(mean(q.map((each) => 2 + each)) / count)
    own =
      held(0) > CENTRED + 1.5 * error
        ? held(30) >= CENTRED
          ? 30
          : bisectRoot((t) => held(t) - CENTRED, 0, 30, 1e-13)
        : 0
    const settled = own
    keep = g.map((each, i) => each <= FAR * Math.sqrt(chance(i) + settled))
  }
  const far = keep.filter((kept) => !kept).length
  const centred = g.map((each, i) => {
    const sd = Math.sqrt(chance(i) + own)
    return keep[i] === true ? Math.min(HELD, Math.max(-HELD, each / sd)) * sd : 0
  })
  const middle = mean(centred)
  const deviations = centred.map((each) => each - middle)
  return { own, lrv: own + 2 * autocovariances(deviations), eps: (far + 1) / (count + 2) }
}

/** Sum of the autocovariances up to the first that does not stand out, at most 60 lags and a fifth of the row. */
function autocovariances(deviations: readonly number[]): number {
  const count = deviations.length
  const variance = mean(deviations.map((each) => each * each))
  let total = 0
  for (let lag = 1; lag <= Math.min(HALF_WINDOW, Math.floor(count / 5)); lag++) {
    let covariance = 0
    for (let i = lag; i < count; i++) covariance += (deviations[i] ?? 0) * (deviations[i - lag] ?? 0)
    covariance /= count - lag
    if (!(covariance > (2 * variance) / Math.sqrt(count))) break
    total += covariance
  }
  return total
}

function trimmedRate(rates: readonly number[]): number {
  const sorted = rates.toSorted((a, b) => a - b)
  const cut = Math.floor(0.05 * sorted.length)
  return mean(sorted.slice(cut, sorted.length - cut))
}

/** Mean rate of the 121 blocks around each block, every rate held at three times the median rate. */
function levels(history: readonly RateCount[]): readonly number[] {
  const rates = history.map(({ events, exposure }) => events / exposure)
  const cap = 3 * Math.max(medianOf(rates), 1 / (history[0]?.exposure ?? 1))
  const [events, exposures] = [[0], [0]]
  for (const [i, { exposure }] of history.entries()) {
    events.push((events[i] ?? 0) + Math.min(rates[i] ?? 0, cap) * exposure)
    exposures.push((exposures[i] ?? 0) + exposure)
  }
  const count = history.length
  const width = 2 * HALF_WINDOW + 1
  return history.map((_, i) => {
    const from = Math.min(Math.max(0, i - HALF_WINDOW), Math.max(0, count - width))
    const to = Math.min(count, from + width)
    const level = ((events[to] ?? 0) - (events[from] ?? 0)) / ((exposures[to] ?? 0) - (exposures[from] ?? 0))
    return Math.max(level, 1e-9)
  })
}

/**
 * Learns from one series of the baseline, oldest block first. What both arms would share cannot be told from noise of
 * its own, except slow drift, which is taken off. Blocks without exposure are left out; raises a StatsError for fewer
 * than {@link FEWEST_HISTORY_BLOCKS}.
 */
export function learnRateNoise(history: readonly RateCount[]): NoiseSummary {
  const blocks = history.filter(({ exposure }) => exposure > 0)
  demandBlocks(blocks.length)
  const level = levels(blocks)
  const expected = blocks.map(({ exposure }, i) => (level[i] ?? 0) * exposure)
  const g = blocks.map(({ events }, i) => (events - (expected[i] ?? 0)) / (expected[i] ?? 1))
  const q = level.map((rate, i) => (1 - Math.min(1, rate)) / (expected[i] ?? 1))
  const { own, lrv, eps } = summariseNoise(g, q)
  const taken = own > 0 ? lrv / own / (2 * HALF_WINDOW + 1) : 0
  const whole = lrv / Math.max(0.5, 1 - taken)
  const rate = trimmedRate(blocks.map(({ events, exposure }) => events / exposure))
  return { blocks: blocks.length, rate, lrv: whole, memory: own > 0 ? whole / own : 1, eps }
}

/**
 * Learns from two halves of the baseline's instances, block by block: what the halves do not share is noise of their
 * own. Raises a StatsError for fewer than {@link FEWEST_HISTORY_BLOCKS} blocks, or halves of different lengths.
 */
export function learnRateNoiseFromHalves(
  first: readonly RateCount[],
  second: readonly RateCount[],
): NoiseSummary {
  demand(first.length === second.length, () => `halves of ${first.length} and ${second.length} blocks`)
  const pairs = first.flatMap((a, i) => {
    const b = second[i]
    return b !== undefined && a.exposure > 0 && b.exposure > 0 ? [{ a, b }] : []
  })
  demandBlocks(pairs.length)
  const together = pairs.map(({ a, b }) => (a.events + b.events) / (a.exposure + b.exposure))
  const rate = trimmedRate(together)
  const g = pairs.map(({ a, b }) => (a.events / a.exposure - b.events / b.exposure) / (rate || 1))
  const q = pairs.map(({ a, b }, i) =>
    Math.max(1e-9, ((together[i] ?? 0) * (1 / a.exposure + 1 / b.exposure)) / (rate || 1) ** 2),
  )
  const { own, lrv, eps } = summariseNoise(g, q)
  const other = summariseNoise(
    g.map((each) => -each),
    q,
  ).eps
  return {
    blocks: pairs.length,
    rate,
    lrv: lrv / 2,
    memory: own > 0 ? lrv / own : 1,
    eps: Math.max(eps, other),
  }
}

function demandBlocks(count: number): void {
  demand(
    count >= FEWEST_HISTORY_BLOCKS,
    () => `a history needs at least ${FEWEST_HISTORY_BLOCKS} blocks with traffic, got ${count}`,
  )
}
