import { describe, expect, test } from 'vitest'
import * as methods from '@sluice/vectors'
import { oracleCases } from '../../packages/stats/oracle.ts'

describe('special functions', () => {
  test('the log of the beta function agrees with mpmath', () => {
    const own = oracleCases('oracles/stats/special.json').get('logBeta') ?? []
    expect(own.length).toBeGreaterThan(9)
    for (const { at, value } of own) {
      const [a = NaN, b = NaN] = at
      const off = Math.abs(methods.logBeta(a, b) - value)
      expect(off, `logBeta(${at.join(', ')})`).toBeLessThanOrEqual(1e-13 * Math.abs(value))
    }
  })

  test('zeta agrees with its closed form at 2 and 4', () => {
    expect(methods.zeta(2)).toBeCloseTo(Math.PI ** 2 / 6, 14)
    expect(methods.zeta(4)).toBeCloseTo(Math.PI ** 4 / 90, 14)
    expect(methods.zeta(1.4)).toBeCloseTo(3.105_547_277_977_58, 13)
  })
})
