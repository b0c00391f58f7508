import { kayenta } from '@sluice/compat'
import { describe, expect, test } from 'vitest'
import { answerOf, canaryOf, sample } from './canaries.ts'

const ODD = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 1e308, -1e308, 5e-324, 1e-7, 3, 3, 3, 100]

/** A repeatable stream of whole numbers below `limit`. */
function dice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state * 48271) % 2147483647
    return state % limit
  }
}

describe('hostile series', () => {
  const roll = dice(20_26)
  const hostile = (): readonly number[] => sample(roll(12), () => ODD[roll(ODD.length)] ?? 0)
  const runs = sample(4000, () => 0).map(() => ({
    control: hostile(),
    experiment: hostile(),
    canary: {
      direction: ['either', 'increase', 'decrease'][roll(3)],
      nanStrategy: ['remove', 'replace'][roll(2)],
      outliers: { strategy: ['keep', 'remove'][roll(2)] },
      effectSize: { measure: ['meanRatio', 'cles'][roll(2)] },
      critical: roll(2) === 0,
      mustHaveData: roll(2) === 0,
    },
  }))

  test('are labelled both ways without an exception', () => {
    // A search among infinities takes Kayenta's full thousand steps, so fewer of those.
    for (const run of runs.slice(0, 250)) expect(answerOf(run, false).label).toBeDefined()
    for (const run of runs) expect(answerOf(run, true).label).toBeDefined()
  })

  test('never pass strictly where a value is infinite or an arm holds none', () => {
    for (const run of runs) {
      const infinite = [...run.control, ...run.experiment].some((x) => Math.abs(x) === Infinity)
      const silent = [run.control, run.experiment].some((arm) => arm.every(Number.isNaN))
      if (infinite || silent) expect(answerOf(run, true).canary).not.toBe('Pass')
    }
  })

  test('swapping the arms swaps high and low, strictly and in either direction', () => {
    const swapped: Readonly<Record<string, string>> = { High: 'Low', Low: 'High' }
    for (const { control, experiment } of runs) {
      const label = answerOf({ control, experiment }, true).label ?? ''
      const other = answerOf({ control: experiment, experiment: control }, true).label
      expect(other).toBe(swapped[label] ?? label)
    }
  })

  test('the order of points and of metrics changes nothing', () => {
    for (const { control, experiment, canary } of runs.slice(0, 1000)) {
      const turned = { control: control.toReversed(), experiment: experiment.toReversed(), canary }
      const constant = [control, experiment].every((arm) => new Set(arm).size <= 1)
      if (!constant) expect(answerOf(turned, true)).toEqual(answerOf({ control, experiment, canary }, true))
    }
    const some = runs.slice(0, 6)
    expect(canaryOf(some.toReversed(), true).score).toBe(canaryOf(some, true).score)
  })

  test('configs of any shape are read or refused by name', () => {
    const shapes = [
      null,
      7,
      'text',
      [],
      {},
      { metrics: 3 },
      { metrics: [null, 7] },
      { metrics: [{ name: 'a', groups: 3 }] },
    ]
    for (const shape of shapes) expect(() => kayenta.readCanaryConfig(shape, true)).toThrow(/metrics/)
  })
})
