import { bisectRoot } from './bisect.ts'
import { demand } from './errors.ts'

/** Blocks before which a history says too little. */
export const FEWEST_HISTORY_BLOCKS = 100
/** Blocks around a block that tell its level, and how far back memory is looked for. */
export const LEVEL_BLOCKS = 121
const LEVEL_GROUPS = 11
const MOST_LAGS = 60
const FAR = 7
const HELD = 3
const CENTRED = 0.995
/** The largest variance beyond chance that is learned, relative to the squared level. */
export const LARGEST_OWN = 30
/** What blocks that all remember each other over all the lags would show. */
const MOST_MEMORY = 1 + 2 * MOST_LAGS
/** Above this share, blocks that may be anything are no exception any more. */
const MOST_EPS = 0.2
const ROUNDING = 1e-9

/** What relative deviations of blocks show beyond chance. */
export interface ScatterSummary {
  /** Variance beyond chance of one block. */
  readonly own: number
  /** The same, with what blocks remember of each other: long-run variance. */
  readonly lrv: number
  /** Long-run variance by variance: 1 where blocks do not remember each other. */
  readonly memory: number
  /** Share of blocks that may be anything. */
  readonly eps: number
  /** Standard deviation of a block by what chance alone makes it. */
  readonly times: number
}

/**
 * Whether a summary tells noise. An outage that fills about a tenth of the history is no longer told from noise: it takes
 * the variance to its cap, or seems to be remembered longer than is looked for, and would hide any regression.
 */
export function tellsNoise({ lrv, memory, eps }: Pick<ScatterSummary, 'lrv' | 'memory' | 'eps'>): boolean {
  return eps <= MOST_EPS && memory <= MOST_MEMORY && lrv < LARGEST_OWN * memory * (1 - ROUNDING)
}

/** Whether so many blocks can show that so small a share of them may be anything. */
export function showsShare(eps: number, blocks: number): boolean {
  return eps >= (1 - ROUNDING) / (blocks + 2)
}

/** Throws a `StatsError` for a history that is too short to learn from. */
export function demandHistory(blocks: number): void {
  demand(
    blocks >= FEWEST_HISTORY_BLOCKS,
    () => `a history needs at least ${FEWEST_HISTORY_BLOCKS} blocks with data, got ${blocks}`,
  )
}

/**
 * What far blocks count as far: those above their level, those off it on either side, or, of the difference of two halves,
 * those of the half that has more of them.
 */
export type FarBlocks = 'upwards' | 'both' | 'halves'

/**
 * Summarises deviations `g` (mean 0) of which chance alone explains the variances `q`: the variance beyond chance with
 * the tails held at three standard deviations; the autocovariances that stand out; the share of blocks beyond seven
 * standard deviations. A level taken off over {@link LEVEL_BLOCKS} blocks took some of the long-run variance with it, which is
 * put back; no level is taken off the difference of two halves.
 */
export function summariseScatter(g: readonly number[], q: readonly number[], far: FarBlocks): ScatterSummary {
  const count = g.length
  const chance = (i: number) => q[i] ?? 0
  let keep = g.map(() => true)
  let own = 0
  const standardised = (i: number) => (g[i] ?? 0) / Math.sqrt(chance(i) + own)
  for (let pass = 0; pass < 2; pass++) {
    own = ownVariance(g, q, keep)
    keep = g.map((_, i) => (far === 'upwards' ? standardised(i) : Math.abs(standardised(i))) <= FAR)
  }
  const centred = g.map((_, i) => {
    const sd = Math.sqrt(chance(i) + own)
    return keep[i] === true ? Math.min(HELD, Math.max(-HELD, standardised(i))) * sd : 0
  })
  const middle = mean(centred)
  const long = own + 2 * autocovariances(centred.map((each) => each - middle))
  const taken = own > 0 ? long / own / LEVEL_BLOCKS : 0
  const lrv = far === 'halves' ? long : long / Math.max(0.5, 1 - taken)
  const beyond = keep.flatMap((kept, i) => (kept ? [] : [g[i] ?? 0]))
  const above = beyond.filter((each) => each > 0).length
  const farCount = far === 'halves' ? Math.max(above, beyond.length - above) : beyond.length
  return {
    own,
    lrv,
    memory: own > 0 ? lrv / own : 1,
    eps: (farCount + 1) / (count + 2),
    times: Math.sqrt(1 + own / mean(q)),
  }
}

/** The variance beyond chance at which squared deviations, held at nine, are what a normal law makes them; 0 unless clear. */
function ownVariance(g: readonly number[], q: readonly number[], keep: readonly boolean[]): number {
  const kept = g.flatMap((each, i) => (keep[i] === true ? [[each * each, q[i] ?? 0] as const] : []))
  const held = (own: number) =>
    kept.reduce((sum, [square, chance]) => sum + Math.min(square / (chance + own), HELD ** 2), 0) /
    kept.length
  const error = Math.sqrt(mean(q.map((each) => 2 + each)) / g.length)
  if (!(held(0) > CENTRED + 1.5 * error)) return 0
  return held(LARGEST_OWN) >= CENTRED
    ? LARGEST_OWN
    : bisectRoot((own) => held(own) - CENTRED, 0, LARGEST_OWN, 1e-13)
}

/** Sum of the autocovariances up to the first that does not stand out, at most 60 lags and a fifth of the row. */
function autocovariances(deviations: readonly number[]): number {
  const count = deviations.length
  const variance = mean(deviations.map((each) => each * each))
  let total = 0
  for (let lag = 1; lag <= Math.min(MOST_LAGS, Math.floor(count / 5)); lag++) {
    let covariance = 0
    for (let i = lag; i < count; i++) covariance += (deviations[i] ?? 0) * (deviations[i - lag] ?? 0)
    covariance /= count - lag
    if (!(covariance > (2 * variance) / Math.sqrt(count))) break
    total += covariance
  }
  return total
}

/**
 * The present level of a row: the median of the means of {@link LEVEL_GROUPS} groups of neighbours among its last
 * {@link LEVEL_BLOCKS} values (median of means, Nemirovsky and Yudin 1983). An outage moves it only where it reaches into
 * half of the groups, and counts too rare for a median of single values move it little.
 */
export function presentLevel(values: readonly number[]): number {
  const last = values.slice(-LEVEL_BLOCKS)
  const groups = Array.from({ length: LEVEL_GROUPS }, (_, k) => {
    const start = Math.floor((k * last.length) / LEVEL_GROUPS)
    return mean(last.slice(start, Math.floor(((k + 1) * last.length) / LEVEL_GROUPS)))
  })
  return groups.toSorted((a, b) => a - b)[(LEVEL_GROUPS - 1) / 2] ?? 0
}

/** The weighted mean of the {@link LEVEL_BLOCKS} values around each value. */
export function levelsOf(values: readonly number[], weights: readonly number[]): readonly number[] {
  const [sums, totals] = [[0], [0]]
  for (const [i, value] of values.entries()) {
    const weight = weights[i] ?? 0
    sums.push((sums[i] ?? 0) + value * weight)
    totals.push((totals[i] ?? 0) + weight)
  }
  const count = values.length
  const half = (LEVEL_BLOCKS - 1) / 2
  return values.map((_, i) => {
    const from = Math.min(Math.max(0, i - half), Math.max(0, count - LEVEL_BLOCKS))
    const to = Math.min(count, from + LEVEL_BLOCKS)
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / ((totals[to] ?? 0) - (totals[from] ?? 0))
  })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
