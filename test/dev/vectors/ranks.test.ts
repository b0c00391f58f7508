import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as methods from '@sluice/vectors'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
const coarse = fc.integer({ min: -5, max: 5 })
const sample = fc.oneof(
  fc.array(finite, { minLength: 1, maxLength: 30 }),
  fc.array(coarse, { minLength: 1, maxLength: 30 }),
)
const counts = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 8 })

const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k)

describe('Mann-Whitney', () => {
  test('swapping the arms mirrors U and swaps the one-sided answers', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const [a, b] = [methods.rankSum(x, y), methods.rankSum(y, x)]
        expect(a.u + b.u).toBe(x.length * y.length)
        expect(a.sigma).toBeCloseTo(b.sigma, 9)
        const greater = methods.mannWhitneyAsymptotic(a, { alternative: 'greater' })
        expect(methods.mannWhitneyAsymptotic(b, { alternative: 'less' })).toBeCloseTo(greater, 12)
      }),
    )
  })

  test('units change nothing: scaling by a power of two keeps every p', () => {
    const measured = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(measured, measured, fc.integer({ min: -20, max: 20 }), (x, y, power) => {
        const scaled = (values: readonly number[]): readonly number[] => values.map((v) => v * 2 ** power)
        expect(methods.mannWhitney(scaled(x), scaled(y)).p).toBe(methods.mannWhitney(x, y).p)
      }),
    )
  })

  test('from counts it is the same as from the values the counts stand for', () => {
    fc.assert(
      fc.property(counts, (bins) => {
        const spread = (arm: 0 | 1): number[] =>
          bins.flatMap((pair, i) => Array.from({ length: pair[arm] }, () => i))
        const [x, y] = [spread(0), spread(1)]
        fc.pre(x.length > 0 && y.length > 0)
        const binned = methods.rankSumFromBins(
          bins.map(([a]) => a),
          bins.map(([, b]) => b),
        )
        const raw = methods.rankSum(x, y)
        expect(binned.u).toBe(raw.u)
        expect(binned.sigma).toBeCloseTo(raw.sigma, 9)
      }),
    )
  })

  test('the exact law is a law: it rises to one and is symmetric', () => {
    for (const [m, n] of [
      [1, 1],
      [3, 5],
      [8, 8],
      [20, 31],
      [50, 50],
    ] as const) {
      const below = methods.rankSumDistribution(m, n)
      expect(below.at(-1)).toBeCloseTo(1, 12)
      expect(below.every((value, k) => value >= (below[k - 1] ?? 0))).toBe(true)
      expect(below[0]).toBeCloseTo(1 / choose(m + n, m), 15)
    }
  })

  test('one value everywhere can never be a difference', () => {
    const constant = methods.rankSum([5, 5, 5], [5, 5])
    for (const alternative of ['two-sided', 'less', 'greater'] as const)
      for (const continuity of [true, false])
        expect(methods.mannWhitneyAsymptotic(constant, { alternative, continuity })).toBe(1)
  })
})

describe('Hodges-Lehmann with the exact interval', () => {
  test('a common shift of one arm moves estimate and interval by as much', () => {
    const [x, y] = [
      [3, 1, 4, 1.5, 9.25, 2.5],
      [2, 7, 1, 8.5, 2.25],
    ]
    const [a, b] = [
      methods.hodgesLehmannExact(x, y),
      methods.hodgesLehmannExact(
        x.map((v) => v + 16),
        y,
      ),
    ]
    expect([b.estimate - a.estimate, b.low - a.low, b.high - a.high]).toEqual([16, 16, 16])
  })
})
