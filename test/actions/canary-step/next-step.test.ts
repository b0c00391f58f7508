import { describe, expect, test } from 'vitest'
import { nextStep } from '../../../actions/canary-step/src/next-step.ts'

const pass = { outcome: 'pass', reason: 'within_margin' } as const
const fail = { outcome: 'fail', reason: 'regression_found' } as const
const open = { outcome: 'inconclusive', reason: 'not_enough_data' } as const
const LADDER = [5, 25, 50, 100]

describe('nextStep', () => {
  test('a pass climbs one rung, and is promoted from the last judged one', () => {
    expect(nextStep(pass, 5, LADDER, false)).toEqual({ decision: 'advance', to: 25 })
    expect(nextStep(pass, 50, LADDER, false)).toEqual({ decision: 'promote', to: 100 })
  })

  test('a ladder that ends below 100 ends in the promotion too', () => {
    expect(nextStep(pass, 50, [5, 50], false)).toEqual({ decision: 'promote', to: 100 })
  })

  test('a single weight stays where it is', () => {
    expect(nextStep(pass, 5, [5], false)).toEqual({ decision: 'advance', to: 5 })
  })

  test('a fail takes everything away, at once and at any rung', () => {
    for (const at of LADDER)
      expect(nextStep(fail, at, LADDER, false)).toEqual({ decision: 'roll-back', to: 0 })
  })

  test('not knowing holds, and holds still when the time is up', () => {
    expect(nextStep(open, 25, LADDER, false)).toEqual({ decision: 'hold', to: 25 })
    expect(nextStep(open, 25, LADDER, true)).toEqual({ decision: 'hold', to: 25 })
    expect(nextStep({ outcome: 'inconclusive', reason: 'nothing_measured' }, 5, LADDER, true).decision).toBe(
      'hold',
    )
  })

  test.each(['source_unavailable', 'sample_ratio_mismatch'] as const)(
    '%s waits while it can, and goes back when the time is up',
    (reason) => {
      expect(nextStep({ outcome: 'inconclusive', reason }, 25, LADDER, false).decision).toBe('hold')
      expect(nextStep({ outcome: 'inconclusive', reason }, 25, LADDER, true)).toEqual({
        decision: 'roll-back',
        to: 0,
      })
    },
  )
})
