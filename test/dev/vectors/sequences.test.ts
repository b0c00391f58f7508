import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'
import * as methods from '@sluice/vectors'

const alpha = fc.double({ noNaN: true, min: 1e-4, max: 0.2 })
const time = fc.double({ noNaN: true, min: 0.1, max: 1e6 })

describe('boundaries', () => {
  test('each is where its own e-value reaches 1/alpha', () => {
    fc.assert(
      fc.property(time, time, alpha, fc.constantFrom('one', 'two'), (v, optimal, level, sides) => {
        const rho = stats.mixturePrecision(optimal, 0.05, sides)
        const normal = methods.normalMixtureBound(v, level, rho, sides)
        expect(stats.normalMixtureLogE(normal, v, rho, sides)).toBeCloseTo(-Math.log(level), 8)
        const gamma = { c: 0.5, optimal }
        const bound = methods.gammaExponentialBound(v, level, gamma)
        expect(methods.gammaExponentialLogE(bound, v, gamma)).toBeCloseTo(-Math.log(level), 5)
      }),
    )
  })

  test('a stricter level never brings a boundary nearer', () => {
    fc.assert(
      fc.property(time, alpha, (v, level) => {
        const mixture = { g: 0.3, h: 0.7, optimal: 100, sides: 'one' } as const
        const wider = methods.betaBinomialBound(v, level / 2, mixture)
        expect(wider).toBeGreaterThanOrEqual(methods.betaBinomialBound(v, level, mixture) - 1e-9)
        expect(methods.polyStitchingBound(v, level / 2, 1)).toBeGreaterThan(
          methods.polyStitchingBound(v, level, 1),
        )
      }),
    )
  })
})

describe('confidence sequences', () => {
  test('an interval for a share holds the share seen and mirrors when events and rest swap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ noNaN: true, min: 0, max: 1 }),
        alpha,
        (n, part, a) => {
          const k = Math.round(n * part)
          const [own, other] = [k, n - k].map((count) =>
            methods.bernoulliConfidenceSequence(count, n, a, 100),
          )
          expect(own && own.low <= k / n && own.high >= k / n).toBe(true)
          expect((own?.low ?? NaN) + (other?.high ?? NaN)).toBeCloseTo(1, 9)
        },
      ),
    )
  })

  test('ranks enclose the quantile and open up when there are too few values', () => {
    expect(methods.quantileConfidenceRanks(0.95, 30, 0.05, 1000).upperRank).toBe(Infinity)
    expect(methods.quantileConfidenceRanks(0.05, 30, 0.05, 1000).lowerRank).toBe(0)
    const { lowerRank, upperRank } = methods.quantileConfidenceRanks(0.5, 10_000, 0.05, 1000)
    expect(lowerRank).toBeLessThan(5000)
    expect(upperRank).toBeGreaterThan(5000)
  })

  test('betting refutes a mean far away and never one that is true of constant data', () => {
    const ones = Array.from({ length: 200 }, () => 0.9)
    expect(methods.bettingLogCapital(ones, 0.3, 0.05).at(-1)).toBeGreaterThan(Math.log(20))
    expect(methods.bettingLogCapital(ones, 0.9, 0.05).at(-1)).toBeLessThanOrEqual(0)
  })
})

describe('designs', () => {
  test('a single look spends everything; a look that may spend nothing is never crossed', () => {
    const [only] = methods.groupSequentialBounds([1], 0.05, { kind: 'pocock' })
    expect(only?.z).toBeCloseTo(1.6448536269514729, 12)
    const [first, last] = methods.groupSequentialBounds([1e-6, 1], 0.025, { kind: 'obrien-fleming' })
    expect(first?.z).toBe(Infinity)
    expect(last?.z).toBeCloseTo(1.959963984540054, 5)
    expect(() => methods.groupSequentialBounds([0.5, 0.4], 0.05, { kind: 'pocock' })).toThrow('must rise')
  })
})
