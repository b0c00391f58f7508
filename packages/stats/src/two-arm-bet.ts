import { findCrossing } from './crossing.ts'
import { logMeanExp } from './log-space.ts'
import type { BlockFactors } from './tempered-evidence.ts'
import { logUniformGrid, type Side } from './tilt.ts'
import type { EventLaw, TwoArms } from './two-arms.ts'

/** The line "candidate's rate = slope x baseline's rate + offset"; a null hypothesis is all that lies on one side of it. */
export interface RateLine {
  readonly slope: number
  readonly offset: number
}

/** log odds ratios between the null and the alternative that are bet on; finer below than LU24, for common events. */
const BET_EFFECTS: readonly number[] = logUniformGrid(1.005, 20, 24)

/** Base rates tried before anything has been seen; for a Poisson law, events expected in the first block. */
const FIRST: Readonly<Record<EventLaw, readonly number[]>> = {
  bernoulli: [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8],
  poisson: [0.5, 2, 10, 50, 250, 1e3, 1e4, 1e5],
}

const GROWTHS: Readonly<Record<Side, readonly number[]>> = {
  1: BET_EFFECTS.map((d) => Math.expm1(d)),
  [-1]: BET_EFFECTS.map((d) => Math.expm1(-d)),
}

const MOST = 0.95

/** One e-process against a null on one side of a line, and what its next bet is aimed at. Plain data. */
export interface BetSums {
  readonly side: Side
  readonly law: EventLaw
  readonly line: RateLine
  readonly sums: number[]
  events: number
  exposure: number
}

/** Nothing seen yet: the e-value is 1. */
export function startBet(side: Side, law: EventLaw, line: RateLine): BetSums {
  return { side, law, line, sums: BET_EFFECTS.map(() => 0), events: 0, exposure: 0 }
}

function variance(law: EventLaw, rate: number): number {
  return law === 'poisson' ? rate : rate * (1 - rate)
}

/** The rate that noise is relative to: of events or of non-events, whichever is rarer. */
function rarer(law: EventLaw, rate: number): number {
  return law === 'poisson' ? rate : Math.min(rate, 1 - rate)
}

/** The point of the line nearest, in likelihood, to both arms having `rate`, or null where the line has none. */
function nearest(law: EventLaw, { slope, offset }: RateLine, { n, m }: TwoArms, rate: number) {
  const top = law === 'poisson' ? Infinity : 1
  if (slope === 0) return offset > 0 && offset < top ? { t: rate, c: offset } : null
  const level = (rate - offset) / slope
  const low = Math.max(0, -offset / slope, Math.min(rate, level))
  const high = Math.min(top, (top - offset) / slope, Math.max(rate, level))
  if (!(low <= high) || high <= 0) return null
  const pull = (t: number) => {
    const c = slope * t + offset
    return (n * slope * (c - rate)) / variance(law, c) + (m * (t - rate)) / variance(law, t)
  }
  const t = low === high ? low : findCrossing(pull, low, high, (high - low) * 1e-13)
  const c = slope * t + offset
  return t > 0 && c > 0 && t < top && c < top ? { t, c } : null
}

/** log of the factor by which a bet of `stake` per unit of rate multiplies the evidence in one arm. */
function armGrowth(law: EventLaw, events: number, exposure: number, rate: number, stake: number): number {
  if (law === 'poisson') return events * Math.log1p(stake) - stake * exposure * rate
  return events * Math.log1p(stake * (1 - rate)) + (exposure - events) * Math.log1p(-stake * rate)
}

const NO_FACTORS: BlockFactors = {
  logs: BET_EFFECTS.map(() => 0),
  logSizes: BET_EFFECTS,
  logSd: -Infinity,
  v: 0,
}

function factorsAt(state: BetSums, block: TwoArms, rate: number): BlockFactors {
  const { side, law, line } = state
  const point = nearest(law, line, block, rate)
  if (point === null) return NO_FACTORS
  const { t, c } = point
  const { x, n, y, m } = block
  const passOn = line.slope === 0 ? 0 : (line.slope * n) / m
  const room = passOn === 0 ? Infinity : MOST / (passOn * (side === 1 ? 1 - (law === 'poisson' ? 0 : t) : t))
  const stakes = GROWTHS[side].map((growth) => {
    const wanted = law === 'poisson' ? growth : growth / (1 + c * growth)
    return side * Math.min(Math.abs(wanted), law === 'poisson' && side === -1 ? Infinity : room)
  })
  const chance = n * variance(law, c) + (passOn === 0 ? 0 : passOn ** 2 * m * variance(law, t))
  return {
    logs: stakes.map((stake) => armGrowth(law, x, n, c, stake) + armGrowth(law, y, m, t, -stake * passOn)),
    logSizes: stakes.map((stake) => Math.log(Math.abs(stake))),
    logSd: Math.log(chance) / 2,
    v: chance > 0 ? ((n * rarer(law, c)) ** 2 + (passOn * m * rarer(law, t)) ** 2) / 2 / chance : 0,
  }
}

function aims({ law, events, exposure }: BetSums, next: number): readonly number[] {
  if (exposure > 0) return [(events + 0.5) / (law === 'poisson' ? exposure : exposure + 1)]
  return law === 'poisson' ? FIRST.poisson.map((expected) => expected / next) : FIRST.bernoulli
}

/** The factors of one block, averaged over the rates it may be aimed at; `expected` is a rate the history leads to expect. */
export function betFactors(state: BetSums, block: TwoArms, expected: number | null = null): BlockFactors {
  const { n, m } = block
  if (!(n > 0) || (!(m > 0) && state.line.slope !== 0)) return NO_FACTORS
  const tried = state.exposure === 0 && expected !== null && expected > 0 ? [expected] : aims(state, n + m)
  const all = tried.map((rate) => factorsAt(state, block, rate))
  const [only] = all
  if (all.length === 1 && only !== undefined) return only
  const mean = (of: (each: BlockFactors) => number) =>
    all.reduce((sum, each) => sum + of(each), 0) / all.length
  return {
    logs: BET_EFFECTS.map((_, j) => logMeanExp(all.map(({ logs }) => logs[j] ?? 0))),
    logSizes: BET_EFFECTS.map((_, j) =>
      logMeanExp(all.map(({ logSizes, logSd }) => (logSizes[j] ?? 0) + logSd)),
    ),
    logSd: 0,
    v: mean(({ v }) => v),
  }
}

/** Lets the bet be aimed by what a block showed. */
export function aimBet(state: BetSums, { x, n, y, m }: TwoArms): void {
  if (!(n > 0) || (!(m > 0) && state.line.slope !== 0)) return
  state.events += x + y
  state.exposure += n + m
}

/**
 * Adds one block to the evidence against a linear null: "candidate's rate <= slope x baseline's + offset" (side 1) or
 * ">=" (side -1). The evidence is a bet whose stakes on the two arms are in the ratio n : -slope m, so that its
 * expected factor is at most exp(stake x distance into the null) <= 1 for every pair of rates in the null, whatever
 * the base rate does from block to block; the past only decides how well the bet is aimed. Exact for independent
 * trials of any, even unequal, probability, and for Poisson events. `slope` 0 judges the candidate alone.
 */
export function addBetBlock(state: BetSums, block: TwoArms): void {
  const { logs } = betFactors(state, block)
  for (let j = 0; j < state.sums.length; j++) state.sums[j] = (state.sums[j] ?? 0) + (logs[j] ?? 0)
  aimBet(state, block)
}

function divergence(law: EventLaw, rate: number, from: number): number {
  const events = rate > 0 ? rate * Math.log(rate / from) : 0
  if (law === 'poisson') return events + from - rate
  return events + (rate < 1 ? (1 - rate) * Math.log((1 - rate) / (1 - from)) : 0)
}

/**
 * Expected gain in log evidence per unit of exposure against a null beyond `line`, when both arms have `rate` and a
 * share `share` of the exposure is the candidate's: the smallest Kullback-Leibler distance to the line.
 */
export function lineGrowth(law: EventLaw, line: RateLine, rate: number, share: number): number {
  const point = nearest(law, line, { x: 0, n: share, y: 0, m: 1 - share }, rate)
  if (point === null) return 0
  const other = line.slope === 0 ? 0 : (1 - share) * divergence(law, rate, point.t)
  return share * divergence(law, rate, point.c) + other
}
