import {
  addBetBlock,
  type EventLaw,
  lineGrowth,
  startBet,
  tiltLogE,
  type RateLine,
  type Side,
  type TwoArms,
} from '@sluice/stats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

/** log e-value of all blocks against a null on one side of a line. */
function betLogE(blocks: readonly TwoArms[], law: EventLaw, line: RateLine, side: Side): number {
  const state = startBet(side, law, line)
  for (const block of blocks) addBetBlock(state, block)
  return tiltLogE(state)
}

/** Mean of the e-value of one block after a fixed past, summed over every outcome of both arms. */
function meanFactor(
  line: RateLine,
  side: 1 | -1,
  past: TwoArms,
  n: number,
  m: number,
  p: number,
  q: number,
): number {
  const before = startBet(side, 'bernoulli', line)
  addBetBlock(before, past)
  const law = (size: number, rate: number) => {
    const probabilities = [(1 - rate) ** size]
    for (let k = 0; k < size; k++)
      probabilities.push(((probabilities[k] ?? 0) * (size - k) * rate) / ((k + 1) * (1 - rate)))
    return probabilities
  }
  let mean = 0
  for (const [x, px] of law(n, p).entries()) {
    for (const [y, py] of law(m, q).entries()) {
      const state = { ...before, sums: [...before.sums] }
      addBetBlock(state, { x, n, y, m })
      mean += px * py * Math.exp(tiltLogE(state) - tiltLogE(before))
    }
  }
  return mean
}

describe('the bet on a line through two rates', () => {
  test('never gains on average anywhere in its null, whatever the past aimed it at', () => {
    const rate = fc.double({ min: 0.02, max: 0.9, noNaN: true })
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 12 }), fc.constantFrom(1, -1), (q, aim, n, side) => {
        const line = { slope: 1, offset: 0.1 }
        const m = 8
        const p = q + 0.1
        if (p >= 1) return
        const past = { x: Math.round(50 * aim), n: 50, y: Math.round(50 * aim), m: 50 }
        expect(meanFactor(line, side === 1 ? 1 : -1, past, n, m, p, q)).toBeLessThanOrEqual(1 + 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  test('holds for a relative line and for the candidate alone', () => {
    const past = { x: 5, n: 50, y: 5, m: 50 }
    expect(meanFactor({ slope: 1.25, offset: 0 }, -1, past, 10, 6, 0.25, 0.2)).toBeLessThanOrEqual(1 + 1e-9)
    expect(meanFactor({ slope: 0, offset: 0.3 }, 1, past, 10, 6, 0.3, 0.9)).toBeLessThanOrEqual(1 + 1e-9)
  })

  test('passes an absolute margin without any event, as a rule of three would', () => {
    const rows = (looks: number) => Array.from({ length: looks }, () => ({ x: 0, n: 1000, y: 0, m: 1000 }))
    const line = { slope: 1, offset: 0.002 }
    expect(betLogE(rows(1), 'bernoulli', line, -1)).toBeLessThan(Math.log(20))
    expect(betLogE(rows(4), 'bernoulli', line, -1)).toBeGreaterThan(Math.log(20))
  })

  test('reads the same from Poisson exposures in another unit', () => {
    const rows = [
      { x: 12, n: 1000, y: 9, m: 900 },
      { x: 15, n: 1000, y: 11, m: 900 },
    ]
    const scaled = rows.map((row) => ({ ...row, n: row.n * 1e-6, m: row.m * 1e-6 }))
    const own = betLogE(rows, 'poisson', { slope: 1, offset: 0.005 }, -1)
    expect(betLogE(scaled, 'poisson', { slope: 1, offset: 5000 }, -1)).toBeCloseTo(own, 6)
  })

  test('grows as the Kullback-Leibler distance says: the planning formula for a relative margin', () => {
    const theta = 1.25 / 2.25
    const planned = 0.01 * (0.5 * Math.log(0.5 / theta) + 0.5 * Math.log(0.5 / (1 - theta)))
    expect(lineGrowth('poisson', { slope: 1.25, offset: 0 }, 0.01, 0.5)).toBeCloseTo(planned, 9)
  })
})
