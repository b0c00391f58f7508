import { addTilt, LU24_LOGS, tiltFactors, type Side, type TiltSums } from './tilt.ts'
import { noiseWeight } from './rate-noise.ts'
import type { BlockFactors } from './tempered-evidence.ts'
import { eventShare, informsRatio, type EventLaw, type TwoArms } from './two-arms.ts'

/**
 * Adds one block to the evidence about a rate ratio. Given x + y events, x is Binomial(x + y, n r/(n r + m)) when the
 * candidate's rate is r times the baseline's, so the base rate cancels and may drift from block to block. Exact for
 * Poisson events; conservative for rare Bernoulli ones. A block that cannot inform leaves the state as it is.
 */
export function addRatioBlock(state: TiltSums, block: TwoArms, nullRatio: number): void {
  if (informsRatio(block)) addTilt(state, block.x, block.x + block.y, eventShare(block, nullRatio))
}

/**
 * The factors of one block against "ratio <= nullRatio" (side 1) or ">=" (side -1). `rate`: what the past leads to
 * expect of both arms together; only the standard deviations depend on it.
 */
export function ratioFactors(
  law: EventLaw,
  block: TwoArms,
  nullRatio: number,
  side: Side,
  rate: number,
): BlockFactors {
  const share = eventShare(block, nullRatio)
  const spread = share * (1 - share)
  const variance = rate * (block.n + block.m) * spread
  const logSd = Math.log(Math.max(variance, spread)) / 2
  return {
    logs: tiltFactors(side, block.x, block.x + block.y, share),
    logSizes: LU24_LOGS,
    logSd,
    v: noiseWeight(law, rate, block, share),
  }
}
