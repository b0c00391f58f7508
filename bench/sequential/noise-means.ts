import type { Arm, Block, MetricPolicy, Samples } from '@sluice/verdict'
import type { Noise } from './noise-kinds.ts'
import { learnedMetric, LOOKS, policiesFor, seedsOf, type Rates } from './noise-rates.ts'
import { judgeSamples } from './ours.ts'
import { randomOf, type Random } from './random.ts'
import { metricOf } from './traffic.ts'

const VALUES = 2000
const HISTORY = 1440
const LEVEL = 100
/** Values are gamma distributed with this shape: they vary by half of their mean, and lean to the right. */
const SHAPE = 4
/** So much of the noise of a rate moves the level: as many times chance as it is for 1 % errors. */
const PART = 0.05
const MARGIN = { value: 0.025, of: 'baseline' } as const

/** Mean and squares of values, drawn as sums. */
function summary(random: Random, n: number, level: number): Arm {
  const variance = (LEVEL * LEVEL) / SHAPE
  const spread = Math.sqrt((2 + 6 / SHAPE) / n)
  const m2 = (n - 1) * variance * Math.max(0, 1 + spread * random.normal())
  return { kind: 'summary', n, mean: (level * random.gamma(SHAPE * n)) / (SHAPE * n), m2 }
}

const levelOf = (factor: number) => LEVEL * (1 + PART * (factor - 1))

function rollout(seed: number, noise: Noise, share: number, ratio: number): Samples {
  const random = randomOf(seed)
  const [candidate, baseline] = [noise(random, LOOKS), noise(random, LOOKS)]
  const n = Math.round(VALUES * share)
  const blocks = candidate.map((factor, look): Block => ({
    from: look,
    to: look + 1,
    weight: 100 * share,
    candidate: summary(random, n, ratio * levelOf(factor)),
    baseline: summary(random, VALUES - n, levelOf(baseline[look] ?? 1)),
  }))
  return { metric: 'mean', blocks }
}

/** What the baseline did before a rollout of this seed, interval by interval. */
export function meanPast(seed: number, noise: Noise): readonly Arm[] {
  const random = randomOf(seed + 1_000_003)
  return noise(random, HISTORY).map((factor) => summary(random, VALUES, levelOf(factor)))
}

function learnedFrom(seed: number, noise: Noise | null): MetricPolicy {
  if (noise === null) return mean
  const blocks = meanPast(seed, noise).map((baseline, look): Block => ({
    from: look,
    to: look + 1,
    weight: 0,
    candidate: { kind: 'absent', absence: 'not_observed' },
    baseline,
  }))
  return learnedMetric(mean, blocks)
}

/** The mean that is judged. */
export const mean = metricOf('mean', { kind: 'mean', margin: MARGIN })

/** What our judge does with means: changes of 2.5 % and 5 % are as many times chance as x1.5 and x2 of 1 % errors. */
export function meanRates(runs: number, noise: Noise, share: number, past: Noise | null): Rates {
  const judged = seedsOf(runs).map((seed) => ({ seed, ...policiesFor(learnedFrom(seed, past)) }))
  const found = (ratio: number) =>
    judged.map(({ seed, alarms }) => {
      const end = judgeSamples(alarms, [rollout(seed, noise, share, ratio)])
      return end.outcome === 'fail' ? end.look : Infinity
    })
  const wrong = judged.filter(
    ({ seed, passes }) =>
      judgeSamples(passes, [rollout(seed, noise, share, 1 + MARGIN.value)]).outcome === 'pass',
  )
  return {
    falseAlarms: found(1).filter(Number.isFinite).length,
    wrongPasses: wrong.length,
    half: found(1 + MARGIN.value),
    double: found(1 + 2 * MARGIN.value),
  }
}
