import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'
import * as methods from '@sluice/vectors'

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 30 }),
  fc.constantFrom(0, -0, 1, 0.5, NaN, Infinity, -Infinity, 1e308, 5e-324),
)
const numbers = fc.array(number, { maxLength: 6 })
const share = fc.record({ events: number, trials: number })
const rate = fc.record({ events: number, exposure: number })
const moments = fc.record({ n: number, mean: number, m2: number })

/** Functions over hostile input: each either answers or refuses by name. */
const calls: Readonly<Record<string, fc.Arbitrary<() => unknown>>> = {
  ranks: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.mannWhitney(x, y),
  ),
  bins: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        stats.rankSumFromBins(x, y),
  ),
  shift: fc.tuple(numbers, numbers, number).map(
    ([x, y, c]) =>
      () =>
        stats.hodgesLehmann(x, y, c),
  ),
  kolmogorov: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        stats.ksTest(x, y),
  ),
  wasserstein: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.wasserstein(x, y),
  ),
  stability: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        stats.populationStability(x, y, 'evidently'),
  ),
  homogeneity: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        stats.chiSquareHomogeneity(x, y),
  ),
  bands: fc.tuple(numbers, numbers, number).map(
    ([x, y, a]) =>
      () =>
        methods.compareBands(x, y, a),
  ),
  welch: fc.tuple(moments, moments).map(
    ([x, y]) =>
      () =>
        stats.welch(x, y),
  ),
  wilson: fc.tuple(number, number, number).map(
    ([k, n, c]) =>
      () =>
        stats.wilson(k, n, c),
  ),
  exact: fc.tuple(number, number, number).map(
    ([k, n, c]) =>
      () =>
        stats.clopperPearson(k, n, c),
  ),
  newcombe: fc.tuple(share, share, number).map(
    ([x, y, c]) =>
      () =>
        stats.newcombe(x, y, c),
  ),
  score: fc.tuple(share, share, number).map(
    ([x, y, c]) =>
      () =>
        stats.miettinenNurminen(x, y, c),
  ),
  rates: fc.tuple(rate, rate).map(
    ([x, y]) =>
      () =>
        stats.poissonRatioInterval(x, y),
  ),
  adjust: numbers.map((p) => () => stats.adjustP(p, 'hommel')),
  average: fc.tuple(numbers, numbers).map(
    ([e, w]) =>
      () =>
        methods.logAverageE(e, w),
  ),
  betting: fc.tuple(numbers, number, number).map(
    ([x, m, a]) =>
      () =>
        methods.bettingLogCapital(x, m, a),
  ),
  sequence: fc.tuple(number, number, number, number).map(([k, n, a, t]) => () => {
    return methods.bernoulliConfidenceSequence(k, n, a, t)
  }),
  stitching: fc.tuple(number, number, number).map(
    ([v, a, m]) =>
      () =>
        methods.polyStitchingBound(v, a, m),
  ),
  plan: fc.tuple(number, number, number, number).map(
    ([b, r, s, a]) =>
      () =>
        stats.planDetect(b, r, s, a),
  ),
  looks: fc.tuple(numbers, number).map(([at, a]) => () => {
    return methods.groupSequentialBounds(at, a, { kind: 'obrien-fleming' })
  }),
  hdr: fc.tuple(number, number, number).map(
    ([v, l, d]) =>
      () =>
        stats.hdrBucket(v, l, d),
  ),
}

describe('hostile input', () => {
  test.each(Object.keys(calls))('%s answers or refuses with a StatsError, and nothing else', (name) => {
    const call = calls[name] ?? fc.constant(() => undefined)
    fc.assert(
      fc.property(call, (run) => {
        try {
          run()
        } catch (error) {
          if (!(error instanceof stats.StatsError)) throw error
          expect(error.message.length).toBeGreaterThan(10)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('what is not a number is refused where it stands', () => {
    expect(() => methods.mannWhitney([1, NaN, 3], [2])).toThrow('got NaN at position 1')
    expect(() => methods.mannWhitney([], [2])).toThrow('at least one value')
    expect(() => stats.wilson(5, 3)).toThrow('5 of 3')
    expect(() => stats.rankSumFromBins([1], [1, 2])).toThrow('same bins')
  })

  test('without spread Welch reports the difference itself and says so', () => {
    const arm = (value: number): stats.Moments => stats.momentsOf([value, value, value])
    expect(stats.welch(arm(5), arm(5))).toMatchObject({ t: 0, p: 1, low: 0, high: 0, degenerate: true })
    expect(stats.welch(arm(6), arm(5))).toMatchObject({ p: 0, low: 1, high: 1, degenerate: true })
    expect(() => stats.welch(stats.momentsOf([1]), arm(5))).toThrow('at least two values')
  })
})
