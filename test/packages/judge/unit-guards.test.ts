import { judge } from '@sluice/compat'
import type { Arm, Block, Policy, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { metric, policy, seeded } from './sequential/rollout.ts'

const byUsers = metric({ units: 'users', margin: { value: 0.5, of: 'baseline' } })

function judged(samples: Samples, rules: Policy = policy([byUsers])) {
  const [evidence] = judge(rules, [samples])
  if (evidence === undefined) throw new Error('no evidence')
  return evidence
}

/** Units by block and arm, given outright: [unit, events, trials]. */
type Rows = readonly (readonly [unit: number, events: number, trials: number])[]

function stated(blocks: readonly { weight: number; candidate: Rows; baseline: Rows }[]): Samples {
  const arm = (each: Rows): Arm => ({
    kind: 'proportion',
    events: each.reduce((sum, [, events]) => sum + events, 0),
    trials: each.reduce((sum, [, , trials]) => sum + trials, 0),
    units: { each },
  })
  return {
    metric: 'error rate',
    blocks: blocks.map(({ weight, candidate, baseline }, i): Block => ({
      from: i * 60_000,
      to: (i + 1) * 60_000,
      weight,
      candidate: arm(candidate),
      baseline: arm(baseline),
    })),
  }
}

/** So many new users in every block, of one request each, that fail at this rate. */
function visitors(first: number, count: number, failing: (id: number) => boolean): Rows {
  return Array.from({ length: count }, (_, i) => [first + i, failing(first + i) ? 1 : 0, 1] as const)
}

describe('certain harm by units', () => {
  const every = () => true
  const none = () => false

  test('fails a candidate of which every user meets errors, although the baseline has none', () => {
    const blocks = [0, 1, 2].map((i) => ({
      weight: 50,
      candidate: visitors(400 * i, 200, every),
      baseline: visitors(400 * i + 200, 200, none),
    }))
    expect(judged(stated(blocks))).toMatchObject({ finding: 'worse', reason: 'certain_harm' })
  })

  test('adds up over blocks of few users each, but needs 30 different ones in each version', () => {
    const few = (candidates: number, baselines: number) =>
      Array.from({ length: 20 }, (_, i) => ({
        weight: 50,
        candidate: visitors(1000 + candidates * i, candidates, every),
        baseline: visitors(5000 + (baselines === 5 ? 5 * i : 0), baselines, none),
      }))
    expect(judged(stated(few(5, 5)))).toMatchObject({ finding: 'worse', reason: 'certain_harm' })
    // The same 20 users again and again.
    expect(judged(stated(few(5, 20))).finding).toBe('unknown')
  })

  test('is not what one user with most of the requests meets', () => {
    const at = (weight: number) =>
      stated(
        Array.from({ length: 20 }, () => ({
          weight,
          candidate: [...visitors(0, 60, none), [9999, 600, 600] as const],
          baseline: visitors(100, 60, none),
        })),
      )
    expect(judged(at(50)).finding).toBe('unknown')
    expect(judged(at((100 * 660) / 720), policy([metric()]))).toMatchObject({ reason: 'certain_harm' })
  })
})

describe('units on a ladder', () => {
  /** New users in every block, 1% errors at 5%, then 4% errors at 50%, `ratio` times that in the candidate. */
  function drifting(seed: number, ratio: number): Samples {
    const random = seeded(seed)
    return stated(
      Array.from({ length: 45 }, (_, i) => {
        const [weight, rate, times] = i < 30 ? [5, 0.01, 1] : [50, 0.04, ratio]
        const candidates = 20 * weight
        return {
          weight,
          candidate: visitors(5000 * i, candidates, () => random() < rate * times),
          baseline: visitors(5000 * i + candidates, 2000 - candidates, () => random() < rate),
        }
      }),
    )
  }
  const ladder = policy([byUsers], { stages: 2 })

  test('errors that rise in both versions when the weight rises do not fail a sound release', () => {
    for (const seed of [1, 2, 3, 4, 5])
      expect(judged(drifting(seed, 1), ladder).finding, `seed ${seed}`).not.toBe('worse')
  })

  test('a regression of the second weight is found by what is seen there', () => {
    expect(judged(drifting(1, 3), ladder)).toMatchObject({ finding: 'worse', reason: 'beyond_margin' })
  })

  test('sums since the beginning, which hold the traffic of all weights, are refused there', () => {
    const sums: Arm = {
      kind: 'proportion',
      events: 20,
      trials: 1000,
      units: {
        since: { units: 1000, sum: 20, count: 1000, sumSquares: 20, products: 20, countSquares: 1000 },
      },
    }
    const samples = stated([{ weight: 50, candidate: [], baseline: [] }])
    const blocks = samples.blocks.map((block) => ({ ...block, candidate: sums, baseline: sums }))
    expect(judged({ ...samples, blocks }, ladder)).toMatchObject({
      finding: 'unknown',
      reason: 'wrong_samples',
    })
    expect(judged({ ...samples, blocks }).reason).not.toBe('wrong_samples')
  })
})

describe('units that contradict their arm are refused', () => {
  const of = (each: Rows, whole: { events: number; trials: number }) => {
    const samples = stated([
      { weight: 50, candidate: each, baseline: visitors(5000, 1000, (id) => id % 50 === 0) },
    ])
    const blocks = samples.blocks.map((block) => ({
      ...block,
      candidate: { kind: 'proportion', ...whole, units: { each } } as const,
    }))
    return judged({ ...samples, blocks }).reason
  }
  const sound = visitors(0, 1000, (id) => id % 50 === 0)

  test.each([
    ['a sound arm', sound, { events: 20, trials: 1000 }, 'more_trials_needed'],
    ['other events', sound, { events: 900, trials: 1000 }, 'wrong_samples'],
    ['other trials', sound, { events: 20, trials: 1100 }, 'wrong_samples'],
    [
      'a negative sum',
      [
        [0, -1, 1],
        [1, 2, 2],
      ],
      { events: 1, trials: 3 },
      'negative',
    ],
    [
      'more events than trials',
      [
        [0, 3, 1],
        [1, 0, 4],
      ],
      { events: 3, trials: 5 },
      'events_exceed_trials',
    ],
  ] as const)('%s', (_, each, whole, reason) => {
    expect(of(each, whole)).toBe(reason)
  })
})
