import { judge } from '@sluice/compat'
import { deliberate } from '@sluice/judge'
import type { Arm, Block, Evidence, MetricPolicy, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { binomial, metric, normal, policy, seeded } from './rollout.ts'

const WIDTH = Math.log(1.01 / 0.99)
const BOUNDS = [0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1]

const values = (row: readonly number[]): Arm => ({ kind: 'values', values: row })
const histogram = (row: readonly number[]): Arm => {
  const counts = [...BOUNDS, 0].map(() => 0)
  for (const value of row) {
    const found = BOUNDS.findIndex((bound) => value <= bound)
    const bucket = found < 0 ? BOUNDS.length : found
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return { kind: 'histogram', bounds: BOUNDS, counts }
}
const sketch = (row: readonly number[]): Arm => {
  const bins = new Map<number, number>()
  for (const value of row) {
    const index = Math.ceil(Math.log(value) / WIDTH)
    bins.set(index, (bins.get(index) ?? 0) + 1)
  }
  return { kind: 'sketch', accuracy: 0.01, zeros: 0, bins: [...bins].sort((a, b) => a[0] - b[0]) }
}

interface Slow {
  readonly scale?: number
  readonly tail?: number
  readonly unit?: number
}

/** Log-normal latencies, the candidate's all slower by `scale`, or its slowest tenth by `tail`. */
function latencies(
  seed: number,
  looks: number,
  { scale = 1, tail = 1, unit = 1 }: Slow,
  arm: (row: readonly number[]) => Arm,
): Samples {
  const random = seeded(seed)
  const draw = (slow: number, slowTail: number) =>
    Array.from({ length: 300 }, () => {
      const z = normal(random)
      return unit * 0.1 * Math.exp(0.5 * z) * slow * (z > 1.2816 ? slowTail : 1)
    })
  const blocks = Array.from({ length: looks }, (_, i): Block => ({
    from: i,
    to: i + 1,
    weight: 50,
    baseline: arm(draw(1, 1)),
    candidate: arm(draw(scale, tail)),
  }))
  return { metric: 'p95', blocks }
}

const p95 = (over: Partial<MetricPolicy> = {}) =>
  metric({ name: 'p95', kind: 'quantile', quantile: 0.95, margin: { value: 0.1, of: 'baseline' }, ...over })

function judged(rule: MetricPolicy, samples: Samples): Evidence {
  const [evidence] = judge(policy([rule]), [samples])
  if (evidence === undefined) throw new Error('no evidence')
  return evidence
}

describe('a quantile', () => {
  test.each([
    ['raw values', values],
    ['sketches', sketch],
    ['histograms', histogram],
  ] as const)(
    'of %s fails when all requests or only the tail slow down, and passes when none do',
    (_, arm) => {
      expect(judged(p95(), latencies(1, 40, { scale: 1.3 }, arm)).finding).toBe('worse')
      expect(judged(p95(), latencies(2, 40, { tail: 1.4 }, arm)).finding).toBe('worse')
      expect(judged(p95({ margin: { value: 0.3, of: 'baseline' } }), latencies(3, 40, {}, arm)).finding).toBe(
        'fine',
      )
    },
  )

  test('does not pass on a sound body when the tail is beyond the margin', () => {
    const passed = Array.from({ length: 20 }, (_, i) =>
      judged(p95(), latencies(10 + i, 40, { tail: 1.15 }, sketch)),
    )
    expect(passed.filter(({ finding }) => finding === 'fine').length).toBeLessThanOrEqual(1)
  })

  test('judges the same in another unit', () => {
    const own = judged(p95(), latencies(4, 30, {}, values))
    const micro = judged(p95(), latencies(4, 30, { unit: 1e-6 }, values))
    expect(micro.finding).toBe(own.finding)
    expect(micro.effect.high).toBeCloseTo(own.effect.high ?? NaN, 4)
    expect(micro.logE?.fail).toBeCloseTo(own.logE?.fail ?? NaN, 6)
  })

  test('takes a margin in the unit of the values', () => {
    const rule = p95({ margin: { value: 0.06, of: 'unit' }, unit: 's' })
    const evidence = judged(rule, latencies(5, 60, {}, sketch))
    expect(evidence).toMatchObject({ finding: 'fine', scale: 'difference' })
    expect(evidence.effect.high).toBeLessThan(0.065)
  })

  test('says so when its buckets are too coarse to show the margin', () => {
    const coarse = (row: readonly number[]): Arm => ({
      kind: 'histogram',
      bounds: [0.3, 3],
      counts: [row.filter((v) => v <= 0.3).length, row.filter((v) => v > 0.3 && v <= 3).length, 0],
    })
    const evidence = judged(p95({ margin: { value: 0.01, of: 'baseline' } }), latencies(6, 10, {}, coarse))
    expect(evidence.finding).toBe('unknown')
  })

  test('refuses arms without a common bucket bound', () => {
    const row = [0.1, 0.2, 0.3]
    const block: Block = {
      from: 0,
      to: 1,
      weight: 50,
      baseline: histogram(row),
      candidate: { kind: 'histogram', bounds: [0.7], counts: [3, 0] },
    }
    expect(judged(p95(), { metric: 'p95', blocks: [block] })).toMatchObject({
      finding: 'unknown',
      reason: 'different_buckets',
    })
  })

  test.each([
    ['beside a baseline that is as bad', { kind: 'scalar', value: 500 }],
    ['alone', { kind: 'absent', absence: 'not_observed' }],
  ] as const)('a value that stays beyond its limit fails, %s', (_, baseline) => {
    const rule = metric({ name: 'lag', kind: 'scalar', worse: 'higher', limit: 100 })
    const blocks = Array.from({ length: 20 }, (_, i): Block => ({
      from: i,
      to: i + 1,
      weight: 50,
      baseline,
      candidate: { kind: 'scalar', value: 500 },
    }))
    expect(judged(rule, { metric: 'lag', blocks })).toMatchObject({
      finding: 'worse',
      reason: 'limit_exceeded',
    })
  })

  test('keeps a limit whatever the baseline does', () => {
    const rule = p95({ limit: 0.15 })
    expect(judged(rule, latencies(7, 40, {}, sketch))).toMatchObject({
      finding: 'worse',
      reason: 'limit_exceeded',
    })
  })
})

describe('a count', () => {
  const rates = (candidate: number, baseline: number, unit = 1): Samples => {
    const random = seeded(8)
    const arm = (rate: number): Arm => ({
      kind: 'count',
      events: binomial(random, 100_000, rate / 100_000),
      exposure: 60 * unit,
    })
    const blocks = Array.from({ length: 40 }, (_, i): Block => ({
      from: i,
      to: i + 1,
      weight: 50,
      baseline: arm(baseline),
      candidate: arm(candidate),
    }))
    return { metric: 'restarts', blocks }
  }
  const restarts = (over: Partial<MetricPolicy> = {}) => metric({ name: 'restarts', kind: 'count', ...over })

  test('is judged by its rate over any exposure, and exposure is no number of trials', () => {
    expect(judged(restarts(), rates(20, 10)).finding).toBe('worse')
    expect(judged(restarts({ margin: { value: 1, of: 'baseline' } }), rates(20, 20, 1e-6)).finding).toBe(
      'fine',
    )
  })

  test('takes an absolute margin per exposure', () => {
    const rule = restarts({ margin: { value: 0.1, of: 'unit' } })
    expect(judged(rule, rates(12, 12))).toMatchObject({ finding: 'fine', scale: 'difference' })
    expect(judged(rule, rates(30, 12)).finding).toBe('worse')
  })
})

describe('a mean', () => {
  const means = (shift: number, unit = 1): Samples => {
    const random = seeded(9)
    const arm = (mean: number): Arm => ({ kind: 'scalar', value: unit * (mean + normal(random)) })
    const blocks = Array.from({ length: 40 }, (_, i): Block => ({
      from: i,
      to: i + 1,
      weight: 50,
      baseline: arm(10),
      candidate: arm(10 + shift),
    }))
    return { metric: 'cpu', blocks }
  }
  const cpu = metric({ name: 'cpu', kind: 'mean', margin: { value: 0.1, of: 'baseline' } })

  test('of one number an interval is judged once there are ten, in any unit', () => {
    expect(judged(cpu, means(3)).finding).toBe('worse')
    expect(judged(cpu, means(0)).finding).toBe('fine')
    expect(judged(cpu, means(0, 1e-6)).effect.estimate).toBeCloseTo(
      judged(cpu, means(0)).effect.estimate ?? NaN,
      9,
    )
    const nine = { ...means(5), blocks: means(5).blocks.slice(0, 9) }
    expect(deliberate(policy([cpu]), [cpu], () => nine).look).toBe(0)
  })
})

describe('paired answers', () => {
  test('are judged by the pairs in which the arms differ', () => {
    const block = (candidateOnly: number, baselineOnly: number, i: number): Block => ({
      from: i,
      to: i + 1,
      weight: 50,
      baseline: { kind: 'proportion', events: 300 + baselineOnly, trials: 1000 },
      candidate: { kind: 'proportion', events: 300 + candidateOnly, trials: 1000 },
      paired: { candidateOnly, baselineOnly },
    })
    const run = (c: number, b: number): Samples => ({
      metric: 'error rate',
      blocks: Array.from({ length: 12 }, (_, i) => block(c, b, i)),
    })
    const rule = metric({ margin: { value: 0.02, of: 'unit' } })
    expect(judged(rule, run(40, 10)).finding).toBe('worse')
    expect(judged(rule, run(3, 3)).finding).toBe('fine')
    expect(judged(rule, run(400, 0)).finding).toBe('worse')
    expect(
      judged(rule, {
        metric: 'error rate',
        blocks: [{ ...block(5, 5, 0), paired: { candidateOnly: 500, baselineOnly: 0 } }],
      }).reason,
    ).toBe('wrong_samples')
  })
})
