import { learnHistories } from '@sluice/judge'
import type { TwoArms } from '@sluice/stats'
import type { Block, Policy } from '@sluice/verdict'
import { NOISES, type Noise } from './noise-kinds.ts'
import { coldStarts, LATENCY_NOISES, latencyRates } from './noise-latency.ts'
import { judgeRollout } from './ours.ts'
import { randomOf } from './random.ts'
import { RIVALS, type Rule } from './rivals.ts'
import { CROWDS, stickyRates } from './sticky.ts'
import { quantileOf, show } from './show.ts'
import { metricOf, policyOf } from './traffic.ts'

const LOOKS = 100
const REQUESTS = 2000
const BASE = 0.01
const HISTORY = 1440
const MARGIN = 0.5

/** A rollout of 100 looks of 2,000 requests at 1 % errors, each arm with noise of its own. */
export function noisyRollout(seed: number, noise: Noise, share: number, ratio: number): readonly TwoArms[] {
  const random = randomOf(seed)
  const [candidate, baseline] = [noise(random, LOOKS), noise(random, LOOKS)]
  const n = Math.round(REQUESTS * share)
  const m = REQUESTS - n
  return candidate.map((factor, look) => ({
    x: random.binomial(n, Math.min(1, BASE * ratio * factor)),
    n,
    y: random.binomial(m, Math.min(1, BASE * (baseline[look] ?? 1))),
    m,
  }))
}

const margin = { value: MARGIN, of: 'baseline' } as const
// A pass ends an analysis; to watch false alarms to the end none is allowed, and to watch passes no fail is.
const alarms = policyOf([metricOf('errors', { margin })], { never: true })
const passes = policyOf([metricOf('errors', { margin })], { failWhen: 'certainly-beyond-margin' })

/** Blocks of the baseline before the rollout, when it has all of the traffic, and the policy with what they tell. */
function learnedFrom(policy: Policy, seed: number, noise: Noise | null): Policy {
  if (noise === null) return policy
  const random = randomOf(seed + 1_000_003)
  const blocks = noise(random, HISTORY).map((factor, look): Block => {
    const events = random.binomial(REQUESTS, Math.min(1, BASE * factor))
    const nothing = { kind: 'absent', absence: 'not_observed' } as const
    return {
      from: look,
      to: look + 1,
      weight: 0,
      candidate: nothing,
      baseline: { kind: 'proportion', events, trials: REQUESTS },
    }
  })
  return learnHistories(policy, [{ metric: 'errors', blocks }]).policy
}

/** What our judge does over many seeded rollouts with one kind of noise; `past` is that of the history, null for none. */
export function ourRates(runs: number, noise: Noise, share: number, past: Noise | null = null) {
  const seeds = Array.from({ length: runs }, (_, run) => 7 * run + 8)
  const found = (ratio: number) =>
    seeds.map((seed) => {
      const policy = learnedFrom(alarms, seed, past)
      const end = judgeRollout(policy, noisyRollout(seed, noise, share, ratio))
      return end.outcome === 'fail' ? end.look : Infinity
    })
  const count = (looks: readonly number[]) => looks.filter(Number.isFinite).length
  const wrong = seeds.filter(
    (seed) =>
      judgeRollout(learnedFrom(passes, seed, past), noisyRollout(seed, noise, share, 1 + MARGIN)).outcome ===
      'pass',
  )
  return { falseAlarms: count(found(1)), wrongPasses: wrong.length, half: found(1.5), double: found(2) }
}

/** k of n with its Wilson interval at 95 %, in percent. */
function wilson(k: number, n: number): string {
  const [p, z] = [k / n, 1.96]
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  const percent = (value: number) => (100 * Math.max(0, value)).toFixed(1)
  return `${percent(p)} [${percent(centre - half)}, ${percent(centre + half)}]`
}

/** One-sided z of the difference of rates so far, pooled. */
function zs(rollout: readonly TwoArms[]): readonly number[] {
  const total = { x: 0, n: 0, y: 0, m: 0 }
  return rollout.map(({ x, n, y, m }) => {
    total.x += x
    total.n += n
    total.y += y
    total.m += m
    const pooled = (total.x + total.y) / (total.n + total.m)
    const spread = Math.sqrt(pooled * (1 - pooled) * (1 / total.n + 1 / total.m))
    return spread > 0 ? (total.x / total.n - total.y / total.m) / spread : 0
  })
}

/** O'Brien and Fleming's five looks by the spending function of Lan and DeMets (1983), one-sided 5 %: R's gsDesign. */
const GROUP_SEQUENTIAL: readonly number[] = [4.229, 2.888, 2.298, 1.962, 1.74]

/** Robbins' mixture sequential probability ratio test of the difference (Johari et al. 2017), variance as estimated. */
const mixtureTest: Rule = (rollout) => {
  const seen = { x: 0, n: 0, y: 0, m: 0 }
  return rollout.some(({ x, n, y, m }) => {
    seen.x += x
    seen.n += n
    seen.y += y
    seen.m += m
    const rate = (seen.x + seen.y) / (seen.n + seen.m)
    const variance = rate * (1 - rate) * (1 / seen.n + 1 / seen.m)
    const difference = seen.x / seen.n - seen.y / seen.m
    const spread = (0.5 * BASE) ** 2
    const log =
      0.5 * Math.log(variance / (variance + spread)) +
      (difference ** 2 * spread) / (2 * variance * (variance + spread))
    return difference > 0 && log >= Math.log(1 / 0.05)
  })
}

/** Tabular CUSUM (Page 1954) of each look's z, allowance 0.5 and limit 5 standard deviations, as textbooks have it. */
const cusum: Rule = (rollout) => {
  let sum = 0
  return rollout.some((block) => {
    sum = Math.max(0, sum + (zs([block])[0] ?? 0) - 0.5)
    return sum > 5
  })
}

const groupSequential: Rule = (rollout) => {
  const all = zs(rollout)
  return GROUP_SEQUENTIAL.some((bound, i) => (all[((i + 1) * rollout.length) / 5 - 1] ?? 0) > bound)
}

const PEERS: Readonly<Record<string, Rule>> = {
  ...RIVALS,
  'CUSUM, k 0.5, h 5': cusum,
  'mSPRT of the difference': mixtureTest,
  "group sequential, O'Brien-Fleming, 5 looks": groupSequential,
}

/** Latency whose level wanders in each version, and a cold start. */
function latencyTable(runs: number): void {
  const rows = LATENCY_NOISES.flatMap((name) =>
    [true, false].map((history) => {
      const { falseAlarms, wrongPasses, found } = latencyRates(runs, name, history)
      return [
        `${name}, ${history ? 'with' : 'without'} a history`,
        wilson(falseAlarms, runs),
        wilson(wrongPasses, runs),
        wilson(found, runs),
      ]
    }),
  )
  show(
    `p95 in 63 buckets, margin 10 %, 50/50, ${runs} rollouts of 60 looks of 1,000 values in each version`,
    ['noise', 'false alarms, %', 'wrong passes at +10 %, %', '+30 % found, %'],
    rows,
  )
  const cold = coldStarts(runs)
  show(
    `A sound version whose first look is three times as slow, ${runs} rollouts, %`,
    ['warm-up', 'fails'],
    [
      ['none', wilson(cold.without, runs)],
      ['the first look left out', wilson(cold.with, runs)],
    ],
  )
}

/** The judge and its peers where each arm has noise of its own. */
export function noiseTables(runs: number): void {
  latencyTable(Math.ceil(runs / 5))
  for (const share of [0.5, 0.05]) {
    const split = `${100 * share}/${100 - 100 * share}`
    const looks = (found: readonly number[]) => {
      const median = quantileOf(found, 0.5)
      return `${Number.isFinite(median) ? median : '>100'} (${((100 * found.filter(Number.isFinite).length) / runs).toFixed(0)} %)`
    }
    const pasts: Readonly<Record<string, (noise: Noise) => Noise | null>> = {
      'with a history of the same noise': (noise) => noise,
      'with a history of independent requests': () => NOISES['iid'] ?? null,
      'without a history': () => null,
    }
    const head = [
      'noise in each arm',
      'false alarms, %',
      'wrong passes at +50 %, %',
      'looks to ×1.5',
      'looks to ×2',
    ]
    for (const [what, pastOf] of Object.entries(pasts)) {
      const rows = Object.entries(NOISES).map(([name, noise]) => {
        const ours = ourRates(runs, noise, share, pastOf(noise))
        return [
          name,
          wilson(ours.falseAlarms, runs),
          wilson(ours.wrongPasses, runs),
          looks(ours.half),
          looks(ours.double),
        ]
      })
      show(`Sluice ${what}, ${split}, ${runs} rollouts of ${LOOKS} looks`, head, rows)
    }
    const crowds = Object.entries(CROWDS).flatMap(([name, crowd]) =>
      [true, false].map((units) => {
        const { falseAlarms, wrongPasses, found } = stickyRates(runs, crowd, share, units)
        return [
          `${name}, by ${units ? 'users' : 'requests'}`,
          wilson(falseAlarms, runs),
          wilson(wrongPasses, runs),
          wilson(found, runs),
        ]
      }),
    )
    show(
      `200 users who stay with a version, ${split}, ${runs} rollouts of 40 looks`,
      ['users', 'false alarms, %', 'wrong passes at +50 %, %', '×3 found, %'],
      crowds,
    )
    const few = Math.ceil(runs / 5)
    const peers = Object.entries(PEERS).map(([name, rule]) => [
      name,
      ...Object.values(NOISES).map((noise) => {
        const raised = Array.from({ length: few }, (_, run) =>
          rule(noisyRollout(7 * run + 8, noise, share, 1)),
        )
        return wilson(raised.filter(Boolean).length, few)
      }),
    ])
    show(
      `False alarms of others on the same seeds, ${split}, ${few} rollouts, %`,
      ['rule', ...Object.keys(NOISES)],
      peers,
    )
  }
}
