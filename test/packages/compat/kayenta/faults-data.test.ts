import { describe, expect, test } from 'vitest'
import { answerOf, both, canaryOf, deviates, sample } from './canaries.ts'

const ONE_TO_TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const PASS = { label: 'Pass', score: 100, canary: 'Pass' }
const FAIL = { score: 0, canary: 'Fail' }

describe('what Kayenta makes of data it should not judge', () => {
  test('one point in each arm scores 100 there, and is too little here', () => {
    const { compatible, strict } = both({ control: [3], experiment: [5] })
    expect(compatible).toEqual({ label: 'Error', score: 100, canary: 'Pass' })
    expect(strict).toEqual({ label: 'Unknown', score: 0, canary: 'Inconclusive' })
  })

  test('an error of a critical metric, or of every metric, still scores 100 there and never passes here', () => {
    const critical = { control: [3], experiment: [5], canary: { critical: true } }
    expect(canaryOf([critical, critical], false)).toMatchObject({ score: 100, classification: 'Pass' })
    expect(canaryOf([critical, critical], true)).toMatchObject({ classification: 'Inconclusive' })
  })

  test('noise that is random there repeats here, and strictly there is none', () => {
    const arms = { control: [1], experiment: [10] }
    expect(answerOf(arms, false)).toEqual(answerOf(arms, false))
    expect(['High', 'Error']).toContain(answerOf(arms, false).label)
    expect(answerOf(arms, true)).toMatchObject({ label: 'Unknown', canary: 'Inconclusive' })
  })

  test('one infinite point hides a regression of 100 times there, and is unknown here', () => {
    const hundredfold = ONE_TO_TEN.map((x) => x * 100)
    expect(both({ control: ONE_TO_TEN, experiment: hundredfold })).toEqual({
      compatible: { label: 'High', ...FAIL },
      strict: { label: 'High', ...FAIL },
    })
    const { compatible, strict } = both({
      control: ONE_TO_TEN,
      experiment: [...hundredfold.slice(0, 9), Infinity],
    })
    expect(compatible).toEqual(PASS)
    expect(strict).toMatchObject({ label: 'Unknown', canary: 'Inconclusive' })
  })

  test('infinite points only pass there, and are unknown here even where outliers are removed', () => {
    const infinite = ONE_TO_TEN.map(() => Infinity)
    expect(both({ control: ONE_TO_TEN, experiment: infinite })).toMatchObject({
      compatible: PASS,
      strict: { label: 'Unknown', canary: 'Inconclusive' },
    })
    const canary = { outliers: { strategy: 'remove' } }
    const longer = [...sample(200, () => 1), ...ONE_TO_TEN, Infinity]
    expect(answerOf({ control: ONE_TO_TEN, experiment: longer, canary }, true).label).toBe('Unknown')
  })

  test('an arm of nothing but NaN, replaced by zeros, is compared there and is no data here', () => {
    const canary = { nanStrategy: 'replace' }
    const { compatible, strict } = both({ control: [NaN, NaN], experiment: [1, 2], canary })
    expect(compatible.label).toBe('High')
    expect(strict).toMatchObject({ label: 'Nodata', canary: 'Inconclusive' })
  })

  test('an empty arm under replacement passes there, critical or not, and is no data here', () => {
    const canary = { nanStrategy: 'replace', critical: true, mustHaveData: true }
    const { compatible, strict } = both({ control: ONE_TO_TEN, experiment: [], canary })
    expect(compatible).toEqual(PASS)
    expect(strict).toMatchObject({ label: 'Nodata', canary: 'Fail' })
  })

  test('half of the metrics without data fail the canary there, and leave it open here', () => {
    const silent = { control: [NaN], experiment: [1] }
    const same = { control: ONE_TO_TEN, experiment: ONE_TO_TEN }
    expect(canaryOf([silent, same], false)).toMatchObject({ score: 0, classification: 'Fail' })
    expect(canaryOf([silent, same], true)).toMatchObject({ score: 100, classification: 'Inconclusive' })
  })

  test('two points an arm, or one against two, are enough to fail there and too few here', () => {
    const two = both({ control: [8, 9], experiment: [10, 11] })
    expect(two.compatible).toEqual({ label: 'High', ...FAIL })
    expect(two.strict).toMatchObject({ label: 'Unknown', canary: 'Inconclusive' })
    const one = both({ control: [1], experiment: [10, 11] })
    expect(one.compatible.label).toBe('High')
    expect(one.strict.label).toBe('Unknown')
  })

  test('with two points an arm, about one in five sound metrics fails there and none here', () => {
    const draw = deviates(11)
    const runs = sample(400, draw).map(() => ({
      control: sample(2, () => 10 + draw()),
      experiment: sample(2, () => 10 + draw()),
    }))
    const fails = (strict: boolean): number =>
      runs.filter((run) => answerOf(run, strict).canary === 'Fail').length
    expect(fails(false)).toBeGreaterThan(400 * 0.15)
    expect(fails(false)).toBeLessThan(400 * 0.3)
    expect(fails(true)).toBe(0)
  })

  test('equal constants pass both ways', () => {
    const fives = ONE_TO_TEN.map(() => 5)
    expect(both({ control: fives, experiment: fives })).toEqual({ compatible: PASS, strict: PASS })
  })
})
