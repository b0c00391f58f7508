import { logSumExp } from './log-space.ts'
import { boundedBy, boundTable, type BoundTable } from './noise-bound.ts'
import type { LogWeights } from './tilt.ts'

/** Every block may gain at least this much less than it might, so that one loss cannot end a mixture. */
const LEAST_MIX = 0.01

/** What two blocks may say together, as a share of the evidence that decides: never enough, so that three must speak. */
const SHARE_OF_GOAL = 0.49

/** What one block says about each effect: a log factor, and how far chance alone moves it. */
export interface BlockFactors {
  readonly logs: readonly number[]
  /** Natural log of the standard deviation of each log factor where the null just holds: `logSizes` plus `logSd`. */
  readonly logSizes: readonly number[]
  readonly logSd: number
  /** What the factor on the variance depends on: see `NoiseBefore.temper`. */
  readonly v: number
}

/** One e-process over a grid of effects, in which no block decides alone. */
export interface TemperedSums {
  /** For each effect the log of the product of all factors, but for those still in `products`: logs are dear. */
  readonly sums: number[]
  readonly products: number[]
  readonly eps: number
  /** The largest factor of one block, whatever it says. */
  readonly most: number
  readonly bounds: BoundTable
}

/** Nothing seen yet: the e-value is 1. `eps`: share of blocks that may be anything; `alpha`: the level of the decision. */
export function startTempered(effects: number, eps: number, alpha: number): TemperedSums {
  const sums = new Array<number>(effects).fill(0)
  return { sums, products: sums.map(() => 1), eps, most: alpha ** -SHARE_OF_GOAL, bounds: boundTable(eps) }
}

/**
 * Adds one block's factors, one for each effect: tempered by `phi` (at least 1, from earlier blocks and the history),
 * bounded by what lets evidence grow fastest while a share eps of the blocks may be anything, and charged for that bound.
 * With phi = 1 each factor expects at most 1 while a block is, given the past, as the null says with probability 1 - eps
 * and anything otherwise, so Ville's inequality holds for the product. Source: adaptive contamination (Huber 1965; Saha
 * and Ramdas 2024).
 */
export function addTempered(state: TemperedSums, { logs, logSizes, logSd }: BlockFactors, phi: number): void {
  const { sums, products, eps, most, bounds } = state
  const mix = Math.max(LEAST_MIX, eps)
  const shift = logSd - Math.log(phi) / 2
  for (let j = 0; j < sums.length; j++) {
    const bound = Math.min(most, boundedBy(bounds, (logSizes[j] ?? 0) + shift))
    const factor = Math.min(bound, Math.exp((logs[j] ?? 0) / phi)) / (1 + eps * (bound - 1))
    const product = (products[j] ?? 1) * (mix + (1 - mix) * factor)
    const small = product > 1e-200 && product < 1e200
    products[j] = small ? product : 1
    if (!small) sums[j] = (sums[j] ?? 0) + Math.log(product)
  }
}

/** log of the e-value: the weighted average over the effects. */
export function temperedLogE({ sums, products }: TemperedSums, logWeights: LogWeights): number {
  return logSumExp(sums.map((sum, j) => sum + Math.log(products[j] ?? 1) + (logWeights[j] ?? -Infinity)))
}
