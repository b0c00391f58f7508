import {
  addMeans,
  addRankShift,
  binnedQuantile,
  binnedU,
  binsOfHistogram,
  binsOfSketch,
  binsOfSorted,
  countAbove,
  mergeBins,
  meanLogE,
  NO_BINS,
  rankShiftLogE,
  rankSum,
  startMeans,
  startRankShift,
  StatsError,
  tailThreshold,
} from '@sluice/stats'
import { betaMixtureLogE, multinomialLogE, rateVerdict, turnerGrunwaldLogE } from '@sluice/vectors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 })
const points = (row: readonly number[]) => binsOfSorted(Float64Array.from(row).sort())

describe('bins', () => {
  test('of single values give the rank sum of the values', () => {
    fc.assert(
      fc.property(values, values, (c, b) => {
        expect(binnedU(points(c), points(b))).toBe(rankSum(c, b).u)
      }),
      { numRuns: 200 },
    )
  })

  test('moved by a line give the rank sum of the moved values', () => {
    fc.assert(
      fc.property(values, values, (c, b) => {
        const moved = b.map((value) => 2 * value + 3)
        expect(binnedU(points(c), points(b), 2, 3)).toBe(rankSum(c, moved).u)
      }),
      { numRuns: 200 },
    )
  })

  test('merge into the bins of everything', () => {
    fc.assert(
      fc.property(values, values, (c, b) => {
        const merged = mergeBins(points(c), points(b))
        expect(merged.total).toBe(c.length + b.length)
        expect(countAbove(merged, 15)).toBe([...c, ...b].filter((value) => value > 15).length)
      }),
      { numRuns: 100 },
    )
  })

  test('are spread evenly within a bucket, as histogram_quantile does', () => {
    const bins = binsOfHistogram([1, 2, 4], [10, 20, 10, 0])
    expect(countAbove(bins, 1.5)).toBe(20)
    expect(binnedQuantile(bins, 0.5)).toBe(1.5)
    expect(binnedQuantile(NO_BINS, 0.5)).toBeNaN()
    expect(() => binsOfHistogram([1, 2], [1, 2])).toThrow(StatsError)
  })

  test('of a sketch hold each value within its accuracy', () => {
    const width = Math.log(1.01 / 0.99)
    const bins = binsOfSketch(0.01, 2, [[Math.ceil(Math.log(5) / width), 8]])
    expect(bins.total).toBe(10)
    expect(binnedQuantile(bins, 0.9)).toBeGreaterThan(5 * 0.98)
    expect(binnedQuantile(bins, 0.9)).toBeLessThan(5 * 1.02)
  })

  test('threshold a tail at an edge with values on both sides', () => {
    const bins = binsOfHistogram([1, 2, 4], [50, 45, 4, 1])
    expect(tailThreshold(bins, 0.95)).toBe(2)
    expect(tailThreshold(binsOfHistogram([1], [5, 0]), 0.95)).toBeNull()
  })
})

describe('the sequential Mann-Whitney test', () => {
  test('is symmetric: the candidate larger is the baseline smaller', () => {
    const state = startRankShift()
    addRankShift(state, 30, 6, 8)
    const mirrored = startRankShift()
    addRankShift(mirrored, 18, 6, 8)
    expect(rankShiftLogE(state, 1)).toBeCloseTo(rankShiftLogE(mirrored, -1), 12)
  })

  test('an empty arm says nothing', () => {
    const state = startRankShift()
    addRankShift(state, 0, 0, 8)
    expect(rankShiftLogE(state)).toBeCloseTo(0, 12)
  })
})

describe('means by block', () => {
  const block = (c: number, b: number) => ({
    candidate: { n: 10, mean: c, m2: null },
    baseline: { n: 10, mean: b, m2: null },
  })

  test('say nothing before ten blocks, nor where nothing varies', () => {
    const few = startMeans(1, 0)
    for (let i = 0; i < 9; i++) addMeans(few, block(20 + (i % 2), 10))
    expect(meanLogE(few, 1)).toBe(0)
    const still = startMeans(1, 0)
    for (let i = 0; i < 50; i++) addMeans(still, block(0.3, 0.1 + 0.2))
    expect(meanLogE(still, 1)).toBe(0)
  })

  test('find a shift, and none in another unit that was not there before', () => {
    const [own, scaled] = [startMeans(1, 0), startMeans(1, 0)]
    for (let i = 0; i < 30; i++) {
      const [c, b] = [11 + Math.sin(7 * i), 10 + Math.cos(3 * i)]
      addMeans(own, block(c, b))
      addMeans(scaled, block(c * 1e-6, b * 1e-6))
    }
    expect(meanLogE(own, 1)).toBeGreaterThan(3)
    expect(meanLogE(scaled, 1)).toBeCloseTo(meanLogE(own, 1), 9)
  })
})

describe('what the tilt is compared with', () => {
  test('starts at an e-value of one', () => {
    expect(betaMixtureLogE(0, 0, 0.3, 20)).toBe(0)
    expect(multinomialLogE([0, 0], [0.5, 0.5], 2)).toBeCloseTo(0, 12)
    expect(turnerGrunwaldLogE([{ x: 9, n: 100, y: 1, m: 100 }], 0.18)).toEqual([0])
  })

  test('the two-arm Beta mixture is the two-arm Dirichlet martingale', () => {
    expect(multinomialLogE([7, 13], [0.25, 0.75], 20)).toBeCloseTo(betaMixtureLogE(7, 20, 0.25, 20), 9)
  })
})

describe('the plain rule of one rate', () => {
  const promise = { alphaFail: 0.05, alphaPass: 0.05, margin: 0.25, tolerated: 0, minCandidate: 0 }
  const repeat = (row: readonly [number, number, number, number], count: number) =>
    Array.from({ length: count }, () => ({ x: row[0], n: row[1], y: row[2], m: row[3] }))

  test('fails, passes and stays open at the looks of the reference', () => {
    expect(rateVerdict(repeat([15, 500, 5, 500], 12), promise)).toEqual({ verdict: 'fail', look: 2 })
    expect(rateVerdict(repeat([50, 5000, 50, 5000], 40), promise)).toEqual({ verdict: 'pass', look: 8 })
    expect(rateVerdict(repeat([0, 500, 0, 500], 10), promise)).toEqual({ verdict: 'inconclusive', look: 10 })
  })
})
