import {
  addTempered,
  binnedU,
  PRESUMED_EPS,
  rankFactors,
  rankNoise,
  RANK_LOG_WEIGHTS,
  startTempered,
  temperedLogE,
} from '@sluice/stats'
import type { FailWhen, MetricPolicy } from '@sluice/verdict'
import { marginEffect, marginLine } from './change-test.ts'
import { tailHistory } from './history.ts'
import type { SpreadBlock } from './spread-arm.ts'
import { tailTest, type TailTest } from './tail-test.ts'
import type { Direction } from './track.ts'

/** The far tail is tested beside every quantile below it. */
export const FAR_TAIL = 0.99

/** Everything that can fail or pass a quantile in one direction. */
export interface QuantileTest {
  readonly own: TailTest
  /** The margin on the scale of the effect. */
  readonly edge: number
  readonly direction: Direction
  /** Whether the blocks are clearly noisier than the history was. */
  readonly surprised: () => boolean
  readonly add: (block: SpreadBlock) => void
  /** log e-values of the whole shift, the quantile's tail and the far tail. */
  readonly failLogEs: () => readonly number[]
}

export function quantileTest(
  metric: MetricPolicy,
  q: number,
  failWhen: FailWhen,
  direction: Direction,
  alpha: number,
): QuantileTest {
  const line = marginLine(metric.margin, direction)
  const certainly = failWhen === 'certainly-beyond-margin'
  const null0 = certainly ? line : { slope: 1, offset: 0 }
  const tail = (at: number) => tailTest(at, line, failWhen, direction, tailHistory(metric, at, alpha))
  const own = tail(q)
  const far = direction === 1 && q < FAR_TAIL ? [tail(FAR_TAIL)] : []
  const tails = [own, ...far]
  const ranks = metric.history?.ranks ?? null
  const shift = startTempered(RANK_LOG_WEIGHTS.length, ranks?.eps ?? PRESUMED_EPS, alpha)
  const noise = rankNoise(ranks)
  return {
    own,
    edge: marginEffect(metric.margin, direction),
    direction,
    surprised: () => tails.some((each) => each.surprised()) || noise.surprised(),
    add: (spread) => {
      for (const each of tails) each.add(spread)
      const { candidate, baseline, layout } = spread
      const [n, m] = [candidate.total, baseline.total]
      // Where in a bucket its values lie is unknown, so ranks against a moved baseline show nothing for certain.
      if (certainly && layout !== 'values') return
      const block = { u: binnedU(candidate, baseline, null0.slope, null0.offset), n, m }
      const factors = rankFactors(block, direction)
      addTempered(shift, factors, noise.temper(factors.v))
      noise.add(block)
    },
    failLogEs: () => [temperedLogE(shift, RANK_LOG_WEIGHTS), ...tails.map((each) => each.failLogE())],
  }
}
