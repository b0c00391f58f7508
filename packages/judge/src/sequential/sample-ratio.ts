import { addRatioBlock, dispersion, logAddExp, startTilt, tiltLogE, type TwoArms } from '@sluice/stats'
import type { Block, Policy } from '@sluice/verdict'
import type { Traffic } from './kind.ts'

/** log of the e-value from which traffic counts as not split as planned. */
const MISMATCH = Math.log(1000)

/**
 * How far the split may be off before it is a mismatch. Routers count in whole weights (HAProxy's 5 % is 13 of 256),
 * and two arms are never read at the very same moment; neither of them makes the arms differ in kind.
 */
const TOLERANCE = 1.1

/** Watches one metric's requests against the weight each block was planned at. */
export interface SampleRatio {
  readonly add: (traffic: Traffic, weight: number) => void
  readonly mismatched: () => boolean
  readonly note: () => string
  /** Requests of both arms that were watched. */
  readonly requests: () => number
}

/**
 * The candidate's planned part of the compared requests in one block, in percent. A control keeps to the stated share as long
 * as there is traffic for both: with half of it for each, up to 50%. Above that it has what the candidate leaves.
 */
export function plannedWeight({ share }: Pick<Policy, 'share'>, { weight }: Pick<Block, 'weight'>): number {
  return share !== undefined && weight > 0 && weight <= 100 * share ? 100 * share : weight
}

/** Two-sided evidence against "the split is within a tenth of the planned one"; valid at every look. */
export function sampleRatio(): SampleRatio {
  const [up, down] = [startTilt(1), startTilt(-1)]
  const blocks: TwoArms[] = []
  const totals = { candidate: 0, all: 0, planned: 0 }
  const logE = (phi: number) => logAddExp(tiltLogE(up, phi), tiltLogE(down, phi)) - Math.LN2
  return {
    add: ({ candidate, baseline }, weight) => {
      if (!(weight > 0 && weight < 100)) return
      // With the planned shares as exposures, an even split is a rate ratio of one.
      const block = { x: candidate, n: weight / 100, y: baseline, m: 1 - weight / 100 }
      blocks.push(block)
      addRatioBlock(up, block, TOLERANCE)
      addRatioBlock(down, block, 1 / TOLERANCE)
      totals.candidate += candidate
      totals.all += candidate + baseline
      totals.planned += (candidate + baseline) * block.n
    },
    requests: () => totals.all,
    mismatched: () => logE(1) >= MISMATCH && logE(dispersion(blocks, fitted(totals)).measured) >= MISMATCH,
    note: () =>
      `The candidate received ${percent(totals.candidate / totals.all)} of the requests where ${percent(totals.planned / totals.all)} were planned.`,
  }
}

function fitted({ candidate, all, planned }: { candidate: number; all: number; planned: number }): number {
  return ((candidate / planned) * (all - planned)) / (all - candidate)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`
}
