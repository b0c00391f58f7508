import { judge } from '@sluice/compat'
import { deliberate } from '@sluice/judge'
import { type Policy, type Samples, conclude } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { counted, failures, metric, policy, seeded, steady } from './rollout.ts'

const rows = (count: number, row: readonly number[]) => counted(Array.from({ length: count }, () => row))
const tolerated = rows(60, [120, 10_000, 100, 10_000])

function finding(rules: Policy, ...samples: readonly Samples[]) {
  return judge(rules, samples).map((evidence) => [evidence.finding, evidence.reason])
}

describe('fail-when', () => {
  test('beyond-margin lets a change that is certain but tolerated pass', () => {
    const rules = policy([metric({ margin: { value: 0.4, of: 'baseline' } })])
    expect(finding(rules, tolerated)).toEqual([['fine', 'tolerated_change']])
  })

  test('any-regression fails the same change', () => {
    const rules = policy([metric({ margin: { value: 0.4, of: 'baseline' } })], { failWhen: 'any-regression' })
    expect(finding(rules, tolerated)).toEqual([['worse', 'regression']])
  })

  test('certainly-beyond-margin fails only what is certainly beyond it', () => {
    const rules = policy([metric()], { failWhen: 'certainly-beyond-margin' })
    expect(finding(rules, rows(30, [130, 10_000, 100, 10_000]))[0]?.[0]).toBe('unknown')
    expect(finding(rules, rows(30, [250, 10_000, 100, 10_000]))).toEqual([
      ['worse', 'certainly_beyond_margin'],
    ])
  })
})

describe('the latch', () => {
  test('the first crossing is final: what follows a fail changes nothing', () => {
    const bad = rows(20, [60, 1000, 10, 1000])
    const after = { ...bad, blocks: [...bad.blocks, ...rows(100, [0, 1000, 50, 1000]).blocks] }
    const later = after.blocks.map((block, i) => ({ ...block, from: i, to: i + 1 }))
    const rules = policy()
    const first = deliberate(rules, rules.metrics, () => bad)
    const last = deliberate(rules, rules.metrics, () => ({ ...after, blocks: later }))
    expect(last.look).toBe(first.look)
    expect(last.evidence[0]?.finding).toBe('worse')
  })

  test('a pass waits for as many trials as were asked for', () => {
    const rules = policy([metric()], { minTrials: 150_000 })
    const sound = rows(40, [50, 5000, 50, 5000])
    expect(deliberate(rules, rules.metrics, () => sound).look).toBe(30)
    const few = { ...sound, blocks: sound.blocks.slice(0, 20) }
    expect(finding(rules, few)).toEqual([['unknown', 'too_few_trials']])
    // 50,000 more of the candidate, and as many of the baseline.
    expect(judge(rules, [few])[0]?.needed).toBe(100_000)
  })
})

describe('several metrics', () => {
  const names = Array.from({ length: 20 }, (_, i) => `metric ${i}`)
  const rules = policy(names.map((name) => metric({ name })))
  const drawn = (seed: number, ratio: number) => {
    const random = seeded(seed)
    return names.map((name, i) =>
      failures(
        random,
        steady(25, { weight: 50, requests: 4000, base: 0.01, ratio: i === 0 ? ratio : 1 }),
        name,
      ),
    )
  }

  test('of 60 rollouts with twenty sound metrics at most 5 % fail', () => {
    const failed = Array.from({ length: 60 }, (_, run) => conclude(judge(rules, drawn(run + 1, 1)))).filter(
      ({ outcome }) => outcome === 'fail',
    )
    expect(failed.length).toBeLessThanOrEqual(3)
  })

  test('only the metric that regressed is blamed', () => {
    const found = judge(rules, drawn(1, 3))
    expect(found.filter(({ finding: each }) => each === 'worse').map(({ metric: name }) => name)).toEqual([
      'metric 0',
    ])
  })

  test('a metric that is not critical is judged but takes no share of the alarm', () => {
    const bad = { ...rows(30, [60, 1000, 10, 1000]), metric: 'shown' }
    const sound = rows(30, [200, 20_000, 200, 20_000])
    const two = policy([metric(), metric({ name: 'shown', critical: false })])
    const found = judge(two, [sound, bad])
    expect(found.map(({ finding: each }) => each)).toEqual(['fine', 'worse'])
    expect(conclude(found).outcome).toBe('pass')
  })

  test('the order of metrics and of blocks handed over does not matter', () => {
    const two = policy([metric(), metric({ name: 'other' })])
    const [a, b] = [rows(20, [30, 2000, 20, 2000]), { ...rows(20, [20, 2000, 20, 2000]), metric: 'other' }]
    const turned = judge({ ...two, metrics: two.metrics.toReversed() }, [b, a])
    expect(turned.toReversed()).toEqual(judge(two, [a, b]))
    const shuffled = { ...a, blocks: a.blocks.toReversed() }
    expect(judge(two, [shuffled, b])[0]?.effect).toEqual(judge(two, [a, b])[0]?.effect)
  })
})

describe('limits', () => {
  test('a limit fails a candidate that is no worse than a bad baseline', () => {
    const rules = policy([metric({ limit: 0.02 })])
    expect(finding(rules, rows(20, [40, 1000, 40, 1000]))).toEqual([['worse', 'limit_exceeded']])
  })

  test('where the baseline was left out on purpose the limit alone decides', () => {
    const rules = policy([metric({ limit: 0.02 })])
    const gone = { kind: 'absent', absence: 'not_observed' } as const
    const alone = (events: number): Samples => {
      const { metric: name, blocks } = rows(20, [events, 1000, 0, 0])
      return { metric: name, blocks: blocks.map((block) => ({ ...block, baseline: gone })) }
    }
    expect(finding(rules, alone(5))).toEqual([['fine', 'limit_kept']])
    expect(finding(rules, alone(60))).toEqual([['worse', 'limit_exceeded']])
    expect(finding(policy(), alone(5))[0]?.[0]).toBe('unknown')
  })
})

describe('directions', () => {
  test('where lower is worse a falling success rate fails and a rising one passes', () => {
    const success = metric({ worse: 'lower', margin: { value: 0.01, of: 'unit' } })
    const rules = policy([success])
    expect(finding(rules, rows(30, [4700, 5000, 4900, 5000]))[0]?.[0]).toBe('worse')
    expect(finding(rules, rows(30, [4950, 5000, 4900, 5000]))[0]?.[0]).toBe('fine')
  })

  test('where either way is worse both are found', () => {
    const rules = policy([metric({ worse: 'either', margin: { value: 0.5, of: 'baseline' } })])
    expect(finding(rules, rows(20, [40, 2000, 20, 2000]))[0]?.[0]).toBe('worse')
    expect(finding(rules, rows(40, [5, 2000, 40, 2000]))[0]?.[0]).toBe('worse')
    expect(finding(rules, rows(60, [40, 2000, 40, 2000]))[0]?.[0]).toBe('fine')
  })
})
