import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'
import { oracleCases } from './oracle.ts'

const cases = oracleCases('oracles/stats/special.json')

const functions: Readonly<Record<string, readonly [tolerance: number, f: (...at: number[]) => number]>> = {
  normalCdf: [1e-14, (z = NaN) => stats.normalCdf(z)],
  normalLogCdf: [1e-14, (z = NaN) => stats.normalLogCdf(z)],
  normalQuantile: [1e-14, (p = NaN) => stats.normalQuantile(p)],
  logGamma: [1e-14, (x = NaN) => stats.logGamma(x)],
  betaLower: [1e-12, (a = NaN, b = NaN, x = NaN) => stats.betaLower(a, b, x)],
  betaQuantile: [1e-12, (p = NaN, a = NaN, b = NaN) => stats.betaQuantile(p, a, b)],
  gammaUpper: [1e-12, (a = NaN, x = NaN) => stats.gammaUpper(a, x)],
  // SciPy's own error for df near 10⁵ is 5e-12 (checked with mpmath).
  studentSf: [1e-11, (t = NaN, df = NaN) => stats.studentSf(t, df)],
  studentQuantile: [1e-11, (p = NaN, df = NaN) => stats.studentQuantile(p, df)],
}

describe('special functions', () => {
  test.each(Object.keys(functions))('%s agrees with mpmath and SciPy', (name) => {
    const [tolerance, f] = functions[name] ?? [0, () => NaN]
    const own = cases.get(name) ?? []
    expect(own.length).toBeGreaterThan(9)
    for (const { at, value } of own) {
      const off = Math.abs(f(...at) - value)
      expect(off, `${name}(${at.join(', ')})`).toBeLessThanOrEqual(tolerance * Math.abs(value))
    }
  })

  test('log gamma is exactly 0 at its zeros', () => {
    expect([stats.logGamma(1), stats.logGamma(2)]).toEqual([0, 0])
  })

  test('the lower and upper tails of each law add up to one', () => {
    for (const x of [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999]) {
      expect(stats.betaLower(3.5, 0.2, x) + stats.betaLower(0.2, 3.5, 1 - x, x)).toBeCloseTo(1, 14)
      expect(stats.studentSf(x, 3) + stats.studentSf(-x, 3)).toBeCloseTo(1, 14)
    }
  })

  test('a tail far too small for a double keeps its logarithm', () => {
    expect(stats.normalLogCdf(-1e6)).toBeCloseTo(-5e11, -3)
    expect(stats.betaLogLower(1e5, 2, 1e-5)).toBeLessThan(-1e6)
    expect(stats.gammaLogFraction(2, 1e5)).toBeCloseTo(-1e5 + Math.log(1e5 + 1), 6)
  })

  test('one part in a beta of a billion does not cost its digits', () => {
    // (1 - x)^n + n x (1 - x)^(n-1) for n = 10⁹ + 1, with 60 digits of mpmath.
    expect(stats.betaLower(1e9, 2, 1 - 5.571643372631483e-9, 5.571643372631483e-9)).toBeCloseTo(
      0.0249999999999997709,
      15,
    )
  })

  test('sums in log space neither overflow nor lose the smaller part', () => {
    expect(stats.logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12)
    expect(stats.logAddExp(-Infinity, -Infinity)).toBe(-Infinity)
    expect(stats.logAddExp(-800, -801)).toBeCloseTo(-800 + Math.log1p(Math.exp(-1)), 12)
    expect(stats.logSumExp([])).toBe(-Infinity)
    expect(stats.expit(stats.logit(1e-9))).toBeCloseTo(1e-9, 20)
  })
})
