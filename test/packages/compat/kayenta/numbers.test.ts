import { kayenta } from '@sluice/compat'
import { describe, expect, test } from 'vitest'

describe('the numbers under the judge', () => {
  test('the noise is that of java.util.Random with the same seed', () => {
    const gaussian = kayenta.javaGaussian(42)
    expect(gaussian()).toBe(1.1419053154730547)
    expect(gaussian()).toBe(0.9194079489827879)
  })

  test('halves are rounded away from zero by their decimal spelling', () => {
    expect(kayenta.roundHalfUp(66.665, 2)).toBe(66.67)
    expect(kayenta.roundHalfUp(-66.665, 2)).toBe(-66.67)
    expect(kayenta.roundHalfUp(1.005, 2)).toBe(1.01)
    expect(kayenta.roundHalfUp(4e-7, 2)).toBe(0)
    expect(kayenta.roundHalfUp(100, 2)).toBe(100)
    expect(kayenta.roundHalfUp(NaN, 2)).toBeNaN()
  })

  test('ranks share ties, with NaN at the top', () => {
    const { ranks, tieSum } = kayenta.averageRanks(Float64Array.from([2, NaN, 1, 2, Infinity]))
    expect([...ranks]).toEqual([2.5, 4.5, 1, 2.5, 4.5])
    expect(tieSum).toBe(12)
  })

  test('the smallest p-value of five against five is 2 of 252, of four against four 2 of 70', () => {
    expect(kayenta.smallestP(5, 5)).toBeCloseTo(2 / 252, 15)
    expect(kayenta.smallestP(4, 4)).toBeCloseTo(2 / 70, 15)
    expect(kayenta.smallestP(1, 99)).toBeCloseTo(0.02, 15)
    expect(kayenta.smallestP(500, 500)).toBeLessThan(1e-14)
  })

  test('all observations tied at a shift are a named error', () => {
    expect(() => kayenta.mannWhitneyInterval([5], [3], 0.98)).toThrow(kayenta.TiedObservations)
  })
})
