import {
  lineInterval,
  pooledRate,
  ratioInterval,
  type Bounds,
  type EventLaw,
  type LineFamily,
  type TwoArms,
  type TwoArmTotals,
} from '@sluice/stats'
import type { Effect, MetricPolicy } from '@sluice/verdict'
import { COMMON_RATE } from './rate-evidence.ts'

/** The estimate with its confidence sequence, on the scale of the metric's margin. */
export function rateEffect(
  law: EventLaw,
  metric: MetricPolicy,
  blocks: readonly TwoArms[],
  totals: TwoArmTotals,
  estimate: number | null,
  alpha: number,
  phi: number,
): Effect {
  const rate = pooledRate(totals)
  if (rate === null || blocks.length === 0) return { estimate: null, low: null, high: null }
  const { low, high } =
    metric.margin.of === 'baseline'
      ? ratioBounds(law, blocks, rate, estimate, alpha, phi)
      : lineInterval(blocks, law, differences(law, rate, totals), estimate ?? 0, alpha, phi)
  return { estimate: finite(estimate), low: finite(low), high: finite(high) }
}

function ratioBounds(
  law: EventLaw,
  blocks: readonly TwoArms[],
  rate: number,
  estimate: number | null,
  alpha: number,
  phi: number,
): Bounds {
  if (law === 'poisson' || rate <= COMMON_RATE) return ratioInterval(blocks, alpha, phi)
  const around = Math.min(RATIOS.most, Math.max(RATIOS.least, estimate ?? 1))
  const { low, high } = lineInterval(blocks, law, RATIOS, around, alpha, phi)
  return { low: low === RATIOS.least ? 0 : low, high: high === RATIOS.most ? Infinity : high }
}

const RATIOS: LineFamily = {
  at: (slope) => ({ slope, offset: 0 }),
  least: 1e-6,
  most: 1e6,
  tolerance: 1e-7,
}

function differences(law: EventLaw, rate: number, totals: TwoArmTotals): LineFamily {
  const scale = Math.max(rate, 1 / (totals.candidateExposure + totals.baselineExposure))
  const reach = law === 'poisson' ? scale * 1e6 : 1
  return { at: (offset) => ({ slope: 1, offset }), least: -reach, most: reach, tolerance: scale * 1e-6 }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}
