import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'

describe('planning', () => {
  test('twice the base rate halves the traffic a plan asks for, and an equal rate can never be detected', () => {
    const [once, twice] = [0.01, 0.02].map((rate) => stats.planDetect(rate, 1.5, 0.5, 0.05).median)
    expect((once ?? NaN) / (twice ?? NaN)).toBeCloseTo(2, 12)
    expect(stats.planDetect(0.01, 1, 0.5, 0.05).median).toBe(Infinity)
  })
})
