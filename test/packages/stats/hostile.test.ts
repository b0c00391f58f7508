import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as stats from '@sluice/stats'
import { number, numbers, refusesByName } from './hostile.ts'

const share = fc.record({ events: number, trials: number })
const rate = fc.record({ events: number, exposure: number })
const moments = fc.record({ n: number, mean: number, m2: number })

/** Functions over hostile input: each either answers or refuses by name. */
const calls: Readonly<Record<string, fc.Arbitrary<() => unknown>>> = {
  shift: fc.tuple(numbers, numbers, number).map(
    ([x, y, c]) =>
      () =>
        stats.hodgesLehmann(x, y, c),
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
  plan: fc.tuple(number, number, number, number).map(
    ([b, r, s, a]) =>
      () =>
        stats.planDetect(b, r, s, a),
  ),
}

describe('hostile input', () => {
  refusesByName(calls)

  test('what is not a number is refused where it stands', () => {
    expect(() => stats.hodgesLehmann([1, NaN, 3], [2])).toThrow('got NaN at position 1')
    expect(() => stats.hodgesLehmann([], [2])).toThrow('at least one value')
    expect(() => stats.wilson(5, 3)).toThrow('5 of 3')
    expect(() => stats.populationStability([1], [1, 2])).toThrow('same bins')
  })

  test('without spread Welch reports the difference itself and says so', () => {
    const arm = (value: number): stats.Moments => stats.momentsOf([value, value, value])
    expect(stats.welch(arm(5), arm(5))).toMatchObject({ t: 0, p: 1, low: 0, high: 0, degenerate: true })
    expect(stats.welch(arm(6), arm(5))).toMatchObject({ p: 0, low: 1, high: 1, degenerate: true })
    expect(() => stats.welch(stats.momentsOf([1]), arm(5))).toThrow('at least two values')
  })
})
