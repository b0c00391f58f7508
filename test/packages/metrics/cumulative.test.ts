import { describe, expect, test } from 'vitest'
import { histogramArm } from '../../../packages/metrics/src/cumulative.ts'

const inf = Infinity

describe('histogramArm', () => {
  test('orders bounds as numbers and takes differences', () => {
    expect(
      histogramArm([
        [inf, 30],
        [10, 28],
        [2.5, 20],
        [0.5, 5],
      ]),
    ).toEqual({
      kind: 'histogram',
      bounds: [0.5, 2.5, 10],
      counts: [5, 15, 8, 2],
    })
  })

  test('two spellings of one bound are one bucket', () => {
    expect(
      histogramArm([
        [1, 2],
        [1, 3],
        [inf, 4],
        [inf, 6],
      ]),
    ).toMatchObject({ bounds: [1], counts: [5, 5] })
  })

  test('a fall that is rounding is smoothed', () => {
    expect(
      histogramArm([
        [1, 10.000000001],
        [2, 10],
        [inf, 12],
      ]),
    ).toMatchObject({ counts: [10.000000001, 0, expect.closeTo(2, 6)] })
  })

  test.each([
    [
      'a real fall',
      [
        [1, 10],
        [2, 8],
        [inf, 12],
      ],
      'source_refused',
    ],
    [
      'no +Inf',
      [
        [1, 10],
        [2, 12],
      ],
      'source_refused',
    ],
    ['+Inf alone', [[inf, 12]], 'source_refused'],
    [
      'a bound that is no number',
      [
        [Number.NaN, 1],
        [inf, 12],
      ],
      'source_refused',
    ],
    [
      'a count that is no number',
      [
        [1, Number.NaN],
        [inf, 12],
      ],
      'not_a_number',
    ],
    [
      'an infinite count',
      [
        [1, 5],
        [inf, inf],
      ],
      'infinite',
    ],
    [
      'a negative count',
      [
        [1, -5],
        [inf, 3],
      ],
      'negative',
    ],
  ] as const)('%s is no histogram', (_, buckets, absence) => {
    expect(histogramArm(buckets)).toMatchObject({ kind: 'absent', absence })
  })

  test('no values at all are zero counts, not an absence', () => {
    expect(
      histogramArm([
        [1, 0],
        [inf, 0],
      ]),
    ).toEqual({ kind: 'histogram', bounds: [1], counts: [0, 0] })
  })
})
