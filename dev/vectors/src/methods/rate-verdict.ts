import { addRatioBlock, startTilt, tiltLogE, type TwoArms } from '@sluice/stats'

/** The promises of a verdict on one rate: relative margins as 0.25 for 25 %. */
export interface RatePromise {
  readonly alphaFail: number
  readonly alphaPass: number
  readonly margin: number
  /** Relative change that is not yet a failure. */
  readonly tolerated: number
  readonly minCandidate: number
}

/** What one rate led to, and after how many looks (all of them when it stayed open). */
export interface RateVerdict {
  readonly verdict: 'fail' | 'pass' | 'inconclusive'
  readonly look: number
}

/**
 * The plain rule for one error rate without guards: at every look fail when the ratio is certainly above 1 + tolerated,
 * else pass when it is certainly below 1 + margin and the candidate had enough exposure; the first crossing is final.
 */
export function rateVerdict(blocks: readonly TwoArms[], promise: RatePromise): RateVerdict {
  const [fail, pass] = [startTilt(1), startTilt(-1)]
  let exposure = 0
  for (const [index, block] of blocks.entries()) {
    addRatioBlock(fail, block, 1 + promise.tolerated)
    addRatioBlock(pass, block, 1 + promise.margin)
    exposure += block.n
    if (tiltLogE(fail) >= -Math.log(promise.alphaFail)) return { verdict: 'fail', look: index + 1 }
    const enough = exposure >= promise.minCandidate
    if (enough && tiltLogE(pass) >= -Math.log(promise.alphaPass)) return { verdict: 'pass', look: index + 1 }
  }
  return { verdict: 'inconclusive', look: blocks.length }
}
