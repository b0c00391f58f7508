import { pooledRate, type EventLaw, type TwoArms, type TwoArmTotals } from '@sluice/stats'
import type { Effect, MetricPolicy } from '@sluice/verdict'
import { boundOf, type Search } from './invert.ts'
import { lineEvidence, type Before, type EvidenceTerms } from './rate-evidence.ts'
import type { Direction } from './track.ts'

/** A block, and what was known before it. */
export type Judged = readonly [block: TwoArms, before: Before]

/** Ratios beyond this are no bound, as natural logs. */
const WIDEST = 40

/** The estimate with its confidence sequence on the scale of the metric's margin: the effects that no side rejects. */
export function rateEffect(
  law: EventLaw,
  { margin }: MetricPolicy,
  judged: readonly Judged[],
  totals: TwoArmTotals,
  estimate: number | null,
  terms: EvidenceTerms,
): Effect {
  const rate = pooledRate(totals)
  if (rate === null || judged.length === 0) return { estimate: null, low: null, high: null }
  const relative = margin.of === 'baseline'
  const reach = -Math.log(terms.alpha)
  const excess = (effect: number, side: 1 | -1) => {
    const line = relative ? { slope: Math.exp(effect), offset: 0 } : { slope: 1, offset: effect }
    const evidence = lineEvidence(law, side, line, terms)
    for (const [block, before] of judged) evidence.add(block, before)
    return evidence.logE() - reach
  }
  const search = relative
    ? ratioSearch(rate, totals, estimate)
    : differenceSearch(law, rate, totals, estimate)
  const bound = (side: 1 | -1) => boundOf((effect) => excess(effect, side), side, search(side))
  const [low, high] = [bound(1), bound(-1)]
  if (!relative) return { estimate: finite(estimate), low, high }
  // Without any event every ratio fits.
  const ratio = (log: number | null, none: number | null) => (log === null ? none : Math.exp(log))
  return { estimate: finite(estimate), low: ratio(low, 0), high: ratio(high, null) }
}

function ratioSearch(rate: number, totals: TwoArmTotals, estimate: number | null) {
  const around = estimate !== null && estimate > 0 && Number.isFinite(estimate) ? Math.log(estimate) : 0
  const { candidateExposure: n, baselineExposure: m } = totals
  const step = Math.min(2, Math.max(1e-4, 2 * Math.sqrt((1 / n + 1 / m) / Math.max(rate, 1 / (n + m)))))
  return (side: 1 | -1): Search => ({ around, step, end: -side * WIDEST, tolerance: step * 1e-5 })
}

function differenceSearch(law: EventLaw, rate: number, totals: TwoArmTotals, estimate: number | null) {
  const { candidateExposure: n, baselineExposure: m } = totals
  const scale = Math.max(rate, 1 / (n + m))
  const variance = law === 'poisson' ? scale : scale * Math.max(1 - scale, 1e-6)
  const step = 2 * Math.sqrt(variance * (1 / n + 1 / m))
  const reach = law === 'poisson' ? scale * 1e6 : 1
  return (side: 1 | -1): Search => ({
    around: estimate ?? 0,
    step,
    end: -side * reach,
    tolerance: step * 1e-5,
  })
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null
}

/** The effect with its bound on the nearer side moved to zero: a change of nothing is excluded. */
export function beyondZero(effect: Effect, direction: Direction): Effect {
  return direction === 1
    ? { ...effect, low: Math.max(0, effect.low ?? 0) }
    : { ...effect, high: Math.min(0, effect.high ?? 0) }
}
