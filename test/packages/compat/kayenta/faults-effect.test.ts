import { describe, expect, test } from 'vitest'
import { answerOf, both, canaryOf, deviates, sample } from './canaries.ts'

const THREES = [3, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7]
const FIVES = [5, 5.1, 5.2, 5.3, 5.4, 5.5, 5.6, 5.7]
const negative = (values: readonly number[]): readonly number[] => values.map((x) => -x)
const PASS = { label: 'Pass', score: 100, canary: 'Pass' }
const HIGH = { label: 'High', score: 0, canary: 'Fail' }
const LOW = { label: 'Low', score: 0, canary: 'Fail' }

describe('what Kayenta makes of the size of a change', () => {
  test('a negative metric that falls or rises passes there, and is low or high here', () => {
    const fallen = both({ control: negative(THREES), experiment: negative(FIVES) })
    expect(fallen).toEqual({ compatible: PASS, strict: LOW })
    const risen = both({ control: negative(FIVES), experiment: negative(THREES) })
    expect(risen).toEqual({ compatible: PASS, strict: HIGH })
  })

  test('from a constant zero to a constant five is high both ways, here without noise', () => {
    const arms = { control: sample(10, () => 0), experiment: sample(10, () => 5) }
    expect(both(arms)).toEqual({ compatible: HIGH, strict: HIGH })
  })

  test('an allowed increase is bypassed by a control mean of zero there, and can not be checked here', () => {
    const canary = { effectSize: { allowedIncrease: 10 } }
    const { compatible, strict } = both({
      control: sample(8, () => 0),
      experiment: [1, 2, 3, 4, 5, 6, 7, 8],
      canary,
    })
    expect(compatible).toEqual(HIGH)
    expect(strict).toMatchObject({ label: 'Unknown', canary: 'Inconclusive' })
  })

  test('the unit decides there (an absolute tolerance of 1e-4), and does not here', () => {
    const control = [0.936, 1.024, 1.292, 0.348, 0.41, 0.644, 0.893, 1.069]
    const experiment = [1.809, 4.481, 2.275, 2.2, 1.288, 2.423, 2.314, 2.29]
    const tiny = (values: readonly number[]): readonly number[] => values.map((x) => x * 1e-6)
    const ones = both({ control, experiment })
    const millionths = both({ control: tiny(control), experiment: tiny(experiment) })
    expect(ones).toEqual({ compatible: HIGH, strict: HIGH })
    expect(millionths).toEqual({ compatible: PASS, strict: HIGH })
  })

  test('a change of unit changes no strict label in 300 random metrics', () => {
    const draw = deviates(5)
    const runs = sample(300, draw).map((_, i) => ({
      control: sample(30, () => Math.exp(draw() * 0.6)),
      experiment: sample(30, () => Math.exp(draw() * 0.6) * (i % 2 === 0 ? 1 : 1.4)),
    }))
    const changed = runs.filter(({ control, experiment }) => {
      const small = { control: control.map((x) => x * 1e-6), experiment: experiment.map((x) => x * 1e-6) }
      return answerOf({ control, experiment }, true).label !== answerOf(small, true).label
    })
    expect(changed).toEqual([])
  })

  test('seven of ten points at 100 times pass there (eight do not), and are high here', () => {
    const control = sample(10, () => 1)
    const seven = [...sample(7, () => 100), 1, 1, 1]
    expect(both({ control, experiment: seven })).toEqual({ compatible: PASS, strict: HIGH })
    const eight = [...sample(8, () => 100), 1, 1]
    expect(both({ control, experiment: eight })).toEqual({ compatible: HIGH, strict: HIGH })
  })

  test('errors in a third of the intervals over none are missed there, and found here', () => {
    const control = sample(60, () => 0)
    const experiment = control.map((_, i) => (i % 3 === 0 ? 2 : 0))
    expect(both({ control, experiment })).toEqual({ compatible: PASS, strict: HIGH })
  })

  test('a change of 5 % fails both ways unless it is allowed: the tolerance of 0.25 is no margin', () => {
    const draw = deviates(23)
    const runs = sample(40, draw).map(() => ({
      control: sample(30, () => 100 + 5 * draw()),
      experiment: sample(30, () => 105 + 5 * draw()),
    }))
    const fails = (strict: boolean, canary = {}): number =>
      runs.filter((run) => answerOf({ ...run, canary }, strict).canary === 'Fail').length
    expect(fails(false)).toBeGreaterThan(20)
    expect(fails(true)).toBeGreaterThan(20)
    expect(fails(true, { effectSize: { allowedIncrease: 1.1 } })).toBe(0)
  })

  test('ten growing looks at sound metrics raise few false alarms either way', () => {
    const draw = deviates(31)
    const runs = sample(60, draw).map(() => ({
      a: sample(60, () => 10 + draw()),
      b: sample(60, () => 10 + draw()),
    }))
    const alarmed = (strict: boolean): number =>
      runs.filter(({ a, b }) =>
        [6, 12, 18, 24, 30, 36, 42, 48, 54, 60].some(
          (n) => answerOf({ control: a.slice(0, n), experiment: b.slice(0, n) }, strict).canary === 'Fail',
        ),
      ).length
    expect(alarmed(false)).toBeLessThanOrEqual(4)
    expect(alarmed(true)).toBeLessThanOrEqual(4)
  })

  test('a group with nothing to count brings its whole weight there, and none here', () => {
    const bad = { control: THREES, experiment: FIVES, groups: ['judged'] }
    const silent = { control: [], experiment: [], groups: ['silent'] }
    const good = { control: THREES, experiment: THREES, groups: ['judged'] }
    const weights = { judged: 20, silent: 80 }
    expect(canaryOf([bad, good, silent], false, weights)).toMatchObject({ score: 90 })
    expect(canaryOf([bad, good, silent], true, weights)).toMatchObject({ score: 50, classification: 'Fail' })
  })

  test('the weight of a group that no metric is in is lost there, and shared out here', () => {
    const good = { control: THREES, experiment: THREES, groups: ['present'] }
    const weights = { present: 60, absent: 40 }
    expect(canaryOf([good], false, weights)).toMatchObject({ score: 60, classification: 'Fail' })
    expect(canaryOf([good], true, weights)).toMatchObject({ score: 100, classification: 'Pass' })
  })
})
