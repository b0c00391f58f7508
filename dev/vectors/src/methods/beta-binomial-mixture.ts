import { logBeta } from './log-beta.ts'
import { mixtureBound } from './mixture-bound.ts'
import { betaLogLower, demand, demandPositive, mixturePrecision, type Sides } from '@sluice/stats'

/**
 * A mixture for sums of values in [-g, h] (sub-Bernoulli): `optimal` is the intrinsic time at which it is
 * tightest, for error level `alpha` (0.05 unless said).
 */
export interface BetaBinomial {
  readonly g: number
  readonly h: number
  readonly optimal: number
  readonly sides: Sides
  readonly alpha?: number
}

function incomplete(a: number, b: number, { g, h, sides }: BetaBinomial): number {
  if (sides === 'two') return logBeta(a, b)
  return betaLogLower(a, b, h / (g + h), g / (g + h)) + logBeta(a, b)
}

/** The mixture's weight r = max(ρ - gh, gh/1000). */
function weight({ g, h, optimal, sides, alpha = 0.05 }: BetaBinomial): number {
  demandPositive(g, 'g')
  demandPositive(h, 'h')
  return Math.max(mixturePrecision(optimal, alpha, sides) - g * h, 1e-3 * g * h)
}

/** log e-value of the sum `s` at intrinsic time `v` (Howard et al. 2021, proposition 7). */
export function betaBinomialLogE(s: number, v: number, mixture: BetaBinomial): number {
  const { g, h } = mixture
  const r = weight(mixture)
  const width = g + h
  const slack = 1e-9 * (1 + v)
  demand(
    v >= 0 && s <= v / g + slack && s >= -v / h - slack,
    () => `the sum must lie in [-v/h, v/g], got ${s}, v = ${v}`,
  )
  const below = Math.max(0, v - g * s)
  const above = Math.max(0, v + h * s)
  return (
    (v / (g * h)) * Math.log(width) -
    (above / (h * width)) * Math.log(g) -
    (below / (g * width)) * Math.log(h) +
    incomplete((r + below) / (g * width), (r + above) / (h * width), mixture) -
    incomplete(r / (g * width), r / (h * width), mixture)
  )
}

/** The sum at which the e-value reaches 1/alpha; v/g, the largest sum there is, when none does. */
export function betaBinomialBound(v: number, alpha: number, mixture: BetaBinomial): number {
  return mixtureBound((s) => betaBinomialLogE(s, v, mixture), alpha, v / mixture.g, v)
}
