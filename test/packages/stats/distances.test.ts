import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'

const histogram = fc
  .integer({ min: 1, max: 8 })
  .chain((bins) =>
    fc.tuple(
      fc.array(fc.nat(100), { minLength: bins, maxLength: bins }),
      fc.array(fc.nat(100), { minLength: bins, maxLength: bins }),
    ),
  )
const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

describe('distances between histograms', () => {
  test('all are 0 for equal shares, symmetric, and within their range', () => {
    fc.assert(
      fc.property(histogram, ([x, y]) => {
        fc.pre(total(x) > 0 && total(y) > 0)
        for (const distance of [stats.jensenShannon, stats.populationStability]) {
          expect(distance(x, y)).toBeCloseTo(distance(y, x), 10)
          expect(distance(x, x)).toBe(0)
          expect(distance(x, y)).toBeGreaterThanOrEqual(0)
        }
        expect(stats.jensenShannon(x, y)).toBeLessThanOrEqual(Math.LN2 + 1e-12)
      }),
    )
  })

  test('a column empty on both sides tells nothing, and a single column left is no difference', () => {
    expect(stats.chiSquareHomogeneity([5, 0, 7], [6, 0, 9]).p).toBe(
      stats.chiSquareHomogeneity([5, 7], [6, 9]).p,
    )
    expect(stats.chiSquareHomogeneity([5, 0], [9, 0])).toMatchObject({ df: 0, p: 1, chi2: 0 })
  })
})
