import { learnHistories } from '@sluice/judge'
import type { TwoArms } from '@sluice/stats'
import type { Block, Margin, MetricPolicy, Policy } from '@sluice/verdict'
import type { Noise } from './noise-kinds.ts'
import { judgeRollout } from './ours.ts'
import { randomOf } from './random.ts'
import { metricOf, policyOf } from './traffic.ts'

export const LOOKS = 100
const REQUESTS = 2000
const HISTORY = 1440

/** A rate that is judged: its level, and the margin. */
export interface RateCase {
  readonly base: number
  readonly margin: Margin
  /** Largest ratio within the margin. */
  readonly edge: number
}

/** The errors of issue 14's table: 1 %, with a margin of half of it. */
export const ERRORS: RateCase = { base: 0.01, margin: { value: 0.5, of: 'baseline' }, edge: 1.5 }

/** The other forms that evidence about rates has. */
export const RATE_CASES: Readonly<Record<string, RateCase>> = {
  'a margin of 0.5 points, 1 % errors': { base: 0.01, margin: { value: 0.005, of: 'unit' }, edge: 1.5 },
  'a margin of 50 %, 20 % errors': { base: 0.2, margin: { value: 0.5, of: 'baseline' }, edge: 1.5 },
}

/** A rollout of 100 looks of 2,000 requests, each arm with noise of its own. */
export function noisyRollout(
  seed: number,
  noise: Noise,
  share: number,
  ratio: number,
  base = ERRORS.base,
): readonly TwoArms[] {
  const random = randomOf(seed)
  const [candidate, baseline] = [noise(random, LOOKS), noise(random, LOOKS)]
  const n = Math.round(REQUESTS * share)
  const m = REQUESTS - n
  return candidate.map((factor, look) => ({
    x: random.binomial(n, Math.min(1, base * ratio * factor)),
    n,
    y: random.binomial(m, Math.min(1, base * (baseline[look] ?? 1))),
    m,
  }))
}

/** The metric with what blocks of the baseline before the rollout tell, when it has all of the traffic. */
function learnedFrom(metric: MetricPolicy, seed: number, noise: Noise | null, base: number): MetricPolicy {
  if (noise === null) return metric
  const random = randomOf(seed + 1_000_003)
  const blocks = noise(random, HISTORY).map((factor, look): Block => {
    const events = random.binomial(REQUESTS, Math.min(1, base * factor))
    return {
      from: look,
      to: look + 1,
      weight: 0,
      candidate: { kind: 'absent', absence: 'not_observed' },
      baseline: { kind: 'proportion', events, trials: REQUESTS },
    }
  })
  return learnedMetric(metric, blocks)
}

/** A metric with the history that blocks of the baseline alone make. */
export function learnedMetric(metric: MetricPolicy, blocks: readonly Block[]): MetricPolicy {
  const { policy } = learnHistories(policyOf([metric]), [{ metric: metric.name, blocks }])
  return policy.metrics[0] ?? metric
}

/** A pass ends an analysis; to watch false alarms to the end none is allowed, and to watch passes no fail is. */
export function policiesFor(metric: MetricPolicy): Readonly<Record<'alarms' | 'passes', Policy>> {
  return {
    alarms: policyOf([metric], { never: true }),
    passes: policyOf([metric], { failWhen: 'certainly-beyond-margin' }),
  }
}

/** What a judge does over many seeded rollouts: false alarms, wrong passes at the margin, looks until two changes are found. */
export interface Rates {
  readonly falseAlarms: number
  readonly wrongPasses: number
  readonly half: readonly number[]
  readonly double: readonly number[]
}

/** The seeds of so many runs, the same for every rule. */
export function seedsOf(runs: number): readonly number[] {
  return Array.from({ length: runs }, (_, run) => 7 * run + 8)
}

/** What our judge does with one kind of noise; `past` is that of the history, null for none. */
export function ourRates(
  runs: number,
  noise: Noise,
  share: number,
  past: Noise | null = null,
  { base, margin, edge }: RateCase = ERRORS,
): Rates {
  const judged = seedsOf(runs).map((seed) => ({
    seed,
    ...policiesFor(learnedFrom(metricOf('errors', { margin }), seed, past, base)),
  }))
  const found = (ratio: number) =>
    judged.map(({ seed, alarms }) => {
      const end = judgeRollout(alarms, noisyRollout(seed, noise, share, ratio, base))
      return end.outcome === 'fail' ? end.look : Infinity
    })
  const wrong = judged.filter(
    ({ seed, passes }) =>
      judgeRollout(passes, noisyRollout(seed, noise, share, edge, base)).outcome === 'pass',
  )
  return {
    falseAlarms: found(1).filter(Number.isFinite).length,
    wrongPasses: wrong.length,
    half: found(1.5),
    double: found(2),
  }
}
