import { mixtureBound } from './mixture-bound.ts'
import { demandPositive, gammaLogFraction, gammaLogSeries, logGamma, mixturePrecision } from '@sluice/stats'

/** A mixture for sub-exponential sums of scale `c`, tightest at intrinsic time `optimal`, one-sided. */
export interface GammaExponential {
  readonly c: number
  readonly optimal: number
  readonly alpha?: number
}

/** log P(a, x), the lower regularized incomplete gamma, for finite a, x > 0. */
function gammaLogLower(a: number, x: number): number {
  return x < a + 1 ? gammaLogSeries(a, x) : Math.log1p(-Math.exp(gammaLogFraction(a, x)))
}

/** log e-value of the sum `s` at intrinsic time `v` (Howard et al. 2021, proposition 9). */
export function gammaExponentialLogE(
  s: number,
  v: number,
  { c, optimal, alpha = 0.05 }: GammaExponential,
): number {
  demandPositive(c, 'c')
  const square = c * c
  const rho = mixturePrecision(optimal, alpha, 'one') / square
  const time = v / square + rho
  const moved = (c * s + v) / square
  return (
    rho * Math.log(rho) -
    logGamma(rho) -
    gammaLogLower(rho, rho) +
    logGamma(time) +
    gammaLogLower(time, moved + rho) -
    time * Math.log(moved + rho) +
    moved
  )
}

/** The sum at which the e-value reaches 1/alpha. */
export function gammaExponentialBound(v: number, alpha: number, mixture: GammaExponential): number {
  return mixtureBound((s) => gammaExponentialLogE(s, v, mixture), alpha, Infinity, v)
}
