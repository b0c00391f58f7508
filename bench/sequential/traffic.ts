import type { Block, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import type { TwoArms } from '@sluice/stats'
import type { Random } from './random.ts'

/** What one look brings: requests of both arms together, the candidate's share, and the error rates. */
export interface Minute {
  readonly requests: number
  readonly share: number
  readonly base: number
  readonly ratio: number
  /** Coefficient of variation of each arm's own rate from look to look. */
  readonly bursts: number
}

/** A healthy or sick rollout, look by look. */
export type Traffic = (look: number, looks: number) => Minute

const steady = (share: number, ratio = 1, requests = 1000): Minute => ({
  requests,
  share,
  base: 0.01,
  ratio,
  bursts: 0,
})

/** Scenarios in which the candidate is as good as the baseline. */
export const HEALTHY: Readonly<Record<string, Traffic>> = {
  '50/50': () => steady(0.5),
  '5/95': () => steady(0.05),
  'ramp 5-25-50 %, base .5-1-2 %': (look, looks) => {
    const rung = Math.floor((3 * look) / looks)
    return { ...steady([0.05, 0.25, 0.5][rung] ?? 0.5), base: [0.005, 0.01, 0.02][rung] ?? 0.02 }
  },
  diurnal: (look, looks) => {
    const wave = Math.sin((4 * Math.PI * look) / looks)
    return { ...steady(0.5), requests: Math.round(1000 * (1 + 0.8 * wave)), base: 0.01 * (1 - 0.6 * wave) }
  },
  'bursts 50/50': () => ({ ...steady(0.5), bursts: 0.5 }),
  'bursts 5/95': () => ({ ...steady(0.05), bursts: 0.5 }),
  '5 canary requests a look': () => steady(0.05, 1, 100),
}

/** Draws the counts of one look. */
export function drawLook(random: Random, { requests, share, base, ratio, bursts }: Minute): TwoArms {
  const n = Math.round(requests * share)
  const m = requests - n
  const shaken = (rate: number) =>
    bursts === 0 ? rate : Math.min(1, rate * random.gamma(1 / bursts ** 2) * bursts ** 2)
  return { x: random.binomial(n, shaken(base * ratio)), n, y: random.binomial(m, shaken(base)), m }
}

/** The counts of a whole rollout. */
export function drawRollout(random: Random, traffic: Traffic, looks: number): readonly TwoArms[] {
  return Array.from({ length: looks }, (_, look) => drawLook(random, traffic(look, looks)))
}

/** Counts as the samples of one metric. */
export function samplesOf(metric: string, rollout: readonly TwoArms[]): Samples {
  const blocks = rollout.map(({ x, n, y, m }, i): Block => ({
    from: i,
    to: i + 1,
    weight: (100 * n) / (n + m),
    candidate: { kind: 'proportion', events: x, trials: n },
    baseline: { kind: 'proportion', events: y, trials: m },
  }))
  return { metric, blocks }
}

/** A metric with the settings that matter here. */
export function metricOf(name: string, over: Partial<MetricPolicy> = {}): MetricPolicy {
  return {
    name,
    kind: 'proportion',
    worse: 'higher',
    margin: { value: 0.25, of: 'baseline' },
    critical: true,
    weight: 1,
    judge: 'sequential',
    ...over,
  }
}

/** A policy at 95 % confidence over one stage; `never` keeps it from ever passing, to watch false alarms to the end. */
export function policyOf(
  metrics: readonly MetricPolicy[],
  over: Partial<Policy> & { never?: boolean } = {},
): Policy {
  const { never = false, ...rest } = over
  const minTrials = never ? 1e15 : 0
  return { confidence: 0.95, minTrials, failWhen: 'any-regression', stages: 1, metrics, ...rest }
}
