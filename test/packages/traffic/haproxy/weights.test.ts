import { describe, expect, test } from 'vitest'
import { shareGiven, weightsFor } from '../../../../packages/traffic/src/haproxy/weights.ts'

describe('weightsFor', () => {
  test.each([
    [0, 100, 0],
    [0.5, 199, 1],
    [1, 99, 1],
    [5, 19, 1],
    [25, 3, 1],
    [50, 1, 1],
    [75, 1, 3],
    [99.5, 1, 199],
    [100, 0, 100],
  ])('%s %% is exact', (share, baseline, candidate) => {
    expect(weightsFor(share, 1, 1)).toEqual({ baseline, candidate })
  })

  test('every tenth of a percent from 0.4 to 99.6 is met within 0.1 points, and no arm falls to zero', () => {
    for (let tenths = 4; tenths <= 996; tenths++) {
      const weights = weightsFor(tenths / 10, 1, 1)
      expect(Math.abs(shareGiven(weights, 1, 1) - tenths / 10)).toBeLessThanOrEqual(0.1)
      expect(Math.min(weights.baseline, weights.candidate)).toBeGreaterThan(0)
      expect(Math.max(weights.baseline, weights.candidate)).toBeLessThanOrEqual(256)
    }
  })

  test('arms of different sizes are weighed by their servers', () => {
    const weights = weightsFor(10, 9, 1)
    expect(shareGiven(weights, 9, 1)).toBeCloseTo(10, 9)
  })
})
