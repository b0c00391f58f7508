import type { Arm } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import {
  coldStarts,
  LATENCY_NOISES,
  latencyPast,
  latencyRates,
  p95,
} from '../../bench/sequential/noise-latency.ts'
import { NOISES, type Noise } from '../../bench/sequential/noise-kinds.ts'
import { mean, meanPast, meanRates } from '../../bench/sequential/noise-means.ts'
import { ourRates, type Rates } from '../../bench/sequential/noise-rates.ts'
import { SHARED_NOISES, sharedRates } from '../../bench/sequential/noise-shared.ts'
import { CROWDS, stickyRates } from '../../bench/sequential/sticky.ts'
import { randomOf } from '../../bench/sequential/random.ts'
import { metricOf } from '../../bench/sequential/traffic.ts'
import { replayed } from '../support/replayed.ts'

const RUNS = 100
// At 5 % of 15 runs, more than 3 have a chance of 1 %.
const FEW = 15
const MOST_OF_FEW = 3
// At 5 % of 100 runs, more than 10 have a chance of 1 %.
const MOST = 10

const noiseOf = (name: string): Noise => {
  const noise = NOISES[name]
  if (noise === undefined) throw new Error(`no noise called ${name}`)
  return noise
}

const CALM = ['iid', 'gamma, CV 0.5', 'gamma, CV 1', '3 % of looks ×20']
const WAVES = 'AR(1) 0.3, 0.8'
const TIMEOUT = { timeout: 120_000 }

function keepsPromise({ falseAlarms, wrongPasses }: Pick<Rates, 'falseAlarms' | 'wrongPasses'>): void {
  expect(falseAlarms).toBeLessThanOrEqual(MOST)
  expect(wrongPasses).toBeLessThanOrEqual(MOST)
}

describe('false alarms and wrong passes stay within the promise', () => {
  test.each(CALM)('without a history: %s', TIMEOUT, (name) => {
    keepsPromise(ourRates(RUNS, noiseOf(name), 0.5))
  })

  test.each([...CALM, WAVES])('with a history: %s', TIMEOUT, (name) => {
    keepsPromise(ourRates(RUNS, noiseOf(name), 0.5, noiseOf(name)))
  })

  test.each(CALM.slice(1))('after a quiet past: %s', TIMEOUT, (name) => {
    keepsPromise(ourRates(RUNS, noiseOf(name), 0.5, noiseOf('iid')))
  })

  test.each(['shared gamma, CV 1', 'shared outages, own AR(1)', 'own gamma, CV 1'])(
    'after a past of two halves: %s',
    TIMEOUT,
    (name) => {
      const kind = SHARED_NOISES[name]
      if (kind === undefined) throw new Error(`no noise called ${name}`)
      keepsPromise(sharedRates(RUNS, kind, true))
    },
  )

  test.each(Object.keys(CROWDS))('of users who stay with a version: %s', TIMEOUT, (name) => {
    const crowd = CROWDS[name]
    if (crowd === undefined) throw new Error(`no crowd called ${name}`)
    keepsPromise(stickyRates(RUNS, crowd, 0.5, true))
  })

  test.each(LATENCY_NOISES)('of p95 with a history: %s', TIMEOUT, (name) => {
    const { falseAlarms, wrongPasses, found } = latencyRates(FEW, name, true)
    expect(falseAlarms).toBeLessThanOrEqual(MOST_OF_FEW)
    expect(wrongPasses).toBeLessThanOrEqual(MOST_OF_FEW)
    expect(found).toBe(FEW)
  })

  test('of p95 whose first look is three times as slow: a warm-up leaves it out', TIMEOUT, () => {
    const failed = coldStarts(FEW)
    expect(failed.with).toBeLessThanOrEqual(MOST_OF_FEW)
    // One cold look is one observation; only three of them are harm.
    expect(failed.without).toBeLessThanOrEqual(MOST_OF_FEW)
  })

  test.each([...CALM, WAVES])('of means with a history: %s', TIMEOUT, (name) => {
    keepsPromise(meanRates(RUNS, noiseOf(name), 0.5, noiseOf(name)))
  })
})

test('noise that both versions share costs no time after a past of two halves', TIMEOUT, () => {
  const kind = SHARED_NOISES['shared gamma, CV 1']
  if (kind === undefined) throw new Error('no such noise')
  const soon = (halves: boolean) => sharedRates(FEW, kind, halves).double.filter((look) => look <= 10).length
  expect(soon(true)).toBe(FEW)
  expect(soon(false)).toBeLessThan(FEW / 2)
})

test('a doubled error rate is found in ten looks of independent requests', TIMEOUT, () => {
  const found = ourRates(RUNS, noiseOf('iid'), 0.5).double
  expect(found.filter((look) => look <= 10).length).toBeGreaterThanOrEqual(80)
})

test('slow waves of noise, which nobody can presume, still mislead it without a history', TIMEOUT, () => {
  const { falseAlarms } = ourRates(RUNS, noiseOf('AR(1) 0.3, 0.8'), 0.5)
  expect(falseAlarms).toBeGreaterThan(10)
  expect(falseAlarms).toBeLessThan(40)
})

describe('a plan from a history is what simulation gives, to 15 % or one look', () => {
  // Median looks of 1,000 simulated rollouts, by `npm run bench -- sequential --noise rates`.
  test.each([
    ['iid', 0.5, 1.5, 10],
    ['iid', 0.5, 2, 4],
    ['iid', 0.05, 1.5, 40],
    ['iid', 0.05, 2, 15],
    ['gamma, CV 0.5', 0.5, 1.5, 31],
    ['gamma, CV 0.5', 0.5, 2, 10],
    ['gamma, CV 0.5', 0.05, 1.5, 67],
    ['gamma, CV 0.5', 0.05, 2, 22],
    ['3 % of looks ×20', 0.5, 1.5, 14],
    ['3 % of looks ×20', 0.5, 2, 5],
    [WAVES, 0.5, 1.5, 61],
    [WAVES, 0.5, 2, 19],
    [WAVES, 0.05, 1.5, 80],
    [WAVES, 0.05, 2, 26],
  ] as const)('%s, share %d, ×%d', TIMEOUT, (name, share, ratio, simulated) => {
    // One history shows one draw of its noise; simulation learns from a new one each time.
    const medians = [501, 502, 503, 504, 505].map((seed) => {
      const random = randomOf(seed)
      const history = noiseOf(name)(random, 1440).map((factor): Arm => ({
        kind: 'proportion',
        events: random.binomial(2000, Math.min(1, 0.01 * factor)),
        trials: 2000,
      }))
      return replayed(metricOf('errors'), history, { weight: 100 * share, times: ratio }).median
    })
    const [, , middle = NaN] = medians.toSorted((a, b) => a - b)
    expect(Math.abs(middle - simulated)).toBeLessThanOrEqual(Math.max(1, 0.15 * simulated))
  })

  test.each([
    ['iid', 1.025, 9],
    ['iid', 1.05, 4],
    ['gamma, CV 0.5', 1.025, 26],
    ['gamma, CV 0.5', 1.05, 8],
    ['3 % of looks ×20', 1.025, 15],
    ['3 % of looks ×20', 1.05, 5],
    [WAVES, 1.05, 14],
  ] as const)('means: %s, ×%d', TIMEOUT, (name, times, simulated) => {
    const medians = [501, 502, 503].map(
      (seed) => replayed(mean, meanPast(seed, noiseOf(name)), { weight: 50, times }).median,
    )
    const [, middle = NaN] = medians.toSorted((a, b) => a - b)
    expect(Math.abs(middle - simulated)).toBeLessThanOrEqual(Math.max(1, 0.15 * simulated))
  })

  test.each([
    ['a sound version passes', null, 7],
    ['+10 %', 1.1, 4],
  ] as const)('p95 of independent requests: %s', TIMEOUT, (_, times, simulated) => {
    const past = latencyPast(501, 'independent requests', 2000)
    const { median } = replayed(p95, past, { weight: 50, times })
    expect(Math.abs(median - simulated)).toBeLessThanOrEqual(Math.max(1, 0.15 * simulated))
  })
})
