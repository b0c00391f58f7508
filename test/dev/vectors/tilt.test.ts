import { addTotals, ratioEstimate, startTotals, StatsError, type TwoArms } from '@sluice/stats'
import { binomialTiltLogE, ratioInterval, ratioLogE } from '@sluice/vectors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const block = fc
  .tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 5000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([n, m, p, q]): TwoArms => ({ n, m, x: Math.floor(n * p * p * p), y: Math.floor(m * q * q * q) }))
const blocks = fc.array(block, { minLength: 1, maxLength: 12 })

describe('the tilt', () => {
  test('refuses what is not a count of trials', () => {
    expect(() => binomialTiltLogE(3, 2, 0.5, 1)).toThrow(StatsError)
    expect(() => binomialTiltLogE(1, 2, 1, 1)).toThrow(StatsError)
  })

  test('the interval holds the ratios that neither side rejects, the estimate among them', () => {
    fc.assert(
      fc.property(blocks, (rows) => {
        const { low, high } = ratioInterval(rows, 0.05)
        const totals = startTotals()
        for (const row of rows) addTotals(totals, row)
        const estimate = ratioEstimate(totals)
        expect(low).toBeLessThanOrEqual(high)
        if (low > 0) expect(ratioLogE(rows, low, 1)).toBeCloseTo(Math.log(20), 6)
        if (estimate !== null && rows.length === 1) expect(low <= estimate && estimate <= high).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
