import { logSumExp } from './log-space.ts'

/** Against "not above the null" (+1) or against "not below the null" (-1). */
export type Side = 1 | -1

/** `count` effects from ln `low` to ln `high`, evenly spaced in the log of the effect. */
export function logUniformGrid(low: number, high: number, count: number): readonly number[] {
  const [from, to] = [Math.log(Math.log(low)), Math.log(Math.log(high))]
  return Array.from({ length: count }, (_, j) => Math.exp(from + ((to - from) * j) / (count - 1)))
}

/** The 24 log odds ratios, from 1.05 to 20, over which evidence is mixed. */
export const LU24: readonly number[] = logUniformGrid(1.05, 20, 24)

/** Natural logs of the effects of {@link LU24}. */
export const LU24_LOGS: readonly number[] = LU24.map((d) => Math.log(d))

/** log of the weight of each effect of {@link LU24} where all weigh the same. */
export const LU24_LOG_WEIGHT = -Math.log(24)

/** Logs of the probabilities with which the effects of a grid of 24 are mixed; fixed before anything is seen. */
export type LogWeights = readonly number[]

/** Every effect weighs the same. */
export const EQUAL_LOG_WEIGHTS: LogWeights = LU24.map(() => LU24_LOG_WEIGHT)

/**
 * What the judge mixes with where a change is relative to the baseline. A regression of 10 % takes the most requests to
 * find, so it gets the most weight; below it the weights fall with the third power of the effect, since changes of 5 %
 * hide inside any margin, and above it with the fourth root, since a large effect outgrows its weight within a look or
 * two. Any weights that sum to 1 keep the promise; these were chosen by simulation, and `bench sequential` shows both.
 */
export const REGRESSION_LOG_WEIGHTS: LogWeights = normalized(
  LU24.map((d) => {
    const log = Math.log(d / Math.log(1.1))
    return log < 0 ? 3 * log : -log / 4
  }),
)

function normalized(logs: readonly number[]): LogWeights {
  const total = logSumExp(logs)
  return logs.map((log) => log - total)
}

const EXPM1: Readonly<Record<Side, readonly number[]>> = {
  1: LU24.map((d) => Math.expm1(d)),
  [-1]: LU24.map((d) => Math.expm1(-d)),
}

/** The state of one e-process: for each effect of {@link LU24} the summed log likelihood ratio. Plain data. */
export interface TiltSums {
  readonly side: Side
  readonly sums: number[]
}

/** Nothing seen yet: the e-value is 1. */
export function startTilt(side: Side): TiltSums {
  return { side, sums: LU24.map(() => 0) }
}

const UNIT: Record<Side, { theta: number; growths: readonly number[] }> = {
  1: { theta: NaN, growths: [] },
  [-1]: { theta: NaN, growths: [] },
}

/** log(1 + theta (e^d - 1)) for each effect; blocks with the same split follow each other, so the last is kept. */
function growthsAt(side: Side, theta: number): readonly number[] {
  const last = UNIT[side]
  if (last.theta !== theta)
    UNIT[side] = { theta, growths: EXPM1[side].map((growth) => Math.log1p(theta * growth)) }
  return UNIT[side].growths
}

/**
 * What one block of x successes out of k says, whose null success probability is theta0: for each effect d of
 * {@link LU24} the log likelihood ratio x d - k log(1 + theta0 (e^d - 1)) of odds e^d times the null's. x and k may be
 * fractional.
 */
export function tiltFactors(side: Side, x: number, k: number, theta0: number): readonly number[] {
  const growths = growthsAt(side, theta0)
  return LU24.map((d, j) => side * x * d - k * (growths[j] ?? 0))
}

/** Adds one block's log likelihood ratios; blocks may differ in theta0, which is the stratification. */
export function addTilt(state: TiltSums, x: number, k: number, theta0: number): void {
  const { side, sums } = state
  const factors = tiltFactors(side, x, k, theta0)
  for (let j = 0; j < sums.length; j++) sums[j] = (sums[j] ?? 0) + (factors[j] ?? 0)
}

/** log of the e-value: the weighted average over the effects, each tempered by `phi` (1 leaves it exact). */
export function tiltLogE(
  state: { readonly sums: readonly number[] },
  phi = 1,
  logWeights: LogWeights = EQUAL_LOG_WEIGHTS,
): number {
  return logSumExp(state.sums.map((sum, j) => sum / phi + (logWeights[j] ?? -Infinity)))
}
