import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
const coarse = fc.integer({ min: -5, max: 5 })
const sample = fc.oneof(
  fc.array(finite, { minLength: 1, maxLength: 30 }),
  fc.array(coarse, { minLength: 1, maxLength: 30 }),
)

describe('Hodges-Lehmann', () => {
  test('estimate and ends are order statistics of all differences, found without forming them', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const differences = x.flatMap((a) => y.map((b) => a - b)).sort((a, b) => a - b)
        const { low, high, rank } = stats.hodgesLehmann(x, y)
        expect(low === differences[rank - 1]).toBe(true)
        expect(high === differences[differences.length - rank]).toBe(true)
      }),
    )
  })

  test('a common shift of one arm moves estimate and interval by as much', () => {
    const [x, y] = [
      [3, 1, 4, 1.5, 9.25, 2.5],
      [2, 7, 1, 8.5, 2.25],
    ]
    const [a, b] = [
      stats.hodgesLehmann(x, y),
      stats.hodgesLehmann(
        x.map((v) => v + 16),
        y,
      ),
    ]
    expect([b.estimate - a.estimate, b.low - a.low, b.high - a.high]).toEqual([16, 16, 16])
  })
})
