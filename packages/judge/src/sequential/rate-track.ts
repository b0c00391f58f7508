import {
  addTotals,
  differenceEstimate,
  dispersion,
  pooledRate,
  ratioEstimate,
  startTotals,
  type EventLaw,
  type TwoArms,
} from '@sluice/stats'
import type { Effect, FailWhen, MetricPolicy } from '@sluice/verdict'
import type { Tally } from './arms.ts'
import { changeTest } from './change-test.ts'
import { limitTest } from './limit-test.ts'
import { trialsNeeded } from './needed.ts'
import { burstNote } from './notes.ts'
import { rateEffect } from './rate-effect.ts'
import { directionsOf, type Direction, type FailPart, type PassReading, type Track } from './track.ts'

/** One interval of a rate metric: what both arms did, what speaks about the change, and the candidate alone. */
export interface RateBlock {
  readonly totals: TwoArms | null
  /** Equal to `totals`, or the discordant pairs of a paired comparison. */
  readonly change: TwoArms | null
  readonly candidate: Tally
}

/** Counts trials of the kind `minTrials` speaks of. */
export type CountsTrials = boolean

/** The track of a proportion (`bernoulli`) or of events over an exposure (`poisson`). */
export function rateTrack(
  law: EventLaw,
  metric: MetricPolicy,
  failWhen: FailWhen,
  countsTrials: CountsTrials,
): Track<RateBlock> {
  const directions = directionsOf(metric.worse)
  const tests = directions.map((direction) => changeTest(law, metric.margin, failWhen, direction))
  const limit =
    metric.limit === undefined ? null : limitTest(law, metric.limit, metric.worse === 'lower' ? -1 : 1)
  const relative = metric.margin.of === 'baseline'
  const changes: TwoArms[] = []
  const totals = startTotals()
  const changed = startTotals()

  const estimate = () => (relative ? ratioEstimate(totals) : differenceEstimate(totals))
  const spread = () => dispersion(changes, ratioEstimate(changed) ?? 1, law === 'bernoulli')
  const share = () =>
    totals.candidateExposure / (totals.candidateExposure + totals.baselineExposure || Infinity)

  const fails = (guarded: boolean): readonly FailPart[] => {
    const phi = guarded ? spread().cautious : 1
    const seen = estimate()
    const parts = tests.map((test): FailPart => ({
      logE: test.failLogE(phi),
      share: (limit === null ? 1 : 0.5) / tests.length,
      counts: failWhen !== 'beyond-margin' || test.beyond(seen),
      about: 'change',
    }))
    if (limit !== null)
      parts.push({ logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' })
    return parts
  }

  const pass = (guarded: boolean): PassReading => {
    const phi = guarded ? spread().measured : 1
    const kept = limit?.passLogE() ?? Infinity
    const silent = totals.candidateEvents + totals.baselineEvents === 0
    const limitAlone = limit !== null && (changes.length === 0 || (relative && silent))
    if (limitAlone) return { logE: kept, by: 'limit' }
    if (relative && silent) return { logE: 0, by: 'margin', blocked: 'no_events' }
    const change = Math.min(...tests.map((test) => test.passLogE(phi)))
    return { logE: Math.min(change, kept), by: 'margin' }
  }

  return {
    add: (block) => {
      limit?.add(block.candidate)
      if (block.totals === null || block.change === null) {
        totals.candidateEvents += block.candidate.events
        totals.candidateExposure += block.candidate.exposure
        return
      }
      const past = pooledRate(changed)
      for (const test of tests) test.add(block.change, past)
      changes.push(block.change)
      addTotals(changed, block.change)
      addTotals(totals, block.totals)
    },
    fails,
    pass,
    effect: (alpha) => {
      const effect = rateEffect(law, metric, changes, changed, estimate(), alpha, spread())
      if (relative || failWhen === 'certainly-beyond-margin') return effect
      // No change at all is excluded by the test of the change itself, which is sharper than that of a difference.
      const certain = tests.map((test) => test.failLogE(spread().cautious) >= -Math.log(alpha))
      return directions.reduce(
        (kept, direction, k) => (certain[k] ? beyondZero(kept, direction) : kept),
        effect,
      )
    },
    observed: () => ({
      baseline: arm(totals.baselineEvents, totals.baselineExposure),
      candidate: arm(totals.candidateEvents, totals.candidateExposure),
    }),
    candidateTrials: () => (countsTrials ? totals.candidateExposure : null),
    needed: (alpha) => {
      const rate = pooledRate(totals)
      const gains = rate === null || changes.length === 0 ? [] : tests.map((t) => t.growth(rate, share()))
      const alone = limit === null ? [] : [limit.growth() * (share() || 1)]
      if (gains.length + alone.length === 0) return undefined
      const phi = spread().measured
      const growth = Math.min(...gains.map((gain) => gain / phi), ...alone)
      return trialsNeeded(pass(true).logE, growth, alpha)
    },
    notes: () => (spread().measured > 2 ? [burstNote(spread().measured)] : []),
  }
}

function arm(events: number, exposure: number) {
  return { trials: exposure, events, value: exposure > 0 ? events / exposure : null }
}

function beyondZero(effect: Effect, direction: Direction): Effect {
  return direction === 1
    ? { ...effect, low: Math.max(0, effect.low ?? 0) }
    : { ...effect, high: Math.min(0, effect.high ?? 0) }
}
