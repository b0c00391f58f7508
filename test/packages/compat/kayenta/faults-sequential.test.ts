import { judge } from '@sluice/compat'
import type { Arm, MetricPolicy } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { deviates, sample } from './canaries.ts'

const ONE_TO_TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const values = (points: readonly number[]): Arm => ({ kind: 'values', values: points })
const scaled = (points: readonly number[], by: number): readonly number[] => points.map((x) => x * by)

interface Block {
  readonly control: Arm
  readonly experiment: Arm
}

/** The answer of the sequential judge to the same data, block by block. */
function answer(blocks: readonly Block[], given: Partial<MetricPolicy> = {}): string {
  const metric: MetricPolicy = {
    name: 'metric',
    kind: 'quantile',
    quantile: 0.5,
    worse: 'either',
    margin: { value: 0.25, of: 'baseline' },
    critical: true,
    weight: 1,
    judge: 'sequential',
    ...given,
  }
  const policy = {
    confidence: 0.95,
    minTrials: 0,
    failWhen: 'beyond-margin',
    stages: 1,
    metrics: [metric],
  } as const
  const samples = blocks.map(({ control, experiment }, i) => ({
    from: i,
    to: i + 1,
    weight: 50,
    baseline: control,
    candidate: experiment,
  }))
  const [evidence] = judge(policy, [{ metric: 'metric', blocks: samples }])
  return `${evidence?.finding}: ${evidence?.reason}`
}

function repeated(
  control: readonly number[],
  experiment: readonly number[],
  times: number,
): readonly Block[] {
  return sample(times, () => 0).map(() => ({ control: values(control), experiment: values(experiment) }))
}

describe('the faults of Kayenta, put to the sequential judge', () => {
  test('too few points are too little traffic, never a pass and never a fail', () => {
    expect(answer(repeated([3], [5], 1))).toBe('unknown: more_trials_needed')
    expect(answer(repeated([1], [10], 1))).toBe('unknown: more_trials_needed')
    expect(answer(repeated([1], [10, 11], 1))).toBe('unknown: more_trials_needed')
    expect(answer(repeated([8, 9], [10, 11], 1))).toBe('unknown: more_trials_needed')
  })

  test('no metric of two points an arm fails by chance', () => {
    const draw = deviates(11)
    const failed = sample(400, draw).filter(() => {
      const control = sample(2, () => 10 + draw())
      return answer(
        repeated(
          control,
          sample(2, () => 10 + draw()),
          1,
        ),
      ).startsWith('worse')
    })
    expect(failed).toEqual([])
  })

  test('a regression of 100 times is found once there are points enough', () => {
    expect(answer(repeated(ONE_TO_TEN, scaled(ONE_TO_TEN, 100), 6))).toBe('worse: beyond_margin')
  })

  test('infinite points, NaN and an empty arm have each their reason', () => {
    const one = [...scaled(ONE_TO_TEN, 100).slice(1), Infinity]
    expect(answer(repeated(ONE_TO_TEN, one, 6))).toBe('unknown: infinite')
    expect(answer(repeated(ONE_TO_TEN, scaled(ONE_TO_TEN, Infinity), 6))).toBe('unknown: infinite')
    expect(answer(repeated([NaN, NaN], [1, 2], 6))).toBe('unknown: not_a_number')
    expect(answer(repeated(ONE_TO_TEN, [], 6))).toBe('unknown: no_candidate')
  })

  test('one metric without data leaves its own answer open, and no other', () => {
    expect(answer([{ control: values([]), experiment: values([]) }])).toMatch(/^unknown/)
    expect(answer(repeated(ONE_TO_TEN, ONE_TO_TEN, 200))).toBe('fine: within_margin')
  })

  test('a negative metric is worse in whichever direction it moves', () => {
    const unit = { margin: { value: 0.5, of: 'unit' } } as const
    const three = ONE_TO_TEN.map((x) => -3 - x / 10)
    const five = ONE_TO_TEN.map((x) => -5 - x / 10)
    expect(answer(repeated(three, five, 30), unit)).toBe('worse: beyond_margin')
    expect(answer(repeated(five, three, 30), unit)).toBe('worse: beyond_margin')
  })

  test('the unit of a metric changes no answer', () => {
    const inSeconds = repeated(scaled(ONE_TO_TEN, 1e-6), scaled(ONE_TO_TEN, 2e-6), 20)
    expect(answer(inSeconds)).toBe(answer(repeated(ONE_TO_TEN, scaled(ONE_TO_TEN, 2), 20)))
    expect(answer(inSeconds)).toBe('worse: beyond_margin')
  })

  test('seven and eight of ten points at 100 times are both found', () => {
    const ones = ONE_TO_TEN.map(() => 1)
    for (const sound of [3, 2]) {
      const experiment = ones.map((x, i) => (i < sound ? x : 100))
      expect(answer(repeated(ones, experiment, 6))).toBe('worse: beyond_margin')
    }
  })

  test('errors in a third of the intervals over a baseline of none are found', () => {
    const blocks = sample(60, () => 0).map((_, i) => ({
      control: { kind: 'count', events: 0, exposure: 60 } as const,
      experiment: { kind: 'count', events: i % 3 === 0 ? 2 : 0, exposure: 60 } as const,
    }))
    expect(answer(blocks, { kind: 'count', worse: 'higher' })).toBe('worse: beyond_margin')
  })

  test('from a constant zero to a constant five is found, as a count', () => {
    const block = {
      control: { kind: 'count', events: 0, exposure: 1 },
      experiment: { kind: 'count', events: 5, exposure: 1 },
    } as const
    expect(
      answer(
        sample(10, () => 0).map(() => block),
        { kind: 'count', worse: 'higher' },
      ),
    ).toBe('worse: beyond_margin')
  })

  test('a change of 5 % is tolerated by a margin of 25 %, which is a margin', () => {
    const draw = deviates(23)
    const blocks = sample(20, draw).map(() => ({
      control: values(sample(30, () => 100 + 5 * draw())),
      experiment: values(sample(30, () => 105 + 5 * draw())),
    }))
    expect(answer(blocks)).toMatch(/^fine/)
  })

  test('looking ten times at sound metrics raises no more false alarms than promised', () => {
    const draw = deviates(31)
    const alarms = sample(60, draw).filter(() => {
      const blocks = sample(10, draw).map(() => ({
        control: values(sample(6, () => 10 + draw())),
        experiment: values(sample(6, () => 10 + draw())),
      }))
      return answer(blocks).startsWith('worse')
    })
    expect(alarms.length).toBeLessThanOrEqual(3)
  })

  test('equal constants are no difference', () => {
    const fives = sample(50, () => 5)
    expect(answer(repeated(fives, fives, 40))).not.toMatch(/^worse/)
  })
})
