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
    // scipy.stats.ttest_1samp(change, 0.1, alternative='greater').pvalue = 0.1731409771183623
    expect(judged([asked(0.1)], 0.8268)[0]).toMatchObject({ finding: 'worse', reason: 'regression' })
    expect(judged([asked(0.1)], 0.8269)[0]?.finding).toBe('unknown')
  })

  // The same eight inputs thirteen times over.
  const many = (margin: number, of: 'unit' | 'baseline' = 'unit') => ({
    ...asked(margin, of),
    baseline: { ...BASE, n: 104, m2: 13 * 13.875 } as Arm,
    candidate: { ...CHANGE, n: 104, m2: 13 * 1.8046875 } as Arm,
  })

  test('each end of its interval holds at the level', () => {
    // scipy.stats.ttest_1samp(numpy.tile(change, 13), 0).confidence_interval(0.9)
    const [found] = judged([many(0.1)])
    expect(found?.effect.low).toBeCloseTo(0.20357370163589403, 12)
    expect(found?.effect.high).toBeCloseTo(0.35892629836410594, 12)
    expect(judged([many(0.36)])[0]?.finding).toBe('fine')
    expect(judged([many(0.2)])[0]?.finding).toBe('worse')
    expect(judged([many(0.21)])[0]).toMatchObject({ finding: 'unknown', reason: 'more_trials_needed' })
  })

  test('a margin that is a share of the baseline is no better known than the baseline', () => {
    const [found] = judged([many(0.138, 'baseline')])
    expect(found?.margin).toBeCloseTo(0.138 * 2.625, 12)
    expect(found?.observed).toMatchObject({ baseline: { value: 2.625 }, candidate: { value: 2.90625 } })
    // The bound of the change alone would lie within; the baseline's own error moves that margin.
    expect(0.35892629836410594).toBeLessThan(0.138 * 2.625)
    expect(found?.finding).not.toBe('fine')
    expect(judged([many(0.16, 'baseline')])[0]?.finding).toBe('fine')
  })

  test('a few inputs prove nothing, however alike they are', () => {
    const alike = { kind: 'summary', n: 99, mean: 0, m2: 0 } as const
    const few = judged([{ ...asked(1), baseline: alike, candidate: alike }])[0]
    expect(few).toMatchObject({ finding: 'unknown', needed: 1 })
    const enough = { ...alike, n: 100 }
    expect(judged([{ ...asked(1), baseline: enough, candidate: enough }])[0]?.finding).toBe('fine')
    const two = { kind: 'summary', n: 2, mean: 5, m2: 0 } as const
    expect(judged([{ ...asked(1), baseline: two, candidate: two }])[0]?.finding).toBe('unknown')
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
