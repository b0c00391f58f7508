import { largerMeanP, massartHalfWidth, meanError, momentsOf } from '@sluice/stats'
import { describe, expect, test } from 'vitest'

describe('a mean difference', () => {
  test("has the p-value of Student's paired test, one-sided", () => {
    // scipy.stats.ttest_1samp(change, 0, alternative='greater').pvalue
    const change = momentsOf([0.5, -0.25, 1, 0.75, 0, 0.25, 0.5, -0.5])
    expect(largerMeanP(change)).toBeCloseTo(0.08058424764073177, 12)
    expect(meanError(change)).toBeCloseTo(0.28125 / 1.5666989036012806, 12)
  })

  test('that is the same each time is no more certain than so many in one direction are', () => {
    expect(largerMeanP({ n: 2, mean: 5, m2: 0 })).toBe(0.25)
    expect(largerMeanP({ n: 9, mean: -5, m2: 0 })).toBe(1)
    expect(largerMeanP({ n: 1, mean: 5, m2: 0 })).toBe(1)
  })
})

test('the band around a distribution function holds at one look', () => {
  // sqrt(log(2 / 0.05) / 2000), worked out with Python.
  expect(massartHalfWidth(1000, 0.05)).toBeCloseTo(0.04294694083467376, 12)
})
