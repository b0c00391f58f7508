import { judge } from '@sluice/compat'
import type { Arm, Block, MetricPolicy, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { counted, metric, normal, policy, seeded } from './sequential/rollout.ts'

const once = (over: Partial<MetricPolicy> = {}) => policy([metric({ judge: 'fixed', ...over })])
const first = (over: Partial<MetricPolicy>, samples: Samples) => judge(once(over), [samples])[0]
const values = (seed: number, shift: number): Samples => {
  const random = seeded(seed)
  const arm = (mean: number): Arm => ({
    kind: 'values',
    values: Array.from({ length: 200 }, () => mean + normal(random)),
  })
  const block: Block = { from: 0, to: 1, weight: 50, baseline: arm(10), candidate: arm(10 + shift) }
  return { metric: 'error rate', blocks: [block] }
}

describe('one look', () => {
  test('decides by Newcombe for a difference and by Katz for a ratio', () => {
    const points = { margin: { value: 0.01, of: 'unit' } } as const
    expect(first(points, counted([[100, 10_000, 100, 10_000]]))).toMatchObject({ finding: 'fine' })
    expect(first(points, counted([[400, 10_000, 100, 10_000]]))).toMatchObject({ finding: 'worse' })
    // Newcombe (1998), method 10, for 56/70 against 48/80: 0.0524 to 0.3339 at 95 %.
    const effect = judge({ ...once(points), confidence: 0.975 }, [counted([[56, 70, 48, 80]])])[0]?.effect
    expect(effect?.low).toBeCloseTo(0.0524, 4)
    expect(effect?.high).toBeCloseTo(0.3339, 4)
    expect(first({}, counted([[400, 10_000, 100, 10_000]]))).toMatchObject({
      finding: 'worse',
      scale: 'ratio',
    })
    expect(first({}, counted([[0, 10_000, 0, 10_000]]))).toMatchObject({
      finding: 'unknown',
      reason: 'not_comparable',
    })
  })

  test('refuses a second one', () => {
    const twice = counted([
      [100, 10_000, 100, 10_000],
      [100, 10_000, 100, 10_000],
    ])
    expect(first({}, twice)).toMatchObject({ finding: 'unknown', reason: 'second_look' })
  })

  test('is due at its planned size, and what follows changes nothing', () => {
    const over = { settings: { trials: 40_000 }, margin: { value: 0.5, of: 'baseline' } } as const
    const rows = [
      [200, 10_000, 200, 10_000],
      [200, 10_000, 200, 10_000],
      [900, 10_000, 200, 10_000],
    ]
    expect(first(over, counted(rows.slice(0, 1)))).toMatchObject({
      finding: 'unknown',
      reason: 'more_trials_needed',
    })
    expect(first(over, counted(rows.slice(0, 2)))).toMatchObject({ finding: 'fine' })
    expect(first(over, counted(rows))).toMatchObject({ finding: 'fine' })
  })

  test('takes means by Welch and raw values by Hodges-Lehmann', () => {
    const mean = { kind: 'mean', margin: { value: 0.1, of: 'baseline' } } as const
    expect(first(mean, values(1, 0))?.finding).toBe('fine')
    expect(first(mean, values(1, 3))?.finding).toBe('worse')
    const quantile = { ...mean, kind: 'quantile', quantile: 0.5 } as const
    expect(first(quantile, values(2, 0))?.finding).toBe('fine')
    expect(first(quantile, values(2, 3))?.finding).toBe('worse')
  })

  test('tells settings it does not know', () => {
    expect(() => judge(once({ settings: { size: 3 } }), [counted([[1, 2, 3, 4]])])).toThrow(
      /settings.size is not known/,
    )
  })
})
