import {
  addRankShift,
  betaMixtureLogE,
  multinomialLogE,
  rankShiftLogE,
  rateVerdict,
  startRankShift,
  turnerGrunwaldLogE,
} from '@sluice/vectors'
import { describe, expect, test } from 'vitest'

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
