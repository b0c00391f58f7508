import { judge } from '@sluice/compat'
import { learnHistories } from '@sluice/judge'
import type { Arm, Block, LearnedMean, Policy, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { metric, normal, policy, seeded } from './sequential/rollout.ts'

const NOTHING: Arm = { kind: 'absent', absence: 'not_observed' }
const VALUES = 500
const revenue = metric({
  name: 'revenue',
  kind: 'mean',
  worse: 'lower',
  margin: { value: 0.05, of: 'baseline' },
})

/** Levels of one version, minute by minute. */
type Level = (random: () => number, count: number) => readonly number[]
const calm: Level = (_, count) => new Array<number>(count).fill(20)
/** Wanders by 4 %, each minute much like the one before. */
const wandering: Level = (random, count) => {
  let state = normal(random)
  return Array.from({ length: count }, () => {
    state = 0.8 * state + 0.6 * normal(random)
    return 20 * Math.exp(0.04 * state)
  })
}

/** The mean of 500 values that vary by half of it. */
function summary(random: () => number, level: number): Arm {
  return {
    kind: 'summary',
    n: VALUES,
    mean: level + (10 / Math.sqrt(VALUES)) * normal(random),
    m2: (VALUES - 1) * 100,
  }
}

function blocksOf(candidate: readonly Arm[], baseline: readonly Arm[]): Samples {
  const blocks = baseline.map((each, i): Block => ({
    from: i * 60_000,
    to: (i + 1) * 60_000,
    weight: 50,
    baseline: each,
    candidate: candidate[i] ?? NOTHING,
  }))
  return { metric: 'revenue', blocks }
}

function past(level: Level, count = 400): Samples {
  const random = seeded(5)
  return blocksOf(
    [],
    level(random, count).map((each) => summary(random, each)),
  )
}

function rollout(seed: number, level: Level, count: number, ratio = 1): Samples {
  const random = seeded(seed)
  const [candidate, baseline] = [level(random, count), level(random, count)]
  return blocksOf(
    candidate.map((each) => summary(random, ratio * each)),
    baseline.map((each) => summary(random, each)),
  )
}

function judged(rules: Policy, samples: Samples) {
  const [evidence] = judge(rules, [samples])
  if (evidence === undefined) throw new Error('no evidence')
  return evidence
}

const learnedFrom = (level: Level) => learnHistories(policy([revenue]), [past(level)]).policy

describe('the past of a mean', () => {
  test('travels in the policy, and the evidence says what it showed', () => {
    const learned = learnedFrom(wandering)
    const { history } = learned.metrics[0] ?? {}
    expect(history).toMatchObject({ blocks: 400, seconds: 60 })
    // By the law that it was drawn from: 4 % of 20, remembered by (1 + 0.8) / (1 - 0.8) blocks.
    const { lrv = 0, spread = 0, memory = 0, deviation = 0 } = history?.mean ?? {}
    expect(deviation).toBeCloseTo(10, 6)
    expect((lrv * spread ** 2) / memory).toBeCloseTo(0.64, 0)
    expect(memory).toBeGreaterThan(4)
    expect(memory).toBeLessThan(14)
    const { noise, notes } = judged(learned, rollout(1, wandering, 10))
    expect(noise).toBe('learned')
    expect(notes?.[0]).toMatch(/^Means of the baseline varied (1\.9|2(\.\d)?) times as much as chance alone/)
  })

  test('lets a change be found by three blocks, which takes ten without it', () => {
    const worse = (rules: Policy, count: number) =>
      judged(rules, rollout(2, calm, count, 0.8)).finding === 'worse'
    expect(worse(learnedFrom(calm), 3)).toBe(true)
    expect(worse(learnedFrom(calm), 2)).toBe(false)
    expect(worse(policy([revenue]), 9)).toBe(false)
    expect(worse(policy([revenue]), 10)).toBe(true)
  })

  test('lets levels that wander in each version alone not fail, which do without it', () => {
    const failed = (rules: Policy) =>
      Array.from({ length: 60 }, (_, run) => judged(rules, rollout(100 + run, wandering, 40))).filter(
        ({ finding }) => finding === 'worse',
      ).length
    // At 5 % of 60 runs, more than 8 have a chance of 1 %.
    expect(failed(learnedFrom(wandering))).toBeLessThanOrEqual(8)
    expect(failed(policy([revenue]))).toBeGreaterThan(8)
  })

  test('that was too quiet is noticed and said', () => {
    const open = { ...learnedFrom(calm), minTrials: 1e9 }
    const { notes } = judged(open, rollout(3, wandering, 30))
    expect(notes?.join(' ')).toContain('The versions now vary clearly more than that')
    expect(judged(learnedFrom(calm), rollout(4, calm, 30)).notes?.join(' ')).toContain(
      'The result holds if the versions vary no more than that during the rollout.',
    )
  })

  test('bounds and evidence agree: what is certainly worse excludes no change', () => {
    const { finding, effect } = judged(learnedFrom(calm), rollout(2, calm, 6, 0.8))
    expect(finding).toBe('worse')
    expect(effect.low).toBeLessThan(0.8)
    expect(effect.high).toBeGreaterThan(0.8)
    expect(effect.high).toBeLessThan(1)
  })

  test('without deviations teaches nothing, nor does one that never varies', () => {
    const plain = past(calm).blocks.map((block): Block => ({
      ...block,
      baseline: { kind: 'scalar', value: 3 },
    }))
    const flat = past(calm).blocks.map((block): Block => ({
      ...block,
      baseline: { kind: 'summary', n: 9, mean: 3, m2: 0 },
    }))
    for (const blocks of [plain, flat]) {
      const { policy: rules, missing } = learnHistories(policy([revenue]), [{ metric: 'revenue', blocks }])
      expect(rules).toEqual(policy([revenue]))
      expect(missing[0]).toContain('Its noise is assumed.')
    }
    expect(judged(policy([revenue]), rollout(1, calm, 5)).noise).toBe('presumed')
  })

  test('of impossible numbers is refused', () => {
    const mean: LearnedMean = { level: 3, deviation: 1, spread: 1, lrv: 0.1, memory: 1, eps: 0.01, times: 1 }
    const told = (over: Partial<LearnedMean>) =>
      judge(policy([{ ...revenue, history: { blocks: 400, seconds: 60, mean: { ...mean, ...over } } }]), [])
    expect(() => told({})).not.toThrow()
    expect(() => told({ level: -3 })).not.toThrow()
    for (const name of ['level', 'deviation', 'spread', 'lrv', 'memory', 'eps'] as const)
      expect(() => told({ [name]: NaN })).toThrow(name)
    expect(() => told({ spread: 0 })).toThrow(/spread must be above 0/)
    expect(() => told({ deviation: -1 })).toThrow(/deviation must be above 0/)
  })
})
