import { describe, expect, test } from 'vitest'
import { NOISES, type Noise } from '../../bench/sequential/noise-kinds.ts'
import { ourRates } from '../../bench/sequential/noise-table.ts'

const RUNS = 100
// At 5 % of 100 runs, more than 10 have a chance of 1 %.
const MOST = 10

const noiseOf = (name: string): Noise => {
  const noise = NOISES[name]
  if (noise === undefined) throw new Error(`no noise called ${name}`)
  return noise
}

describe.each(['iid', 'gamma, CV 0.5', 'gamma, CV 1', '3 % of looks ×20'])(
  'each arm has %s by itself',
  (name) => {
    test('false alarms and wrong passes stay within the promise', { timeout: 120_000 }, () => {
      const ours = ourRates(RUNS, noiseOf(name), 0.5)
      expect(ours.falseAlarms).toBeLessThanOrEqual(MOST)
      expect(ours.wrongPasses).toBeLessThanOrEqual(MOST)
    })
  },
)

test('a doubled error rate is found in ten looks of independent requests', { timeout: 120_000 }, () => {
  const found = ourRates(RUNS, noiseOf('iid'), 0.5).double
  expect(found.filter((look) => look <= 10).length).toBeGreaterThanOrEqual(80)
})

test(
  'slow waves of noise, which nobody can presume, still mislead it without a history',
  { timeout: 120_000 },
  () => {
    const { falseAlarms } = ourRates(RUNS, noiseOf('AR(1) 0.3, 0.8'), 0.5)
    expect(falseAlarms).toBeGreaterThan(10)
    expect(falseAlarms).toBeLessThan(40)
  },
)
