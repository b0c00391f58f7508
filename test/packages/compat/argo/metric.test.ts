import { argo } from '@sluice/compat'
import { describe, expect, test } from 'vitest'

const { assessMeasurement, assessCorrected } = argo
const phases = (values: readonly unknown[], conditions: argo.Conditions, exact: boolean): readonly string[] =>
  values.map((value) => (exact ? assessMeasurement : assessCorrected)(value, conditions).phase)

describe('one measurement', () => {
  const silence = [NaN, Infinity, -Infinity, null, undefined, [], [NaN]]

  test('silence can succeed in Argo Rollouts, and is an error here', () => {
    const failure = { failure: 'result > 1' }
    expect(phases([NaN, -Infinity], failure, true)).toEqual(['Successful', 'Successful'])
    expect(phases([NaN, -Infinity], failure, false)).toEqual(['Error', 'Error'])
    expect(phases([[]], { success: 'all(result, {# > 1})' }, true)).toEqual(['Successful'])
    expect(phases([[]], { success: 'all(result, {# > 1})' }, false)).toEqual(['Error'])
  })

  test('no condition is met by silence, whatever it says about other values', () => {
    for (const condition of ['true', 'result < 1', 'result > 1', 'result == result', 'all(result, {true})']) {
      for (const conditions of [
        { success: condition },
        { failure: condition },
        { failure: `!(${condition})` },
      ]) {
        for (const value of silence) expect(assessCorrected(value, conditions).phase).not.toBe('Successful')
      }
    }
  })

  test('a condition that asks about silence by name is believed', () => {
    expect(phases([NaN], { success: 'isNaN(result) || result < 1' }, false)).toEqual(['Successful'])
    expect(phases([[]], { success: 'len(result) == 0 || result[0] < 1' }, false)).toEqual(['Successful'])
    expect(phases([null], { success: 'default(result, 0) < 1' }, false)).toEqual(['Successful'])
  })

  test('without any condition everything succeeds there, and nothing here', () => {
    expect(phases([1, null], {}, true)).toEqual(['Successful', 'Successful'])
    expect(phases([1, null], {}, false)).toEqual(['Inconclusive', 'Inconclusive'])
  })
})

describe('durations', () => {
  test.each([
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['500ms', 500],
    ['-2m', -120_000],
    ['0', 0],
  ])('%s is read', (text, ms) => expect(argo.durationMs(text)).toBe(ms))

  test.each(['', '5', '5d', '60s-typo', 's', '1 s', 'constructor'])('%j is refused', (text) => {
    expect(argo.durationMs(text)).toBeUndefined()
  })
})

describe('validation', () => {
  const spec = { name: 'm', conditions: {} }

  test('every problem is told, not only the first', () => {
    const problems = argo.problemsOf({ ...spec, count: 3, failureLimit: 5, initialDelay: 'soon' }, 0)
    expect(problems).toEqual([
      'count must be >= failureLimit',
      'interval must be specified when count > 1',
      'invalid startDelay string: soon',
      'no provider specified',
    ])
  })

  test('a count must leave room for the failures tolerated and the successes asked for', () => {
    const both = { ...spec, interval: '1m', failureLimit: 3, consecutiveSuccessLimit: 3 }
    expect(argo.problemsOf({ ...both, count: 5 })).toHaveLength(1)
    expect(argo.problemsOf({ ...both, count: 6 })).toEqual([])
  })
})

describe('what a run does to its rollout', () => {
  test('only success goes on; doubt pauses, failure and error abort', () => {
    const all: readonly argo.Phase[] = ['Successful', 'Inconclusive', 'Failed', 'Error', 'Running', 'Pending']
    expect(all.map(argo.rolloutEffect)).toEqual(['continue', 'pause', 'abort', 'abort', 'wait', 'wait'])
  })
})

describe('retention', () => {
  test('ten measurements are kept unless a rule says otherwise', () => {
    const values = Array.from({ length: 15 }, (_, i) => i)
    expect(argo.retained('latency', values, [])).toEqual(values.slice(5))
    const rules = [{ pattern: /^lat/, limit: 12 }]
    expect(argo.retained('latency', values, rules)).toEqual(values.slice(3))
    expect(argo.retained('errors', values, rules)).toEqual(values.slice(5))
  })
})
