import { judge } from '@sluice/compat'
import { readRecording } from '@sluice/metrics'
import { normalSf } from '@sluice/stats'
import { conclude, type Arm, type Block, type Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { binomial, metric, normal, policy, seeded } from './sequential/rollout.ts'

/** Ten inputs like each of the recorded cases, with other numbers. */
const TEN = Array.from({ length: 10 }, (_, i) => i + 1)

const share = (events: number, trials: number): Arm => ({ kind: 'proportion', events, trials })

function samplesOf(
  name: string,
  count: number,
  weight: number,
  arms: () => Pick<Block, 'baseline' | 'candidate'>,
): Samples {
  const blocks = Array.from({ length: count }, (_, i): Block => ({
    from: i * 60_000,
    to: (i + 1) * 60_000,
    weight,
    ...arms(),
  }))
  return { metric: name, blocks }
}

/** Shares of requests, drawn: so many requests a minute, of which the candidate really gets `got` percent. */
function drawn(
  name: string,
  seed: number,
  given: { weight: number; got: number; requests: number; base: number; worse: number },
  count = 20,
) {
  const random = seeded(seed)
  return samplesOf(name, count, given.weight, () => {
    const n = binomial(random, given.requests, given.got / 100)
    const m = given.requests - n
    return {
      candidate: share(binomial(random, n, given.worse), n),
      baseline: share(binomial(random, m, given.base), m),
    }
  })
}

describe('neighbours of judge-harm-under-mismatch', () => {
  const rules = policy([metric({ margin: { value: 0.005, of: 'unit' } })], { minTrials: 200 })
  test.each(TEN)('%i', (seed) => {
    const weight = 4 + 3 * seed
    const traffic = { weight, got: 1.6 * weight, requests: 1500 + 400 * seed, base: 0.002 * (1 + seed / 4) }
    const found = (got: number, worse: number) =>
      judge(rules, [drawn('error rate', seed, { ...traffic, got, worse }, 4)])[0]
    expect(found(traffic.got, 0.6)?.finding).toBe('worse')
    expect(found(weight, 0.4)?.finding).toBe('worse')
    expect(found(traffic.got, traffic.base)).toMatchObject({
      finding: 'unknown',
      reason: 'sample_ratio_mismatch',
    })
  })
})

describe('neighbours of judge-noncritical-mismatch', () => {
  const rules = policy([
    metric({ name: '5xx', margin: { value: 0.01, of: 'unit' } }),
    metric({ name: 'misses', margin: { value: 0.1, of: 'unit' }, critical: false }),
  ])
  test.each(TEN)('%i', (seed) => {
    const weight = 10 + 4 * seed
    const right = { weight, got: weight, requests: 2000 + 300 * seed, base: 0.004 + 0.001 * seed }
    const outcome = (worse: number) => {
      const wrong = { ...right, got: weight / 3, requests: 600, base: 0.3, worse: 0.3 }
      const evidence = judge(rules, [
        drawn('5xx', seed, { ...right, worse }),
        drawn('misses', seed + 100, wrong),
      ])
      expect(evidence[0]?.notes?.join(' ') ?? '').not.toContain('were planned')
      return conclude(evidence).outcome
    }
    expect(outcome(right.base)).toBe('pass')
    expect(outcome(0.2)).toBe('fail')
  })
})

/** Log-normal latencies in buckets, as they are expected: nothing is left to chance. */
function buckets(bounds: readonly number[], median: number, sigma: number, total: number): Arm {
  const above = bounds.map((bound) => normalSf(Math.log(bound / median) / sigma))
  const counts = [...bounds, Infinity].map((_, i) =>
    Math.round(total * ((i === 0 ? 1 : (above[i - 1] ?? 0)) - (above[i] ?? 0))),
  )
  return { kind: 'histogram', bounds, counts }
}

const DOUBLING = Array.from({ length: 9 }, (_, i) => 0.0125 * 2 ** i)
const WIDE = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]
const p95 = metric({ kind: 'quantile', quantile: 0.95, margin: { value: 0.1, of: 'baseline' } })

describe('neighbours of the p95 cases', () => {
  const shifted = (bounds: readonly number[], seed: number, ratio: number) => {
    const [median, sigma] = [0.04 + 0.013 * seed, 0.4 + 0.06 * seed]
    const arms = {
      baseline: buckets(bounds, median, sigma, 6000),
      candidate: buckets(bounds, median * ratio, sigma, 6000),
    }
    return samplesOf('error rate', 30, 50, () => arms)
  }

  test.each(TEN)('+5 %% is not certainly worse than +10 %%: %i', (seed) => {
    for (const bounds of [DOUBLING, WIDE]) {
      const [found] = judge(policy([p95], { failWhen: 'certainly-beyond-margin' }), [
        shifted(bounds, seed, 1.05),
      ])
      expect(found?.finding).not.toBe('worse')
      expect(found?.effect.low ?? 0).toBeLessThanOrEqual(1.05)
      expect(found?.effect.high ?? Infinity).toBeGreaterThanOrEqual(1.05)
    }
  })

  test.each(TEN)('+25 %% never passes a margin of 10 %%: %i', (seed) => {
    for (const bounds of [DOUBLING, WIDE]) {
      const [found] = judge(policy([p95]), [shifted(bounds, seed, 1.25)])
      expect(found?.finding).not.toBe('fine')
      if (found?.reason !== 'buckets_too_coarse') continue
      expect(found.needed).toBeUndefined()
      expect(found.notes?.join(' ')).toContain('too coarse for a margin of 10%')
    }
  })

  test.each(TEN)('different buckets are named: %i', (seed) => {
    const other = DOUBLING.map((bound, i) => (i % 3 === seed % 3 ? bound : Number((bound * 0.8).toFixed(5))))
    const arms = { baseline: buckets(DOUBLING, 0.1, 0.6, 5000), candidate: buckets(other, 0.1, 0.6, 5000) }
    const [found] = judge(policy([p95]), [samplesOf('error rate', 20, 50, () => arms)])
    expect(found?.finding).not.toBe('worse')
    expect(found?.notes?.join(' ')).toMatch(/only the baseline has 0\.\d+.*only the candidate has 0\.\d+/)
  })
})

describe('neighbours of judge-error-free', () => {
  test.each(TEN)('%i', (seed) => {
    const arms = () => ({ baseline: share(0, 4000 * seed), candidate: share(0, 4000 * seed) })
    const found = (rules: ReturnType<typeof policy>) =>
      judge(rules, [samplesOf('error rate', 40, 50, arms)])[0]
    expect(found(policy([metric({ margin: { value: 0.0005, of: 'unit' } })]))?.finding).toBe('fine')
    expect(found(policy([metric({ margin: { value: 0.1, of: 'baseline', floor: 0.0005 } })]))?.finding).toBe(
      'fine',
    )
    const relative = found(policy([metric({ margin: { value: 0.1, of: 'baseline' } })]))
    expect(relative).toMatchObject({ finding: 'unknown', reason: 'no_events' })
    expect(relative?.notes?.join(' ')).toContain('10%, at least 0.02 points')
  })
})

test('neighbours of judge-two-csv-forms give one verdict', () => {
  for (const seed of TEN) {
    const random = seeded(seed)
    const rows = Array.from({ length: 15 }, (_, i) => {
      const [n, m] = [300 + 50 * seed, 2000 + 100 * seed]
      return [i, binomial(random, n, 0.03), n, binomial(random, m, 0.01), m] as const
    })
    const time = (i: number) => new Date(Date.UTC(2026, 8, 14, 9, i)).toISOString()
    const wide = rows.map(
      ([i, x, n, y, m]) =>
        `bad,${Date.parse(time(i))},${Date.parse(time(i + 1))},20,proportion,${y},${m},${x},${n}`,
    )
    const long = rows.flatMap(([i, x, n, y, m]) =>
      [`baseline,${y},${m}`, `candidate,${x},${n}`].map((arm) => `bad,${time(i)},${time(i + 1)},20,${arm}`),
    )
    const read = (lines: readonly string[]) =>
      judge(policy([metric({ name: 'bad' })]), readRecording(lines.join('\n'), 'csv', 'case.csv'))
    const one = read([
      'metric,from,to,weight,kind,baseline_events,baseline_trials,candidate_events,candidate_trials',
      ...wide,
    ])
    expect(one[0]?.finding).toBe('worse')
    expect(read(['metric,from,to,weight,arm,events,trials', ...long])).toEqual(one)
  }
})

test('of 100 neighbours of judge-per-arm-noise at most 6 fail, and a doubled rate without noise is found in 12 minutes', () => {
  const rules = policy([metric({ name: 'timeouts', margin: { value: 0.1, of: 'baseline' } })])
  const minute = (random: () => number, spread: number, ratio: number) => {
    const shaken = () => Math.exp(spread * normal(random) - (spread * spread) / 2)
    return {
      candidate: share(binomial(random, 720, Math.min(1, 0.01 * ratio * shaken())), 720),
      baseline: share(binomial(random, 1080, Math.min(1, 0.01 * shaken())), 1080),
    }
  }
  const found = (seed: number, count: number, spread: number, ratio: number) => {
    const random = seeded(seed)
    return judge(rules, [samplesOf('timeouts', count, 40, () => minute(random, spread, ratio))])[0]?.finding
  }
  const seeds = Array.from({ length: 100 }, (_, i) => 1000 + i)
  for (const spread of [0.4, 0.8])
    expect(seeds.filter((seed) => found(seed, 60, spread, 1) === 'worse').length).toBeLessThanOrEqual(6)
  // Half of a hundred rollouts at least; chance alone decides how soon.
  expect(seeds.filter((seed) => found(seed, 12, 0, 2) === 'worse').length).toBeGreaterThanOrEqual(50)
})
