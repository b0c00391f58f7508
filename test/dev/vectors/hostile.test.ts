import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as methods from '@sluice/vectors'
import { number, numbers, refusesByName } from '../../packages/stats/hostile.ts'

const calls: Readonly<Record<string, fc.Arbitrary<() => unknown>>> = {
  ranks: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.mannWhitney(x, y),
  ),
  bins: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.rankSumFromBins(x, y),
  ),
  kolmogorov: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.ksExactP(methods.ksDistance(x, y)),
  ),
  wasserstein: fc.tuple(numbers, numbers).map(
    ([x, y]) =>
      () =>
        methods.wasserstein(x, y),
  ),
  bands: fc.tuple(numbers, numbers, number).map(
    ([x, y, a]) =>
      () =>
        methods.compareBands(x, y, a),
  ),
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
  looks: fc.tuple(numbers, number).map(([at, a]) => () => {
    return methods.groupSequentialBounds(at, a, { kind: 'obrien-fleming' })
  }),
  hdr: fc.tuple(number, number, number).map(
    ([v, l, d]) =>
      () =>
        methods.hdrBucket(v, l, d),
  ),
}

describe('hostile input', () => {
  refusesByName(calls)

  test('what is not a number is refused where it stands', () => {
    expect(() => methods.mannWhitney([1, NaN, 3], [2])).toThrow('got NaN at position 1')
    expect(() => methods.mannWhitney([], [2])).toThrow('at least one value')
    expect(() => methods.rankSumFromBins([1], [1, 2])).toThrow('same bins')
  })
})
