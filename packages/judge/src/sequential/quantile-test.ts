import {
  addTempered,
  binnedU,
  rankFactors,
  rankNoise,
  RANK_LOG_WEIGHTS,
  startTempered,
  temperedLogE,
} from '@sluice/stats'
import type { FailWhen, MetricPolicy } from '@sluice/verdict'
import { marginEffect, marginLine } from './change-test.ts'
import type { EvidenceTerms } from './rate-evidence.ts'
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
  readonly failLogEs: () => readonly number[]
}

export function quantileTest(
  metric: MetricPolicy,
  q: number,
  failWhen: FailWhen,
  direction: Direction,
  terms: EvidenceTerms,
): QuantileTest {
  const line = marginLine(metric.margin, direction)
  const certainly = failWhen === 'certainly-beyond-margin'
  const null0 = certainly ? line : { slope: 1, offset: 0 }
  const own = tailTest(q, line, failWhen, direction, terms)
  const far = direction === 1 && q < FAR_TAIL ? [tailTest(FAR_TAIL, line, failWhen, direction, terms)] : []
  const tails = [own, ...far]
  const shift = startTempered(RANK_LOG_WEIGHTS.length, terms.eps, terms.alpha)
  const noise = rankNoise(null)
  return {
    own,
    edge: marginEffect(metric.margin, direction),
    direction,
    add: (block) => {
      for (const tail of tails) tail.add(block)
      const { candidate, baseline, layout } = block
      const [n, m] = [candidate.total, baseline.total]
      // Where in a bucket its values lie is unknown, so ranks against a moved baseline show nothing for certain.
      if (certainly && layout !== 'values') return
      const ranks = { u: binnedU(candidate, baseline, null0.slope, null0.offset), n, m }
      const factors = rankFactors(ranks, direction)
      addTempered(shift, factors, noise.temper(factors.v))
      noise.add(ranks)
    },
    failLogEs: () => [temperedLogE(shift, RANK_LOG_WEIGHTS), ...tails.map((tail) => tail.failLogE())],
  }
}
