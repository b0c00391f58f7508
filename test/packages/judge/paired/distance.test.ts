import type { Arm } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { judged } from './asked.ts'

/** An arm whose values lie between the primary's quarters in these numbers. */
const quarters = (...counts: readonly number[]): Arm => ({
  kind: 'histogram',
  bounds: [0.25, 0.5, 0.75, 1],
  counts: [...counts, 0],
})

const asked = (candidate: Arm, baseline: Arm, margin = 0.1) => ({
  test: 'distance',
  margin,
  candidate,
  baseline,
})

describe("values further from the primary's than the repeat's are", () => {
  test('the distance is the largest gap between shares below a cut, less that of the repeat', () => {
    const [found] = judged([asked(quarters(100, 300, 300, 300), quarters(240, 260, 250, 250))])
    expect(found?.observed.baseline.value).toBeCloseTo(0.01, 12)
    expect(found?.observed.candidate.value).toBeCloseTo(0.15, 12)
    expect(found?.effect.estimate).toBeCloseTo(0.14, 12)
    expect(found).toMatchObject({ finding: 'unknown', reason: 'more_trials_needed' })
    const [beyond] = judged([asked(quarters(100, 300, 300, 300), quarters(240, 260, 250, 250), 0.02)])
    expect(beyond).toMatchObject({ finding: 'worse', reason: 'regression' })
  })

  test('p is that of the two bands together: 0.1 beyond the margin with 1000 and 2000 values', () => {
    // 4 * exp(-2 * (0.1 / (1000 ** -0.5 + 2000 ** -0.5)) ** 2) = 0.004183443159992074
    const found = (confidence: number) =>
      judged([asked(quarters(200, 600, 600, 600), quarters(250, 250, 250, 250), 0.05)], confidence)[0]
        ?.finding
    expect(found(0.9958)).toBe('worse')
    expect(found(0.9959)).toBe('unknown')
  })

  test('a candidate as far off as the repeat is fine: counters and clocks never look like the primary', () => {
    const far = quarters(0, 0, 0, 2000)
    expect(judged([asked(far, far)])[0]?.finding).toBe('fine')
  })

  test('few values decide nothing, nor do none', () => {
    const few = quarters(5, 5, 5, 5)
    const none = quarters(0, 0, 0, 0)
    const found = judged([asked(few, few), asked(none, few), asked(few, none)])
    expect(found.map((each) => each.finding)).toEqual(['unknown', 'unknown', 'unknown'])
  })
})
