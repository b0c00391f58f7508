import type { Arm } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { judged } from './asked.ts'

// numpy: base = [1, 2, 3, 4, 5, 2, 1, 3], change = [.5, -.25, 1, .75, 0, .25, .5, -.5]
const BASE: Arm = { kind: 'summary', n: 8, mean: 2.625, m2: 13.875 }
const CHANGE: Arm = { kind: 'summary', n: 8, mean: 0.28125, m2: 1.8046875 }

const asked = (margin: number, of: 'unit' | 'baseline' = 'unit') => ({
  test: 'change',
  kind: 'mean' as const,
  margin,
  of,
  baseline: BASE,
  candidate: CHANGE,
})

describe('a mean change on the same inputs', () => {
  test("is judged by Student's paired test, one-sided", () => {
    // scipy.stats.ttest_1samp(change, 0, alternative='greater').pvalue = 0.08058424764073177
    expect(judged([asked(0.1)], 0.9193)[0]).toMatchObject({ finding: 'worse', reason: 'regression' })
    expect(judged([asked(0.1)], 0.9195)[0]?.finding).toBe('unknown')
  })

  test('each end of its interval holds at the level', () => {
    // scipy.stats.ttest_1samp(change, 0).confidence_interval(0.9)
    const [found] = judged([asked(0.1)])
    expect(found?.effect.low).toBeCloseTo(-0.05886017142906802, 12)
    expect(found?.effect.high).toBeCloseTo(0.621360171429068, 12)
    expect(judged([asked(0.622)])[0]?.finding).toBe('fine')
    expect(judged([asked(0.621)])[0]?.finding).toBe('unknown')
  })

  test('a margin that is a share of the baseline is no better known than the baseline', () => {
    const [found] = judged([asked(0.25, 'baseline')])
    expect(found?.margin).toBeCloseTo(0.65625, 12)
    expect(found?.observed).toMatchObject({ baseline: { value: 2.625 }, candidate: { value: 2.90625 } })
    // 0.62136 alone would lie within 0.65625; the baseline's own error moves that margin.
    expect(found?.finding).toBe('unknown')
    expect(judged([asked(0.4, 'baseline')])[0]?.finding).toBe('fine')
  })

  test('one input, none, or arms that do not fit decide nothing', () => {
    const one = { kind: 'summary', n: 1, mean: 9, m2: 0 } as const
    const found = judged([
      { ...asked(1), baseline: one, candidate: one },
      { ...asked(1), candidate: { ...CHANGE, n: 9 } as Arm },
      { ...asked(1), candidate: { kind: 'absent', absence: 'no_data' } },
      {
        ...asked(1),
        baseline: { kind: 'summary', n: 0, mean: 0, m2: 0 },
        candidate: { kind: 'summary', n: 0, mean: 0, m2: 0 },
      },
    ])
    expect(found.map((each) => each.finding)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  })
})
