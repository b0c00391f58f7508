import { judge } from '@sluice/compat'
import type { Block, Policy } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { binomial, metric, policy, seeded } from './rollout.ts'

/** Rungs of a ladder on which candidate and control each get `weight` percent of 20,000 requests a look. */
function besideControl(
  random: () => number,
  weights: readonly number[],
  { ratioAt = () => 1, uneven = 1, looks = 12 }: Partial<Shape> = {},
): readonly Block[] {
  return weights.flatMap((weight, rung) =>
    Array.from({ length: looks }, (_, look): Block => {
      const n = binomial(random, 20_000, (uneven * weight) / 100)
      const m = binomial(random, 20_000, weight / 100)
      const from = (rung * looks + look) * 60_000
      return {
        from,
        to: from + 60_000,
        weight,
        candidate: {
          kind: 'proportion',
          events: binomial(random, n, 0.01 * ratioAt(rung)),
          trials: n,
        },
        baseline: { kind: 'proportion', events: binomial(random, m, 0.01), trials: m },
      }
    }),
  )
}

interface Shape {
  readonly ratioAt: (rung: number) => number
  readonly uneven: number
  readonly looks: number
}

const rules = (over: Partial<Policy> = {}) =>
  policy([metric({ margin: { value: 0.5, of: 'baseline' } })], { share: 0.5, ...over })
const judged = (blocks: readonly Block[], over: Partial<Policy> = {}) =>
  judge(rules(over), [{ metric: 'error rate', blocks }])[0]

describe('an equal control beside the stable version', () => {
  test('the split is held against the stated share, not against the weight of the router', () => {
    const blocks = besideControl(seeded(1), [5])
    expect(judged(blocks)?.finding).toBe('fine')
    const { share: _, ...byWeight } = rules()
    expect(judge(byWeight, [{ metric: 'error rate', blocks }])[0]?.reason).toBe('sample_ratio_mismatch')
  })

  test('a control that gets another share than stated is a mismatch', () => {
    const found = judged(besideControl(seeded(2), [5], { uneven: 1.5 }))
    expect(found?.reason).toBe('sample_ratio_mismatch')
    expect(found?.notes?.join(' ')).toMatch(/received 60\.\d+% of the requests where 50\.00% were planned/)
  })

  test('above the share the control has what the candidate leaves: the weight of the router is the plan', () => {
    const random = seeded(6)
    const blocks = Array.from({ length: 12 }, (_, look): Block => {
      const n = binomial(random, 20_000, 0.75)
      const arm = (trials: number) =>
        ({ kind: 'proportion', events: binomial(random, trials, 0.01), trials }) as const
      return {
        from: look * 60_000,
        to: (look + 1) * 60_000,
        weight: 75,
        candidate: arm(n),
        baseline: arm(20_000 - n),
      }
    })
    expect(judged(blocks)?.finding).toBe('fine')
  })

  test('certain harm fails under such a mismatch', () => {
    const found = judged(besideControl(seeded(3), [5], { uneven: 1.5, ratioAt: () => 60 }))
    expect(found?.finding).toBe('worse')
  })

  test('each rung of a ladder passes with requests of its own', () => {
    const blocks = besideControl(seeded(4), [5, 25], {
      ratioAt: (rung) => (rung === 0 ? 1 : 2),
      looks: 40,
    })
    expect(judged(blocks.slice(0, 40), { stages: 2 })?.finding).toBe('fine')
    // The second rung has not passed by what the first one showed.
    expect(judged(blocks.slice(0, 41), { stages: 2 })?.finding).toBe('unknown')
    expect(judged(blocks, { stages: 2 })?.finding).toBe('worse')
  })

  test('of 200 sound rollouts beside a control at most 5 % fail, over all looks and rungs', () => {
    const failed = Array.from({ length: 200 }, (_, run) =>
      judged(besideControl(seeded(run + 10), [5, 10, 25]), {
        stages: 3,
        failWhen: 'any-regression',
        minTrials: 1e9,
      }),
    ).filter((found) => found?.finding === 'worse')
    // At 5 % more than 18 of 200 have a chance of 1 %.
    expect(failed.length).toBeLessThanOrEqual(18)
  })

  test.each([0, 1, -0.5, NaN])('a share of %d is refused', (share) => {
    expect(() => judged(besideControl(seeded(5), [5]), { share })).toThrow('share')
  })
})
