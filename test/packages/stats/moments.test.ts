import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeMoments, momentsOf } from '@sluice/stats'

describe('moments', () => {
  const sample = fc.array(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), { minLength: 1, maxLength: 40 })

  test('merged are the moments of both samples together', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const whole = momentsOf([...a, ...b])
        const merged = mergeMoments(momentsOf(a), momentsOf(b))
        expect(merged.n).toBe(whole.n)
        expect(merged.mean).toBeCloseTo(whole.mean, 9)
        expect(Math.abs(merged.m2 - whole.m2)).toBeLessThanOrEqual(1e-9 * (1 + whole.m2))
      }),
    )
  })
})
