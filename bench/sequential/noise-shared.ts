import type { TwoArms } from '@sluice/stats'
import type { Block } from '@sluice/verdict'
import { NOISES, type Noise } from './noise-kinds.ts'
import { ERRORS, learnedMetric, LOOKS, policiesFor, seedsOf, type Rates } from './noise-rates.ts'
import { judgeRollout } from './ours.ts'
import { randomOf } from './random.ts'
import { metricOf } from './traffic.ts'

/** Requests of one arm, and of one half of the instances, in one look. */
const REQUESTS = 1000
const HISTORY = 1440

/** Noise that both arms have together, and noise that each has by itself. */
export interface SharedNoise {
  readonly shared: Noise
  readonly own: Noise
}

const noise = (name: string): Noise => {
  const found = NOISES[name]
  if (found === undefined) throw new RangeError(`no noise called ${name}`)
  return found
}

/** The kinds of the table. */
export const SHARED_NOISES: Readonly<Record<string, SharedNoise>> = {
  'shared gamma, CV 0.5': { shared: noise('gamma, CV 0.5'), own: noise('iid') },
  'shared gamma, CV 1': { shared: noise('gamma, CV 1'), own: noise('iid') },
  'shared outages': { shared: noise('3 % of looks ×20'), own: noise('iid') },
  'shared AR(1)': { shared: noise('AR(1) 0.3, 0.8'), own: noise('iid') },
  'shared gamma, CV 1, own gamma, CV 0.5': { shared: noise('gamma, CV 1'), own: noise('gamma, CV 0.5') },
  'shared outages, own AR(1)': { shared: noise('3 % of looks ×20'), own: noise('AR(1) 0.3, 0.8') },
  'own gamma, CV 1': { shared: noise('iid'), own: noise('gamma, CV 1') },
  'own outages': { shared: noise('iid'), own: noise('3 % of looks ×20') },
}

/** Two arms, or two halves, of 1,000 requests a look. */
function pairs(seed: number, { shared, own }: SharedNoise, looks: number, ratio: number): readonly TwoArms[] {
  const random = randomOf(seed)
  const [all, one, other] = [shared(random, looks), own(random, looks), own(random, looks)]
  const events = (look: number, factor: number) =>
    random.binomial(REQUESTS, Math.min(1, ERRORS.base * factor * (all[look] ?? 1)))
  return Array.from({ length: looks }, (_, look) => ({
    x: events(look, ratio * (one[look] ?? 1)),
    n: REQUESTS,
    y: events(look, other[look] ?? 1),
    m: REQUESTS,
  }))
}

/** The past of the baseline, with one half of its instances apart or not. */
function pastOf(seed: number, kind: SharedNoise, halves: boolean): readonly Block[] {
  return pairs(seed + 1_000_003, kind, HISTORY, 1).map(({ x, n, y, m }, look): Block => ({
    from: look,
    to: look + 1,
    weight: 0,
    candidate: halves
      ? { kind: 'proportion', events: x, trials: n }
      : { kind: 'absent', absence: 'not_observed' },
    baseline: { kind: 'proportion', events: x + y, trials: n + m },
  }))
}

/** What our judge does at 50/50 with a history that tells two halves of the instances apart, or not. */
export function sharedRates(runs: number, kind: SharedNoise, halves: boolean): Rates {
  const judged = seedsOf(runs).map((seed) => {
    const metric = learnedMetric(metricOf('errors', { margin: ERRORS.margin }), pastOf(seed, kind, halves))
    return { seed, ...policiesFor(metric) }
  })
  const found = (ratio: number) =>
    judged.map(({ seed, alarms }) => {
      const end = judgeRollout(alarms, pairs(seed, kind, LOOKS, ratio))
      return end.outcome === 'fail' ? end.look : Infinity
    })
  const wrong = judged.filter(
    ({ seed, passes }) => judgeRollout(passes, pairs(seed, kind, LOOKS, ERRORS.edge)).outcome === 'pass',
  )
  return {
    falseAlarms: found(1).filter(Number.isFinite).length,
    wrongPasses: wrong.length,
    half: found(1.5),
    double: found(2),
  }
}
