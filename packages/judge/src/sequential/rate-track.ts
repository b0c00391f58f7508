import {
  addTotals,
  eventShare,
  differenceEstimate,
  noiseWeight,
  pooledRate,
  rateNoise,
  ratioEstimate,
  startTotals,
  type EventLaw,
  type TwoArms,
} from '@sluice/stats'
import type { Effect, FailWhen, MetricPolicy } from '@sluice/verdict'
import type { Tally } from './arms.ts'
import { certainHarm } from './certain-harm.ts'
import { changeTest } from './change-test.ts'
import { limitTest } from './limit-test.ts'
import { noiseSummaryOf, termsFor } from './history.ts'
import { trialsNeeded } from './needed.ts'
import { burstNote, floorNote, historyNotes, noEventsNote } from './notes.ts'
import { beyondZero, rateEffect, type Judged } from './rate-effect.ts'
import { directionsOf, type FailPart, type PassReading, type Track } from './track.ts'

/** One interval of a rate metric: what both arms did, what speaks about the change, and the candidate alone. */
export interface RateBlock {
  readonly totals: TwoArms | null
  /** Equal to `totals`, or the discordant pairs of a paired comparison. */
  readonly change: TwoArms | null
  readonly candidate: Tally
}

/** How a rate is judged: the law of its events, the metric, and what the policy asks of all metrics. */
export interface RateRules {
  readonly law: EventLaw
  readonly metric: MetricPolicy
  readonly failWhen: FailWhen
  readonly alpha: number
  /** Whether the exposure counts trials, as of requests. */
  readonly countsTrials: boolean
}

function stateOf({ law, metric, failWhen, alpha }: RateRules) {
  const directions = directionsOf(metric.worse)
  const learned = metric.history?.rate
  const terms = termsFor(alpha, learned)
  const judged: Judged[] = []
  return {
    law,
    metric,
    failWhen,
    directions,
    terms,
    relative: metric.margin.of === 'baseline',
    tests: directions.map((direction) => changeTest(law, metric.margin, failWhen, direction, terms)),
    limit:
      metric.limit === undefined ? null : limitTest(law, metric.limit, metric.worse === 'lower' ? -1 : 1),
    harms: law === 'bernoulli' ? directions.map(certainHarm) : [],
    learned,
    noise: rateNoise(law, noiseSummaryOf(metric.history, learned)),
    judged,
    totals: startTotals(),
    changed: startTotals(),
  }
}

type RateState = ReturnType<typeof stateOf>

/** The track of a proportion (`bernoulli`) or of events over an exposure (`poisson`). */
export function rateTrack(rules: RateRules): Track<RateBlock> {
  const state = stateOf(rules)
  const { totals } = state
  return {
    add: (block) => addBlock(state, block),
    fails: () => failsOf(state),
    certain: () => state.harms.some((harm) => harm.found()),
    pass: () => passOf(state),
    effect: () => effectOf(state),
    observed: () => ({
      baseline: arm(totals.baselineEvents, totals.baselineExposure),
      candidate: arm(totals.candidateEvents, totals.candidateExposure),
    }),
    candidateTrials: () => (rules.countsTrials ? totals.candidateExposure : null),
    needed: () => neededOf(state),
    notes: () => notesOf(state),
  }
}

function addBlock(
  { limit, totals, changed, judged, tests, harms, noise, learned }: RateState,
  block: RateBlock,
): void {
  limit?.add(block.candidate)
  if (block.totals === null || block.change === null) {
    totals.candidateEvents += block.candidate.events
    totals.candidateExposure += block.candidate.exposure
    return
  }
  const { change } = block
  const before = { ...noise.take(change), past: pooledRate(changed) ?? learned?.rate ?? null }
  for (const test of tests) test.add(change, before)
  for (const harm of harms) harm.add(block.totals)
  judged.push([change, before])
  addTotals(changed, change)
  addTotals(totals, block.totals)
}

function estimateOf({ relative, totals }: RateState): number | null {
  return relative ? ratioEstimate(totals) : differenceEstimate(totals)
}

function notesOf(state: RateState): readonly string[] {
  const { metric, law } = state
  const { floor } = metric.margin
  const phi = phiOf(state)
  return [
    ...historyNotes(metric, state.noise.surprised()),
    ...(phi > 2 ? [burstNote(phi)] : []),
    ...(passOf(state).blocked === undefined ? [] : [noEventsNote(law)]),
    ...(floor === undefined
      ? []
      : [floorNote(law === 'bernoulli' ? `${num(100 * floor)} points` : num(floor))]),
  ]
}

function num(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** By how much the noise seen so far makes a block like the last one say less. */
function phiOf({ law, judged, noise }: RateState): number {
  const [block] = judged.at(-1) ?? []
  if (block === undefined) return 1
  const { rate, temper } = noise.before(block)
  return temper(noiseWeight(law, rate, block, eventShare(block, 1)))
}

function failsOf({ tests, limit, failWhen, totals }: RateState): readonly FailPart[] {
  const seen = { ratio: ratioEstimate(totals), difference: differenceEstimate(totals) }
  const parts = tests.map((test): FailPart => ({
    logE: test.failLogE(),
    share: (limit === null ? 1 : 0.5) / tests.length,
    counts: failWhen !== 'beyond-margin' || test.beyond(seen),
    about: 'change',
  }))
  if (limit === null) return parts
  return [...parts, { logE: limit.failLogE(), share: 0.5, counts: limit.broken(), about: 'limit' }]
}

function passOf({ tests, limit, totals, judged, metric, relative }: RateState): PassReading {
  const kept = limit?.passLogE() ?? Infinity
  const floored = metric.margin.floor !== undefined
  const silent = relative && !floored && totals.candidateEvents + totals.baselineEvents === 0
  if (limit !== null && (silent || judged.length === 0)) return { logE: kept, by: 'limit' }
  if (silent) return { logE: 0, by: 'margin', blocked: 'no_events' }
  return { logE: Math.min(...tests.map((test) => test.passLogE()), kept), by: 'margin' }
}

function effectOf(state: RateState): Effect {
  const { law, metric, judged, changed, relative, failWhen, tests, directions, terms } = state
  const effect = rateEffect(law, metric, judged, changed, estimateOf(state), terms)
  if (relative || failWhen === 'certainly-beyond-margin') return effect
  // No change at all is excluded by the test of the change itself, which is sharper than that of a difference.
  const certain = tests.map((test) => test.failLogE() >= -Math.log(terms.alpha))
  return directions.reduce(
    (kept, direction, i) => (certain[i] === true ? beyondZero(kept, direction) : kept),
    effect,
  )
}

function neededOf(state: RateState): number | undefined {
  const { totals, judged, tests, limit, terms } = state
  const rate = pooledRate(totals)
  const share = totals.candidateExposure / (totals.candidateExposure + totals.baselineExposure || Infinity)
  const phi = phiOf(state)
  const gains =
    rate === null || judged.length === 0 ? [] : tests.map((test) => test.growth(rate, share) / phi)
  const alone = limit === null ? [] : [limit.growth() * (share || 1)]
  if (gains.length + alone.length === 0) return undefined
  return trialsNeeded(passOf(state).logE, Math.min(...gains, ...alone), terms.alpha)
}

function arm(events: number, exposure: number) {
  return { trials: exposure, events, value: exposure > 0 ? events / exposure : null }
}
