import { judge } from '@sluice/compat'
import { deliberate } from '@sluice/judge'
import { conclude } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { failures, metric, policy, seeded, steady, type Minute } from './rollout.ts'

const RUNGS = [5, 10, 25, 50]

/** So many looks at each of four rungs, traffic and error rate drifting with them. */
function climb(
  random: () => number,
  ratioAt: (rung: number) => number = () => 1,
  looks = 25,
): readonly Minute[] {
  return RUNGS.flatMap((weight, rung) =>
    Array.from({ length: looks }, (_, look) => ({
      weight,
      requests: Math.round(400 * (1 + rung) * (1 + 0.5 * Math.sin(look / 4) + 0.2 * random())),
      base: 0.005 * (1 + rung) * (1 + 0.3 * Math.cos(look / 5)),
      ratio: ratioAt(rung),
    })),
  )
}

describe('a ladder', () => {
  test('of 300 healthy rollouts at most 5 % end in a false alarm, over all their looks together', () => {
    const names = ['error rate', 'timeouts']
    const rules = policy(
      names.map((name) => metric({ name })),
      { stages: RUNGS.length },
    )
    const failed = Array.from({ length: 300 }, (_, run) => {
      const random = seeded(run + 1)
      const samples = names.map((name) =>
        failures(
          random,
          climb(random, () => 1, 10),
          name,
        ),
      )
      return conclude(judge(rules, samples)).outcome === 'fail'
    }).filter(Boolean)
    expect(failed.length).toBeLessThanOrEqual(15)
  })

  test('too few requests leave the question open, however sound the candidate', () => {
    const outcomes = Array.from({ length: 50 }, (_, run) => {
      const few = steady(20, { weight: 5, requests: 100, base: 0.01 })
      return conclude(judge(policy(), [failures(seeded(run + 1), few)])).outcome
    })
    expect(new Set(outcomes)).toEqual(new Set(['inconclusive']))
  })

  test('a regression that begins at a later rung does not have to outweigh the health of the rungs before', () => {
    const looks = (stages: number) =>
      Array.from({ length: 20 }, (_, run) => {
        const random = seeded(run + 1)
        const minutes = climb(random, (rung) => (rung === 3 ? 1.8 : 0.5))
        const rules = policy([metric()], { stages, failWhen: 'any-regression', minTrials: 1e12 })
        const samples = failures(random, minutes)
        const { look } = deliberate(rules, rules.metrics, () => samples)
        return look === 0 ? Infinity : look
      }).toSorted((a, b) => a - b)
    const [restarting, pooled] = [looks(4), looks(1)]
    expect(restarting.every((look) => look > 75 && look <= 100)).toBe(true)
    expect(restarting[10]).toBeLessThan(pooled[10] ?? 0)
  })

  test('every rung has to earn its own pass', () => {
    const rules = policy([metric({ margin: { value: 1, of: 'baseline' } })], { stages: 2 })
    const first = steady(20, { weight: 10, requests: 20_000, base: 0.02 })
    const second = steady(1, { weight: 50, requests: 1000, base: 0.02 })
    const sound = failures(seeded(3), [...first, ...second])
    const upTo = (blocks: number) => ({ ...sound, blocks: sound.blocks.slice(0, blocks) })
    expect(judge(rules, [upTo(20)])[0]?.finding).toBe('fine')
    expect(judge(rules, [upTo(21)])[0]).toMatchObject({ finding: 'unknown', reason: 'more_trials_needed' })
  })

  test('what was found at a look never depends on when it is asked for', () => {
    const rules = policy([metric()], { stages: 2 })
    const minutes = [
      ...steady(30, { weight: 10, requests: 5000, base: 0.02 }),
      ...steady(30, { weight: 50, requests: 5000, base: 0.02, ratio: 2 }),
    ]
    const samples = failures(seeded(5), minutes)
    const whole = deliberate(rules, rules.metrics, () => samples)
    const cut = { ...samples, blocks: samples.blocks.slice(0, whole.look) }
    const then = deliberate(rules, rules.metrics, () => cut)
    expect(whole.evidence[0]?.finding).toBe('worse')
    expect({ ...then.evidence[0], samples: 0 }).toEqual({ ...whole.evidence[0], samples: 0 })
  })
})
