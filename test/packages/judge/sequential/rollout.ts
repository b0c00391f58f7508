import type { Block, MetricPolicy, Policy, Samples } from '@sluice/verdict'

/** Seeded numbers (mulberry32): the tests see the same traffic on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A variance from which the normal law is as good as the binomial one for any test here. */
const NORMAL_FROM = 400

/** Successes of n trials, by the waiting times between them, or by the normal law where there are many. */
export function binomial(random: () => number, n: number, p: number): number {
  if (p <= 0 || n <= 0) return 0
  if (p > 0.5) return n - binomial(random, n, 1 - p)
  const variance = n * p * (1 - p)
  if (variance > NORMAL_FROM) return Math.round(n * p + Math.sqrt(variance) * normal(random))
  let successes = 0
  for (let at = 0; ; successes++) {
    at += Math.floor(Math.log(1 - random()) / Math.log1p(-p)) + 1
    if (at > n) return successes
  }
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** One minute of traffic. */
export interface Minute {
  readonly weight: number
  readonly requests: number
  readonly base: number
  readonly ratio?: number
}

/** A proportion of failed requests, drawn minute by minute; the split itself is drawn too. */
export function failures(random: () => number, minutes: readonly Minute[], metric = 'error rate'): Samples {
  const blocks = minutes.map(({ weight, requests, base, ratio = 1 }, i): Block => {
    const n = binomial(random, requests, weight / 100)
    const m = requests - n
    return {
      from: i * 60_000,
      to: (i + 1) * 60_000,
      weight,
      candidate: { kind: 'proportion', events: binomial(random, n, base * ratio), trials: n },
      baseline: { kind: 'proportion', events: binomial(random, m, base), trials: m },
    }
  })
  return { metric, blocks }
}

/** Counts given outright: [candidate events, candidate trials, baseline events, baseline trials] per minute. */
export function counted(rows: readonly (readonly number[])[], weight = 50, metric = 'error rate'): Samples {
  const blocks = rows.map(([x = 0, n = 0, y = 0, m = 0], i): Block => ({
    from: i * 60_000,
    to: (i + 1) * 60_000,
    weight,
    candidate: { kind: 'proportion', events: x, trials: n },
    baseline: { kind: 'proportion', events: y, trials: m },
  }))
  return { metric, blocks }
}

/** The same minute over and over. */
export function steady(count: number, minute: Minute): readonly Minute[] {
  return Array.from({ length: count }, () => minute)
}

export function metric(over: Partial<MetricPolicy> = {}): MetricPolicy {
  return {
    name: 'error rate',
    kind: 'proportion',
    worse: 'higher',
    margin: { value: 0.25, of: 'baseline' },
    critical: true,
    weight: 1,
    judge: 'sequential',
    ...over,
  }
}

export function policy(metrics: readonly MetricPolicy[] = [metric()], over: Partial<Policy> = {}): Policy {
  return { confidence: 0.95, minTrials: 100, failWhen: 'beyond-margin', stages: 1, metrics, ...over }
}
