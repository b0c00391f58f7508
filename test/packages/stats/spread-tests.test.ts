import fc from 'fast-check'
import {
  addMeans,
  binnedQuantile,
  binnedU,
  binsOfHistogram,
  binsOfSketch,
  binsOfSorted,
  countAbove,
  mergeBins,
  meanLogE,
  NO_BINS,
  startMeans,
  StatsError,
  tailThreshold,
} from '@sluice/stats'
import { rankSum } from '@sluice/vectors'
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
