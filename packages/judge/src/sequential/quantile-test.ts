import { addRankShift, binnedU, rankShiftDispersion, rankShiftLogE, startRankShift } from '@sluice/stats'
import type { FailWhen, MetricPolicy } from '@sluice/verdict'
import { marginEffect, marginLine } from './change-test.ts'
import type { SpreadBlock } from './spread-arm.ts'
import { tailTest, type TailTest } from './tail-test.ts'
import type { Direction } from './track.ts'

const FAR_TAIL = 0.99

/** Everything that can fail or pass a quantile in one direction. */
export interface QuantileTest {
  readonly own: TailTest
  /** The margin on the scale of the effect. */
  readonly edge: number
  readonly direction: Direction
  readonly add: (block: SpreadBlock) => void
  /** log e-values of the whole shift, the quantile's tail and the far tail. */
  readonly failLogEs: (guarded: boolean) => readonly number[]
}

export function quantileTest(
  metric: MetricPolicy,
  q: number,
  failWhen: FailWhen,
  direction: Direction,
): QuantileTest {
  const line = marginLine(metric.margin, direction)
  const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 }
  const own = tailTest(q, line, failWhen, direction)
  const tails = direction === 1 && q < FAR_TAIL ? [own, tailTest(FAR_TAIL, line, failWhen, direction)] : [own]
  const shift = startRankShift()
  return {
    own,
    edge: marginEffect(metric.margin, direction),
    direction,
    add: (block) => {
      for (const tail of tails) tail.add(block)
      const { candidate, baseline } = block
      const u = binnedU(candidate, baseline, null0.slope, null0.offset)
      addRankShift(shift, u, candidate.total, baseline.total)
    },
    failLogEs: (guarded) => [
      rankShiftLogE(shift, direction, guarded ? rankShiftDispersion(shift) : 1),
      ...tails.map((tail) => tail.failLogE(guarded)),
    ],
  }
}
