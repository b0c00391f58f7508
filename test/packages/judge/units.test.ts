import { judge, parseMetrics, rejudge } from '@sluice/compat'
import {
  conclude,
  decode,
  digestOf,
  encode,
  type Arm,
  type Block,
  type Policy,
  type Samples,
} from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { binomial, metric, policy, seeded } from './sequential/rollout.ts'

const byUsers = metric({ units: 'users', margin: { value: 0.5, of: 'baseline' } })

interface User {
  readonly id: number
  readonly requests: number
  readonly errors: number
  readonly candidate: boolean
}

/** Users who stay with one version, each with an error rate of its own. */
function crowd(seed: number, count: number, heavy: number, errors = 0.02): readonly User[] {
  const random = seeded(seed)
  return Array.from({ length: count }, (_, id) => ({
    id,
    requests: 2 + Math.floor(20 * random() ** heavy),
    errors: errors * 2 * random(),
    candidate: random() < 0.5,
  }))
}

function rollout(users: readonly User[], blocks: number, ratio = 1, seed = 1): Samples {
  const random = seeded(seed)
  const arm = (rows: readonly (readonly [number, number, number])[]): Arm => ({
    kind: 'proportion',
    events: rows.reduce((sum, [, events]) => sum + events, 0),
    trials: rows.reduce((sum, [, , trials]) => sum + trials, 0),
    units: { each: rows },
  })
  return {
    metric: 'error rate',
    blocks: Array.from({ length: blocks }, (_, i): Block => {
      const rows = users.map(({ id, requests, errors, candidate }) => {
        const events = binomial(random, requests, Math.min(1, errors * (candidate ? ratio : 1)))
        return { candidate, row: [id, events, requests] as const }
      })
      const of = (which: boolean) =>
        arm(rows.flatMap(({ candidate, row }) => (candidate === which ? [row] : [])))
      return { from: i * 60_000, to: (i + 1) * 60_000, weight: 50, candidate: of(true), baseline: of(false) }
    }),
  }
}

function judged(samples: Samples, rules: Policy = policy([byUsers])) {
  const [evidence] = judge(rules, [samples])
  if (evidence === undefined) throw new Error('no evidence')
  return evidence
}

describe('a metric with units', () => {
  test('finds a tripled rate over many users, and says by what it was judged', () => {
    const evidence = judged(rollout(crowd(1, 400, 1), 12, 3))
    expect(evidence).toMatchObject({ finding: 'worse', reason: 'beyond_margin' })
    expect(evidence.effect.low).toBeGreaterThan(1)
    expect(evidence.effect.estimate).toBeGreaterThan(2)
    expect(evidence.notes?.join(' ')).toMatch(/Judged by users, not by requests: \d+ users in the candidate/)
    expect(evidence.noise).toBeUndefined()
  })

  test('passes a sound candidate with many users that are alike', () => {
    const alike = crowd(2, 4000, 1).map((user) => ({ ...user, errors: 0.05 }))
    expect(judged(rollout(alike, 6))).toMatchObject({ finding: 'fine', reason: 'within_margin' })
  })

  test('one user of many requests with errors of its own is one observation', () => {
    const users = crowd(3, 200, 1).map((user, i) =>
      i === 0 ? { ...user, requests: 70, errors: 0.4, candidate: true } : { ...user, errors: 0.02 },
    )
    const samples = rollout(users, 40)
    expect(judged(samples).finding).not.toBe('worse')
    const byRequests = metric({ margin: { value: 0.5, of: 'baseline' } })
    expect(judged(samples, policy([byRequests])).finding).toBe('worse')
  })

  test('too few users, or too few that count, is a reason of its own', () => {
    expect(judged(rollout(crowd(4, 12, 1, 0.3), 20))).toMatchObject({
      finding: 'unknown',
      reason: 'too_few_units',
    })
  })

  test('two blocks never decide, whatever they hold', () => {
    const users = crowd(5, 2000, 1)
    expect(judged(rollout(users, 2, 8)).finding).toBe('unknown')
    expect(judged(rollout(users, 3, 8)).finding).toBe('worse')
  })

  test('the sums over users since the beginning say nearly the same as the users themselves', () => {
    const users = crowd(6, 600, 1)
    const each = rollout(users, 10, 3)
    const totals = {
      candidate: new Map<number, readonly [number, number]>(),
      baseline: new Map<number, readonly [number, number]>(),
    }
    const blocks = each.blocks.map((block): Block => {
      const since = (name: 'candidate' | 'baseline'): Arm => {
        const arm = block[name]
        if (arm.kind !== 'proportion' || arm.units === undefined || !('each' in arm.units)) return arm
        for (const [unit, sum, count] of arm.units.each) {
          const [known, times] = totals[name].get(unit) ?? [0, 0]
          totals[name].set(unit, [known + sum, times + count])
        }
        const all = [...totals[name].values()]
        const total = (of: (sum: number, count: number) => number) =>
          all.reduce((sum, [own, times]) => sum + of(own, times), 0)
        return {
          ...arm,
          units: {
            since: {
              units: all.length,
              sum: total((sum) => sum),
              count: total((_, count) => count),
              sumSquares: total((sum) => sum * sum),
              products: total((sum, count) => sum * count),
              countSquares: total((_, count) => count * count),
            },
          },
        }
      }
      return { ...block, candidate: since('candidate'), baseline: since('baseline') }
    })
    const [whole, sums] = [judged(each), judged({ ...each, blocks })]
    expect(sums.finding).toBe(whole.finding)
    expect(sums.effect.estimate).toBeCloseTo(whole.effect.estimate ?? 0, 9)
    expect(Math.abs((sums.logE?.fail ?? 0) / (whole.logE?.fail ?? 1) - 1)).toBeLessThan(0.05)
  })

  test('samples without units are refused by name, and other kinds do not take units', () => {
    const bare = rollout(crowd(7, 100, 1), 5)
    const without = bare.blocks.map((block) => ({
      ...block,
      candidate: { kind: 'proportion', events: 1, trials: 100 } as const,
      baseline: { kind: 'proportion', events: 1, trials: 100 } as const,
    }))
    expect(judged({ ...bare, blocks: without })).toMatchObject({ finding: 'unknown', reason: 'no_units' })
    expect(() => judge(policy([metric({ kind: 'count', units: 'users' })]), [])).toThrow(
      /units must be absent/,
    )
    expect(() => judge(policy([metric({ units: 'users', limit: 0.1 })]), [])).toThrow(/limit must be absent/)
  })

  test('is written as `units: users`', () => {
    const { policies } = parseMetrics([
      { name: 'errors', kind: 'proportion', events: 'e($arm)', trials: 't($arm)', units: 'users' },
    ])
    expect(policies[0]).toMatchObject({ units: 'users' })
    expect(() =>
      parseMetrics([{ name: 'n', kind: 'count', events: 'e', exposure: 'x', units: 'users' }]),
    ).toThrow(/units/)
  })

  test('a verdict by units can be judged again from what it carries', () => {
    const rules = policy([byUsers])
    const evidence = judge(rules, [rollout(crowd(8, 300, 1), 5, 3)])
    const verdict = {
      schema: 1,
      action: 'canary-step',
      subject: { repository: 'o/r', sha: 'a'.repeat(40), environment: 'production', service: 'app' },
      ...conclude(evidence),
      evidence,
      window: { from: 0, to: 1 },
      policy: { digest: digestOf(rules), document: rules },
    } as const
    expect(decode(encode(verdict), rejudge)).toEqual(verdict)
  })
})

describe('a mean with units', () => {
  const spend = metric({
    name: 'spend',
    kind: 'mean',
    worse: 'lower',
    units: 'users',
    margin: { value: 0.2, of: 'baseline' },
  })

  function paid(seed: number, ratio: number): Samples {
    const random = seeded(seed)
    const users = Array.from({ length: 2000 }, () => ({ each: 5 + 10 * random(), candidate: random() < 0.5 }))
    const blocks = Array.from({ length: 5 }, (_, i): Block => {
      const arm = (which: boolean): Arm => {
        const each = users.flatMap(({ each: usual, candidate }, id) =>
          candidate === which ? [[id, usual * (0.5 + random()) * (candidate ? ratio : 1), 1] as const] : [],
        )
        return { kind: 'values', values: each.map(([, value]) => value), units: { each } }
      }
      return { from: i * 1000, to: (i + 1) * 1000, weight: 50, candidate: arm(true), baseline: arm(false) }
    })
    return { metric: 'spend', blocks }
  }

  test('passes where nothing changed, and fails where users spend half', () => {
    expect(judged(paid(1, 1), policy([spend])).finding).toBe('fine')
    expect(judged(paid(2, 0.5), policy([spend]))).toMatchObject({ finding: 'worse' })
  })
})
