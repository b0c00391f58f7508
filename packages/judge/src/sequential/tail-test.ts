import {
  boundsAbove,
  eventShare,
  countAbove,
  mergeBins,
  NO_BINS,
  noiseWeight,
  rateNoise,
  tailThreshold,
  type Bins,
  type RateLine,
  type RateNoise,
  type TwoArms,
} from '@sluice/stats'
import type { FailWhen } from '@sluice/verdict'
import type { TailHistory } from './history.ts'
import { equalityEvidence, type Before } from './rate-evidence.ts'
import type { SpreadBlock } from './spread-arm.ts'
import type { Direction } from './track.ts'

/** One block held against a threshold that earlier blocks set. */
export interface Judged {
  readonly block: SpreadBlock
  readonly threshold: number
  /** What was known before the block about how many values lie above the threshold. */
  readonly before: Before
}

/** Evidence about one tail: who exceeds a threshold that the baseline's past has set. */
export interface TailTest {
  readonly add: (block: SpreadBlock) => void
  readonly failLogE: () => number
  readonly passLogE: () => number
  /** Whether the blocks are clearly noisier than was known. */
  readonly surprised: () => boolean
  /** By how much the noise seen so far makes a block like the last one say less; 1 before any. */
  readonly phi: () => number
  readonly judged: () => readonly Judged[]
  /** Share of the baseline's values above its threshold, and above where the margin puts it; null where no bound has any above it. */
  readonly shares: () => { readonly tail: number | null; readonly atMargin: number }
}

/** How values are counted whose bin reaches across a threshold: evenly spread, all as below it, or all as above. */
export type InsideBin = 'even' | 'below' | 'above'

function above(bins: Bins, threshold: number, inside: InsideBin): number {
  if (inside === 'even') return countAbove(bins, threshold)
  const { sure, possible } = boundsAbove(bins, threshold)
  return inside === 'below' ? sure : possible
}

/** How values above `threshold` in the baseline compare with the candidate's above where `line` takes it. */
export function exceedances(
  { block, threshold }: Pick<Judged, 'block' | 'threshold'>,
  line: RateLine,
  inside: InsideBin = 'even',
): TwoArms {
  const { candidate, baseline } = block
  return {
    x: above(candidate, line.slope * threshold + line.offset, inside),
    n: candidate.total,
    y: countAbove(baseline, threshold),
    m: baseline.total,
  }
}

const SAME: RateLine = { slope: 1, offset: 0 }

/**
 * The test at one quantile. Fail: more of the candidate's values above the threshold than of the baseline's (fewer,
 * where lower is worse). Pass: the same after the candidate's threshold is moved by the margin.
 */
export function tailTest(
  q: number,
  margin: RateLine,
  failWhen: FailWhen,
  direction: Direction,
  history: TailHistory,
): TailTest {
  const { terms } = history
  const certainly = failWhen === 'certainly-beyond-margin'
  const fail = equalityEvidence('bernoulli', direction, terms)
  const pass = equalityEvidence('bernoulli', direction === 1 ? -1 : 1, terms)
  const noises = {
    same: rateNoise('bernoulli', history.noise),
    moved: rateNoise('bernoulli', history.noise),
    failing: rateNoise('bernoulli', history.noise),
  }
  const judged: Judged[] = []
  let past: Bins = NO_BINS
  let layout = ''
  const beforeOf = (noise: RateNoise, block: TwoArms): Before => {
    const before = noise.take(block)
    return { ...before, past: before.rate }
  }
  return {
    add: (block) => {
      if (block.layout !== layout) past = NO_BINS
      layout = block.layout
      const threshold = past.total > 0 ? tailThreshold(past, q) : history.threshold
      past = mergeBins(past, block.baseline)
      if (threshold === null) return
      const same = exceedances({ block, threshold }, SAME)
      // A value inside a bucket that the moved threshold divides counts against what is to be shown.
      const [forFail, forPass] =
        direction === 1 ? (['below', 'above'] as const) : (['above', 'below'] as const)
      const failing = certainly ? exceedances({ block, threshold }, margin, forFail) : same
      const moved = exceedances({ block, threshold }, margin, forPass)
      const before = beforeOf(noises.same, same)
      fail.add(failing, certainly ? beforeOf(noises.failing, failing) : before)
      pass.add(moved, beforeOf(noises.moved, moved))
      judged.push({ block, threshold, before })
    },
    failLogE: fail.logE,
    passLogE: pass.logE,
    surprised: () => noises.same.surprised(),
    phi: () => {
      const last = judged.at(-1)
      if (last === undefined) return 1
      const { rate, temper } = last.before
      const block = exceedances(last, SAME)
      return temper(noiseWeight('bernoulli', rate, block, eventShare(block, 1)))
    },
    judged: () => judged,
    shares: () => {
      const threshold = tailThreshold(past, q)
      if (threshold === null) return { tail: past.total > 0 ? null : 0, atMargin: 0 }
      const inside = direction === 1 ? 'above' : 'below'
      const atMargin = above(past, margin.slope * threshold + margin.offset, inside)
      return { tail: countAbove(past, threshold) / past.total, atMargin: atMargin / past.total }
    },
  }
}
