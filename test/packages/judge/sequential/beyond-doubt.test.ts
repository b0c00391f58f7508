import { judge } from '@sluice/compat'
import type { Arm, Block, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { metric, policy } from './rollout.ts'

const blocksOf = (name: string, count: number, baseline: Arm, candidate: Arm): Samples => ({
  metric: name,
  blocks: Array.from({ length: count }, (_, i): Block => ({
    from: i * 60_000,
    to: (i + 1) * 60_000,
    weight: 10,
    baseline,
    candidate,
  })),
})
const share = (events: number, trials: number): Arm => ({ kind: 'proportion', events, trials })
const points = { value: 0.005, of: 'unit' } as const

describe('harm that the wrong split cannot explain', () => {
  // 10 % are planned.
  test.each([
    ['failures, too many requests', 'higher', share(54, 9000), share(700, 1590)],
    ['failures, too few requests', 'higher', share(54, 9000), share(220, 500)],
    ['successes', 'lower', share(8946, 9000), share(890, 1590)],
    ['a change either way, up', 'either', share(54, 9000), share(1500, 1590)],
    ['a change either way, down', 'either', share(8946, 9000), share(90, 1590)],
  ] as const)('fails at once: %s', (_, worse, baseline, candidate) => {
    const [found] = judge(policy([metric({ worse, margin: points })]), [
      blocksOf('error rate', 4, baseline, candidate),
    ])
    expect(found?.finding).toBe('worse')
  })

  test.each([
    ['failures', 'higher', share(54, 9000), share(10, 1590)],
    ['more failures, as many as there are requests too many', 'higher', share(54, 9000), share(590, 1590)],
    ['a change either way', 'either', share(54, 9000), share(300, 1590)],
    ['a change either way of most', 'either', share(8946, 9000), share(1100, 1590)],
  ] as const)('is no other harm: %s', (_, worse, baseline, candidate) => {
    const [found] = judge(policy([metric({ worse, margin: points })]), [
      blocksOf('error rate', 20, baseline, candidate),
    ])
    expect(found?.reason).toBe('sample_ratio_mismatch')
  })

  describe('in latency', () => {
    const bounds = [0.1, 0.2, 0.4, 0.8, 1.6]
    const histogram = (...counts: number[]): Arm => ({ kind: 'histogram', bounds, counts })
    const sketch = (...counts: number[]): Arm => ({
      kind: 'sketch',
      accuracy: 0.01,
      zeros: 0,
      bins: counts.map((count, i) => [100 + 50 * i, count]),
    })
    const values = (...counts: number[]): Arm => ({
      kind: 'values',
      values: counts.flatMap((count, i) => new Array<number>(count).fill(0.1 * 2 ** i)),
    })
    const found = (baseline: Arm, candidate: Arm, worse: 'higher' | 'lower' = 'higher') =>
      judge(
        policy([
          metric({ margin: points }),
          metric({ name: 'latency', kind: 'quantile', quantile: worse === 'higher' ? 0.95 : 0.05, worse }),
        ]),
        [
          blocksOf('error rate', 8, share(54, 9000), share(10, 1590)),
          blocksOf('latency', 8, baseline, candidate),
        ],
      )[1]?.finding

    for (const [kind, arm] of Object.entries({ histogram, sketch }))
      test(`${kind}: nearly all requests are slow`, () => {
        expect(found(arm(7000, 1600, 300, 100, 0, 0), arm(0, 0, 0, 90, 600, 900))).toBe('worse')
        // The 590 requests too many may be the slow ones.
        expect(found(arm(7000, 1600, 300, 100, 0, 0), arm(780, 180, 40, 0, 0, 590))).toBe('unknown')
      })

    test('raw values: a kind that stayed with the baseline explains the difference', () => {
      // At 10 % the baseline keeps all quick requests, and the candidate gets less than its share.
      const quick = values(900, 0, 0, 90, 0, 0)
      expect(found(quick, values(0, 0, 0, 10, 0, 0))).toBe('unknown')
      expect(found(values(0, 0, 900, 0, 0, 90), values(0, 0, 10, 0, 0, 0), 'lower')).toBe('unknown')
    })

    test('raw values', () => {
      expect(found(values(700, 160, 30, 10, 0, 0), values(0, 0, 0, 9, 60, 90))).toBe('worse')
      expect(found(values(700, 160, 30, 10, 0, 0), values(78, 18, 4, 0, 0, 59))).toBe('unknown')
      // Too few: those that are missing may have been fast.
      expect(found(values(700, 160, 30, 10, 0, 0), values(0, 0, 0, 0, 10, 30))).toBe('worse')
    })

    test('lower is worse', () => {
      const fast = histogram(0, 0, 400, 2000, 5000, 1600)
      expect(found(fast, histogram(1500, 90, 0, 0, 0, 0), 'lower')).toBe('worse')
      expect(found(fast, histogram(590, 0, 40, 220, 560, 180), 'lower')).toBe('unknown')
    })
  })
})

test('buckets without a common bound are named', () => {
  const p95 = metric({ name: 'latency', kind: 'quantile', quantile: 0.95 })
  const arm = (bounds: readonly number[]): Arm => ({
    kind: 'histogram',
    bounds,
    counts: [...bounds.map(() => 9), 1],
  })
  const [found] = judge(policy([p95]), [blocksOf('latency', 5, arm([0.1, 0.2, 0.4]), arm([0.15, 0.3]))])
  expect(found?.reason).toBe('different_buckets')
  expect(found?.notes).toEqual([
    '5 of 5 intervals could not be used: different_buckets 5.',
    'The versions have different buckets: only the baseline has 0.1, 0.2, 0.4; only the candidate has 0.15, 0.3.',
  ])
})

test('a single bucket that holds everything is too coarse, however many requests there are', () => {
  const p95 = metric({ name: 'latency', kind: 'quantile', quantile: 0.95 })
  const arm: Arm = { kind: 'histogram', bounds: [1], counts: [1000, 0] }
  const [found] = judge(policy([p95]), [blocksOf('latency', 30, arm, arm)])
  expect(found).toMatchObject({ finding: 'unknown', reason: 'buckets_too_coarse' })
  expect(found?.needed).toBeUndefined()
  expect(found?.notes?.join(' ')).toContain('(0 to 1) are too coarse for a margin of 25%')
})

test('users who all do the same end undecided, and do not keep the judge for ever', () => {
  const users: Arm = {
    kind: 'proportion',
    events: 50,
    trials: 500,
    units: { each: Array.from({ length: 50 }, (_, i) => [i, 1, 10] as const) },
  }
  const [found] = judge(policy([metric({ units: 'users' })]), [blocksOf('error rate', 12, users, users)])
  expect(found).toMatchObject({ finding: 'unknown', effect: { estimate: 1, low: 0, high: null } })
})

describe('raw latencies that are all the same', () => {
  const found = (candidate: Arm) =>
    judge(policy([metric({ kind: 'quantile', quantile: 0.95 })]), [
      blocksOf('error rate', 12, { kind: 'values', values: new Array<number>(200).fill(0.2) }, candidate),
    ])[0]

  test('cannot pass, and the note says why', () => {
    const same = found({ kind: 'values', values: new Array<number>(20).fill(0.2) })
    expect(same?.finding).toBe('unknown')
    expect(same?.notes?.join(' ')).toContain(
      'All values of the baseline are 0.2, so none lies above p95 and this metric cannot pass.',
    )
  })

  test('fail when the candidate has others', () => {
    expect(found({ kind: 'values', values: new Array<number>(60).fill(0.4) })?.finding).toBe('worse')
  })
})

describe('what does not count requests', () => {
  const [count, mean] = [
    (events: number, exposure: number): Arm => ({ kind: 'count', events, exposure }),
    (value: number, n: number): Arm => ({ kind: 'summary', n, mean: value, m2: 4 * n }),
  ]
  const users = (many: number, events: number): Arm => ({
    kind: 'proportion',
    events: many * events,
    trials: many * 10,
    units: {
      each: Array.from({ length: many }, (_, i) => [i, events + (i % 2 === 0 ? 1 : -1), 10] as const),
    },
  })

  test.each([
    ['counts', metric({ name: 'other', kind: 'count' }), count(54, 9000), count(700, 1590)],
    ['means', metric({ name: 'other', kind: 'mean' }), mean(10, 9000), mean(30, 1590)],
    ['users', metric({ name: 'other', units: 'users' }), users(200, 1), users(40, 5)],
  ] as const)(
    'stays undecided under a wrong split, and never passes: %s',
    (_, other, baseline, candidate) => {
      const errors = blocksOf('error rate', 12, share(54, 9000), share(10, 1590))
      const judged = (arm: Arm) =>
        judge(policy([metric({ margin: points }), other]), [errors, blocksOf('other', 12, baseline, arm)])
      for (const evidence of [...judged(candidate), ...judged(baseline)])
        expect(evidence).toMatchObject({ finding: 'unknown', reason: 'sample_ratio_mismatch' })
    },
  )
})

describe('a mean that never varies', () => {
  const mean = (value: number): Arm => ({ kind: 'summary', n: 100, mean: value, m2: 0 })
  const found = (value: number, worse: 'higher' | 'lower' = 'higher') =>
    judge(policy([metric({ kind: 'mean', worse })]), [blocksOf('error rate', 12, mean(1e6), mean(value))])[0]

  test('fails when it is another one', () => {
    expect(found(2e6)).toMatchObject({ finding: 'worse', effect: { estimate: 2, high: null } })
    expect(found(2e6)?.effect.low).toBeCloseTo(2, 6)
    expect(found(0.5e6, 'lower')?.finding).toBe('worse')
    expect(found(0.5e6)?.finding).not.toBe('worse')
  })

  test('does not pass, nor fail for what is rounding', () => {
    expect(found(1e6)?.finding).toBe('unknown')
    expect(found(1e6 * (1 + 1e-12))?.finding).toBe('unknown')
  })
})
