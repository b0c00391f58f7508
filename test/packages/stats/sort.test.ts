import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { atOrder, orderOf, sorted, sortedFinite } from '@sluice/stats'

describe('sorting', () => {
  const any = fc.double({ noNaN: true, noDefaultInfinity: true })

  test('the radix sort orders any finite doubles, negatives and zeros included', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 50 }), fc.nat(1000), (few, seed) => {
        const many = Float64Array.from(
          { length: 5000 },
          (_, i) => (few[(i * 7919 + seed) % few.length] ?? 0) * (i % 3),
        )
        expect(sorted(many)).toEqual(many.slice().sort())
      }),
      { numRuns: 60 },
    )
  })

  test('values that agree in all but the last bits are ordered too, few or many of them', () => {
    const next = (i: number): number => (i * 2654435761) % 4294967296
    for (const spread of [1, 1e3, 1e6, 1e9]) {
      const close = Float64Array.from(
        { length: 20_000 },
        (_, i) => 1e6 + (next(i) / 4294967296) * 1e-9 * spread,
      )
      expect(sorted(close)).toEqual(close.slice().sort())
      expect(sorted(close.map((value) => -value))).toEqual(close.map((value) => -value).sort())
    }
  })

  test('a value that is not finite is named with its place, wherever the sort would have put it', () => {
    for (const bad of [NaN, -NaN, Infinity, -Infinity]) {
      for (const size of [3, 6000]) {
        const values = Float64Array.from({ length: size }, (_, i) => (i === 1 ? bad : i - size / 2))
        expect(() => sortedFinite(values, 'the arm')).toThrow(/the arm must hold finite .* at position 1/)
      }
    }
    expect(sortedFinite([1e308, -1e308], 'the arm')).toEqual(Float64Array.of(-1e308, 1e308))
  })

  test('places in the order of doubles turn back into the number they came from', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(atOrder(orderOf(value))).toBe(value === 0 ? 0 : value)
      }),
    )
    expect(orderOf(Number.MIN_VALUE) - orderOf(-Number.MIN_VALUE)).toBe(2n)
  })
})
