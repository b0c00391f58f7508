import { describe, expect, test } from 'vitest'
import { NOISES, type Noise } from '../../bench/sequential/noise-kinds.ts'
import { meanRates } from '../../bench/sequential/noise-means.ts'
import { ourRates, type Rates } from '../../bench/sequential/noise-rates.ts'

const RUNS = 100
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

function keepsPromise({ falseAlarms, wrongPasses }: Rates): void {
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

  test.each([...CALM, WAVES])('of means with a history: %s', TIMEOUT, (name) => {
    keepsPromise(meanRates(RUNS, noiseOf(name), 0.5, noiseOf(name)))
  })
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
