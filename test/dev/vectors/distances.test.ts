import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as methods from '@sluice/vectors'

const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
const sample = fc.array(value, { minLength: 1, maxLength: 40 })
const histogram = fc
  .integer({ min: 1, max: 8 })
  .chain((bins) =>
    fc.tuple(
      fc.array(fc.nat(100), { minLength: bins, maxLength: bins }),
      fc.array(fc.nat(100), { minLength: bins, maxLength: bins }),
    ),
  )
const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

describe('distances between samples', () => {
  test('Kolmogorov-Smirnov is symmetric, within [0, 1], and 0 against itself', () => {
    fc.assert(
      fc.property(sample, sample, (x, y) => {
        const [there, back] = [methods.ksDistance(x, y), methods.ksDistance(y, x)]
        expect(there.d).toBe(back.d)
        expect(there.dPlus).toBe(back.dMinus)
        expect(there.d).toBeGreaterThanOrEqual(0)
        expect(there.d).toBeLessThanOrEqual(1)
        expect(methods.ksExactP(methods.ksDistance(x, x))).toBe(1)
        const p = methods.ksExactP(there)
        expect(p > 0 && p <= 1).toBe(true)
      }),
    )
  })

  test('Wasserstein moves with a shift by exactly that shift, and scales with the unit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 }), (x) => {
        expect(
          methods.wasserstein(
            x.map((v) => v + 32),
            x,
          ),
        ).toBeCloseTo(32, 9)
        const [a, b] = [x, x.map((v, i) => v + (i % 3))]
        const unit = 2 ** -20
        const scaled = methods.wasserstein(
          a.map((v) => v * unit),
          b.map((v) => v * unit),
        )
        expect(scaled).toBeCloseTo(methods.wasserstein(a, b) * unit, 12)
      }),
    )
  })

  test('the law of the one-sample distance falls from 1 to 0 with no step where the method changes', () => {
    for (const n of [1, 2, 10, 139, 141, 5000, 100_001]) {
      let before = 1
      for (let d = 0; d <= 1; d += 0.004) {
        const p = methods.kolmogorovSf(d, n)
        expect(p).toBeGreaterThanOrEqual(0)
        expect(p - before, `n = ${n}, d = ${d}`).toBeLessThanOrEqual(1e-9)
        before = p
      }
    }
  })
})

describe('distances between histograms', () => {
  test('are 0 for equal shares, symmetric, and at most 1', () => {
    fc.assert(
      fc.property(histogram, ([x, y]) => {
        fc.pre(total(x) > 0 && total(y) > 0)
        for (const distance of [methods.hellinger, methods.totalVariation]) {
          expect(distance(x, y)).toBeCloseTo(distance(y, x), 10)
          expect(distance(x, x)).toBe(0)
          expect(distance(x, y)).toBeGreaterThanOrEqual(0)
          expect(distance(x, y)).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })
})
