import type { Evidence, Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { afterColdStart } from '../../../actions/canary-step/src/sample-notes.ts'

const MINUTE = 60_000
const samples = [
  { metric: 'latency', blocks: [] },
  { metric: 'errors', blocks: [] },
]
const intervalsAt = (...weights: readonly number[]) =>
  weights.map((weight, i) => ({
    from: i * MINUTE,
    to: (i + 1) * MINUTE,
    weight,
    counts: 'yes' as const,
  }))
const failing = (reason = 'beyond_margin') => {
  const evidence = [
    { metric: 'latency', finding: 'worse', reason },
    { metric: 'errors', finding: 'unknown', reason: 'more_trials_needed' },
  ] as unknown as readonly Evidence[]
  return { evidence } as unknown as Verdict
}

describe('a fail right after the weight changed', () => {
  test('is said to look like a slow start, of the metric that failed', () => {
    const [latency, errors] = afterColdStart(samples, failing(), 0, intervalsAt(5, 5, 5, 5, 5, 5, 25, 25, 25))
    expect(latency?.notes).toEqual([
      'The candidate failed in the first 3 intervals after it got 25% of the traffic. If it is slow right after its start, set `warm-up`.',
    ])
    expect(errors?.notes).toBeUndefined()
  })

  test.each([
    ['with a warm-up', failing(), MINUTE, intervalsAt(5, 5, 5)],
    ['later', failing(), 0, intervalsAt(5, 5, 5, 5, 5, 5)],
    ['of certain harm', failing('certain_harm'), 0, intervalsAt(5)],
  ])('%s nothing is said', (_, verdict, warmUpMs, intervals) => {
    expect(afterColdStart(samples, verdict, warmUpMs, intervals)).toBe(samples)
  })
})
