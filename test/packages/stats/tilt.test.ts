import fc from 'fast-check'
import {
  addRatioBlock,
  addTilt,
  eventShare,
  dispersion,
  EQUAL_LOG_WEIGHTS,
  LU24,
  oddsFactors,
  REGRESSION_LOG_WEIGHTS,
  startTilt,
  StatsError,
  tiltLogE,
  type Side,
  type TwoArms,
} from '@sluice/stats'
import { describe, expect, test } from 'vitest'
import { binomialTiltLogE, ratioLogE } from '@sluice/vectors'

const block = fc
  .tuple(
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 5000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([n, m, p, q]): TwoArms => ({ n, m, x: Math.floor(n * p * p * p), y: Math.floor(m * q * q * q) }))
const blocks = fc.array(block, { minLength: 1, maxLength: 12 })

describe('the tilt kernel', () => {
  test('spans log odds ratios from 1.05 to 20', () => {
    expect(LU24).toHaveLength(24)
    expect(LU24[0]).toBeCloseTo(Math.log(1.05), 12)
    expect(LU24[23]).toBeCloseTo(Math.log(20), 12)
  })

  test('mixes with weights that sum to one, of which those of the judge are largest at 10 %', () => {
    for (const weights of [EQUAL_LOG_WEIGHTS, REGRESSION_LOG_WEIGHTS]) {
      expect(weights).toHaveLength(24)
      expect(weights.reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 12)
    }
    const heaviest = LU24[REGRESSION_LOG_WEIGHTS.indexOf(Math.max(...REGRESSION_LOG_WEIGHTS))] ?? NaN
    expect(Math.exp(heaviest)).toBeCloseTo(1.1, 2)
  })

  test('no errors pass a limit once requests x limit reaches 4.85 at 5 % and 6.82 at 1 %', () => {
    const reached = (n: number) => Math.exp(binomialTiltLogE(0, n, 0.001, -1))
    expect(reached(4840)).toBeLessThan(20)
    expect(reached(4860)).toBeGreaterThan(20)
    expect(reached(6830)).toBeGreaterThan(100)
  })

  test('an e-value averages to at most one under the null, summed over every outcome', () => {
    const k = 40
    for (const theta of [0.05, 0.3, 0.5, 0.9]) {
      let [equal, judged, p] = [0, 0, (1 - theta) ** k]
      for (let x = 0; x <= k; x++) {
        const state = startTilt(1)
        addTilt(state, x, k, theta)
        equal += p * Math.exp(binomialTiltLogE(x, k, theta, 1))
        judged += p * Math.exp(tiltLogE(state, 1, REGRESSION_LOG_WEIGHTS))
        p *= ((k - x) / (x + 1)) * (theta / (1 - theta))
      }
      expect(equal).toBeCloseTo(1, 9)
      expect(judged).toBeCloseTo(1, 9)
    }
  })
})

describe('the rate ratio', () => {
  test('evidence against an increase falls, and against a decrease rises, as the null moves up', () => {
    fc.assert(
      fc.property(blocks, fc.double({ min: 0.2, max: 4, noNaN: true }), (rows, ratio) => {
        expect(ratioLogE(rows, ratio * 1.1, 1)).toBeLessThanOrEqual(ratioLogE(rows, ratio, 1) + 1e-9)
        expect(ratioLogE(rows, ratio * 1.1, -1)).toBeGreaterThanOrEqual(ratioLogE(rows, ratio, -1) - 1e-9)
      }),
      { numRuns: 200 },
    )
  })

  test('exposures in another unit change nothing', () => {
    fc.assert(
      fc.property(blocks, (rows) => {
        const scaled = rows.map((row) => ({ ...row, n: row.n * 1e-6, m: row.m * 1e-6 }))
        expect(ratioLogE(scaled, 1.2, 1)).toBeCloseTo(ratioLogE(rows, 1.2, 1), 8)
      }),
      { numRuns: 100 },
    )
  })

  test('swapping the arms turns evidence for more into evidence for less', () => {
    fc.assert(
      fc.property(blocks, (rows) => {
        const swapped = rows.map(({ x, n, y, m }) => ({ x: y, n: m, y: x, m: n }))
        expect(ratioLogE(swapped, 1, -1)).toBeCloseTo(ratioLogE(rows, 1, 1), 8)
      }),
      { numRuns: 100 },
    )
  })

  test('a block without exposure in an arm says nothing', () => {
    const state = startTilt(1)
    addRatioBlock(state, { x: 5, n: 0, y: 0, m: 100 }, 1)
    addRatioBlock(state, { x: 0, n: 10, y: 0, m: 100 }, 1)
    expect(tiltLogE(state)).toBeCloseTo(0, 12)
    expect(eventShare({ x: 0, n: 1, y: 0, m: 3 }, 3)).toBe(0.5)
  })
})

describe('the exact form for common events', () => {
  const oddsLogE = (block: TwoArms, side: Side) => tiltLogE({ sums: oddsFactors(block, side, 0.3).logs })

  test('is an e-value: it averages to one over the hypergeometric law', () => {
    const [n, m, events] = [12, 20, 9]
    const choose = (a: number, b: number): number => (b === 0 ? 1 : (choose(a, b - 1) * (a - b + 1)) / b)
    let mean = 0
    for (let x = 0; x <= events; x++) {
      const p = (choose(n, x) * choose(m, events - x)) / choose(n + m, events)
      mean += p * Math.exp(oddsLogE({ x, n, y: events - x, m }, 1))
    }
    expect(mean).toBeCloseTo(1, 9)
  })

  test('agrees with itself when events and non-events are exchanged', () => {
    const up = oddsLogE({ x: 30, n: 100, y: 15, m: 90 }, 1)
    expect(up).toBeCloseTo(oddsLogE({ x: 70, n: 100, y: 75, m: 90 }, -1), 9)
  })

  test('refuses fractions', () => {
    expect(() => oddsLogE({ x: 0.5, n: 2, y: 1, m: 2 }, 1)).toThrow(StatsError)
  })
})

describe('the dispersion guard', () => {
  const even = (count: number, x: number) =>
    Array.from({ length: count }, () => ({ x, n: 1000, y: 10, m: 1000 }))

  test('leaves even blocks alone once there are ten of them', () => {
    expect(dispersion(even(10, 10), 1)).toEqual({ measured: 1, cautious: 1 })
  })

  test('presumes bursts in a first block by its number of events, up to a factor of eight', () => {
    const first = (x: number, y: number) => dispersion([{ x, n: 1000, y, m: 1000 }], x / y).cautious
    expect(first(1, 0)).toBe(1)
    expect(first(6, 5)).toBeCloseTo(1 + (10 / 4) * 0.34, 9)
    expect(first(400, 10)).toBe(8)
  })

  test('drops the presumption after a few blocks that agree, and keeps it where they differ', () => {
    expect(dispersion(even(3, 20), 2)).toEqual({ measured: 1, cautious: 1 })
    const differing = [5, 35, 20].map((x): TwoArms => ({ x, n: 1000, y: 10, m: 1000 }))
    const { measured, cautious } = dispersion(differing, 2)
    expect(measured).toBe(1)
    expect(cautious).toBeGreaterThan(3)
  })

  test('takes a rate that both arms share and that jumps as a sign of bursts until ten blocks say otherwise', () => {
    const shared = (count: number) =>
      Array.from({ length: count }, (_, i): TwoArms => ({
        x: i % 2 ? 40 : 5,
        n: 1000,
        y: i % 2 ? 40 : 5,
        m: 1000,
      }))
    expect(dispersion(shared(4), 1).cautious).toBeGreaterThan(2)
    expect(dispersion(shared(10), 1).cautious).toBe(1)
  })

  test('does not depend on the order of blocks or arms', () => {
    fc.assert(
      fc.property(blocks, (rows) => {
        const seen = dispersion(rows, 1)
        const turned = dispersion(rows.toReversed(), 1)
        const swapped = dispersion(
          rows.map(({ x, n, y, m }) => ({ x: y, n: m, y: x, m: n })),
          1,
        )
        for (const other of [turned, swapped]) {
          expect(other.measured).toBeCloseTo(seen.measured, 9)
          expect(other.cautious).toBeCloseTo(seen.cautious, 9)
        }
      }),
    )
  })

  test('measures alternating blocks as far beyond chance', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ x: i % 2 ? 40 : 2, n: 1000, y: 20, m: 1000 }))
    expect(dispersion(rows, 1).measured).toBeGreaterThan(5)
  })
})
