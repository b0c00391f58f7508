import { demand, demandOpenUnit, demandPositive } from './errors.ts'
import { normalLogCdf } from './normal.ts'

/** One-sided tests look for a positive sum only and are sharper at that. */
export type Sides = 'one' | 'two'

/**
 * The mixture's precision that makes its boundary tightest at intrinsic time `v`: v / (2 ln(1/α) + ln(1 + 2 ln(1/α))),
 * with 2α in place of α for one-sided use (Howard et al. 2021).
 */
export function mixturePrecision(v: number, alpha: number, sides: Sides): number {
  demandPositive(v, 'the optimal time')
  const level = sides === 'one' ? 2 * alpha : alpha
  demandOpenUnit(level, sides === 'one' ? 'twice alpha' : 'alpha')
  const log = -2 * Math.log(level)
  return v / (log + Math.log1p(log))
}

function check(v: number, rho: number): void {
  demandPositive(rho, "the mixture's precision")
  demand(Number.isFinite(v) && v >= 0, () => `intrinsic time must be finite and at least 0, got ${v}`)
}

/** log e-value of a sub-Gaussian sum `s` at intrinsic time `v` under the normal mixture (Robbins 1970). */
export function normalMixtureLogE(s: number, v: number, rho: number, sides: Sides): number {
  check(v, rho)
  const whole = v + rho
  const two = 0.5 * Math.log(rho / whole) + (s * s) / (2 * whole)
  return sides === 'two' ? two : two + Math.LN2 + normalLogCdf(s / Math.sqrt(whole))
}
