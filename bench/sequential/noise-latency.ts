import type { Arm, Block, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { learnedMetric, policiesFor, seedsOf } from './noise-rates.ts'
import { judgeSamples } from './ours.ts'
import type { LatencyRule } from './peers.ts'
import { randomOf, type Random } from './random.ts'
import { metricOf } from './traffic.ts'

const LOOKS = 60
const VALUES = 1000
const HISTORY = 600
const MARGIN = { value: 0.1, of: 'baseline' } as const

/** 249 bounds from 5 ms to 10 s, 3 % apart as a native histogram has them: with bounds further apart than the margin nothing passes. */
const COUNT = 249
const BOUNDS = Array.from({ length: COUNT }, (_, i) => 0.005 * 2000 ** (i / (COUNT - 1)))
const STEP = Math.log(2000) / (COUNT - 1)

/** Log-normal latency, median 100 ms, sigma 0.7, in buckets. */
function histogram(random: Random, scale: number, values = VALUES): Arm {
  const counts = new Array<number>(BOUNDS.length + 1).fill(0)
  for (let i = 0; i < values; i++) {
    const log = Math.log(0.1 * scale) + 0.7 * random.normal()
    const bucket = Math.min(BOUNDS.length, Math.max(0, Math.ceil((log - Math.log(0.005)) / STEP)))
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { kind: 'histogram', bounds: BOUNDS, counts }
}

/** The level of one version, look by look. */
type Level = (random: Random, looks: number) => readonly number[]

const steady: Level = (_, looks) => new Array<number>(looks).fill(1)

/** Wanders by 5 % with a lag-one correlation of 0.8. */
const wandering: Level = (random, looks) => {
  let state = random.normal()
  return Array.from({ length: looks }, () => {
    state = 0.8 * state + 0.6 * random.normal()
    return Math.exp(0.05 * state)
  })
}

const STEADY = 'independent requests'

const LEVELS: Readonly<Record<string, Level>> = {
  [STEADY]: steady,
  'levels ±5 %, lag-one 0.8': wandering,
}

function rollout(seed: number, level: Level, ratio: number, cold = 1): Samples {
  const random = randomOf(seed)
  const [candidate, baseline] = [level(random, LOOKS), level(random, LOOKS)]
  const blocks = candidate.map((own, look): Block => ({
    from: look,
    to: look + 1,
    weight: 50,
    candidate: histogram(random, own * ratio * (look === 0 ? cold : 1)),
    baseline: histogram(random, baseline[look] ?? 1),
  }))
  return { metric: 'p95', blocks }
}

/** What the baseline did before a rollout of this seed, interval by interval. */
export function latencyPast(seed: number, name: string, values = VALUES): readonly Arm[] {
  const random = randomOf(seed + 1_000_003)
  return (LEVELS[name] ?? steady)(random, HISTORY).map((own) => histogram(random, own, values))
}

function learnedFrom(seed: number, name: string): MetricPolicy {
  const blocks = latencyPast(seed, name).map((baseline, look): Block => ({
    from: look,
    to: look + 1,
    weight: 0,
    candidate: { kind: 'absent', absence: 'not_observed' },
    baseline,
  }))
  return learnedMetric(p95, blocks)
}

/** The latency that is judged. */
export const p95 = metricOf('p95', { kind: 'quantile', quantile: 0.95, margin: MARGIN })

/** False alarms, wrong passes at exactly +10 % and regressions of 30 % found, with a history of the same noise or none. */
export function latencyRates(runs: number, name: string, history: boolean) {
  const level = LEVELS[name] ?? steady
  const found = { falseAlarms: 0, wrongPasses: 0, found: 0 }
  const looks: Record<'pass' | 'edge', number[]> = { pass: [], edge: [] }
  for (const seed of seedsOf(runs)) {
    const { alarms, passes } = policiesFor(history ? learnedFrom(seed, name) : p95)
    const end = (policy: Policy, outcome: string, ratio: number): number => {
      const ended = judgeSamples(policy, [rollout(seed, level, ratio)])
      return ended.outcome === outcome ? ended.look : Infinity
    }
    const ends = (policy: Policy, outcome: string, ratio: number) =>
      Number.isFinite(end(policy, outcome, ratio)) ? 1 : 0
    found.falseAlarms += ends(alarms, 'fail', 1)
    found.wrongPasses += ends(passes, 'pass', 1 + MARGIN.value)
    found.found += ends(alarms, 'fail', 1.3)
    looks.pass.push(end(passes, 'pass', 1))
    looks.edge.push(end(alarms, 'fail', 1 + MARGIN.value))
  }
  return { ...found, looks }
}

/** Fails of a sound version whose first look is three times as slow, with and without a warm-up that leaves it out. */
export function coldStarts(runs: number) {
  const failed = { without: 0, with: 0 }
  for (const seed of seedsOf(runs)) {
    const { alarms } = policiesFor(learnedFrom(seed, STEADY))
    const samples = rollout(seed, steady, 1, 3)
    const fails = (seen: Samples) => (judgeSamples(alarms, [seen]).outcome === 'fail' ? 1 : 0)
    failed.without += fails(samples)
    failed.with += fails({ ...samples, blocks: samples.blocks.slice(1) })
  }
  return failed
}

/** What another rule does: alarms at no change, after a cold start, at +10 % and at +30 %. */
export type LatencyAlarms = Readonly<Record<keyof typeof CHANGES, number>>

const CHANGES = { falseAlarms: [1, 1], cold: [1, 3], edge: [1 + MARGIN.value, 1], found: [1.3, 1] } as const

/** The same of other rules, which promote whatever they do not fail; each rollout is drawn once for all of them. */
export function latencyPeers(
  runs: number,
  name: string,
  rules: Readonly<Record<string, LatencyRule>>,
): Readonly<Record<string, LatencyAlarms>> {
  const level = LEVELS[name] ?? steady
  const alarms = new Map(
    Object.keys(rules).map((rule) => [rule, { falseAlarms: 0, cold: 0, edge: 0, found: 0 }]),
  )
  for (const seed of seedsOf(runs))
    for (const change of ['falseAlarms', 'cold', 'edge', 'found'] as const) {
      const [ratio, cold] = CHANGES[change]
      const samples = rollout(seed, level, ratio, cold)
      for (const [rule, counts] of alarms) if (rules[rule]?.(samples) === true) counts[change]++
    }
  return Object.fromEntries(alarms)
}

export const LATENCY_NOISES: readonly string[] = Object.keys(LEVELS)
