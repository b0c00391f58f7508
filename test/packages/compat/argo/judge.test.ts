import { argo } from '@sluice/compat'
import type { Arm, MetricPolicy, Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'

const ABSENT: Arm = { kind: 'absent', absence: 'no_data' }
const scalar = (value: number): Arm => ({ kind: 'scalar', value })

function metric(
  settings: Readonly<Record<string, unknown>>,
  extra: Partial<MetricPolicy> = {},
): MetricPolicy {
  return {
    name: 'rate',
    kind: 'scalar',
    worse: 'higher',
    margin: { value: 0, of: 'unit' },
    critical: true,
    weight: 1,
    judge: 'threshold',
    settings,
    ...extra,
  }
}

function samples(candidate: readonly Arm[], baseline: readonly Arm[] = []): Samples {
  const blocks = candidate.map((arm, i) => ({
    from: i,
    to: i + 1,
    weight: 10,
    baseline: baseline[i] ?? ABSENT,
    candidate: arm,
  }))
  return { metric: 'rate', blocks }
}

const judge = (settings: Readonly<Record<string, unknown>>, arms: readonly Arm[], extra = {}) => {
  const { finding, reason } = argo.judgeThreshold(metric(settings, extra), samples(arms))
  return `${finding}: ${reason}`
}

describe('the threshold judge', () => {
  const below = { successCondition: 'result < 0.05' }

  test('holds the candidate of every block against the condition', () => {
    expect(judge(below, [scalar(0.01), scalar(0.02)])).toBe('fine: condition_met')
    expect(judge(below, [scalar(0.01), scalar(0.06)])).toBe('worse: condition_failed')
    expect(judge({ ...below, failureLimit: 1 }, [scalar(0.06), scalar(0.01)])).toBe('fine: condition_met')
  })

  test('leaves open what meets neither condition', () => {
    const gap = { successCondition: 'result < 0.05', failureCondition: 'result > 0.1' }
    expect(judge(gap, [scalar(0.07)])).toBe('unknown: condition_undecided')
    expect(judge({ ...gap, inconclusiveLimit: 1 }, [scalar(0.07), scalar(0.01)])).toBe('fine: condition_met')
  })

  test('waits for its count, and is final once it is reached', () => {
    const thrice = { ...below, count: 3, failureLimit: 1 }
    expect(judge(thrice, [scalar(0.01), scalar(0.01)])).toBe('unknown: more_trials_needed')
    expect(judge(thrice, [0.01, 0.01, 0.01, 0.9, 0.9].map(scalar))).toBe('fine: condition_met')
  })

  test('never passes on silence, and says what kind of silence', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(judge({ failureCondition: 'result > 1' }, [scalar(value)])).toBe('unknown: measurement_errors')
    }
    expect(judge(below, [])).toBe('unknown: no_data')
    expect(judge(below, [ABSENT, ABSENT])).toBe('unknown: no_data')
    expect(judge(below, [{ kind: 'absent', absence: 'source_unreachable' }])).toBe(
      'unknown: source_unreachable',
    )
    expect(judge(below, [scalar(0.01), ABSENT])).toBe('unknown: no_data')
    expect(judge(below, [{ kind: 'proportion', events: 0, trials: 0 }])).toBe('unknown: zero_exposure')
    expect(judge(below, [{ kind: 'histogram', bounds: [1], counts: [1, 2] }])).toBe('unknown: wrong_samples')
  })

  test('answers as Argo Rollouts does where that is asked for', () => {
    const exact = { failureCondition: 'result > 1', exact: true }
    expect(judge(exact, [scalar(NaN)])).toBe('fine: condition_met')
  })

  test('makes a condition of a limit, in the direction that is worse', () => {
    expect(judge({}, [scalar(5)], { limit: 5 })).toBe('fine: limit_kept')
    expect(judge({}, [scalar(5.1)], { limit: 5 })).toBe('worse: limit_exceeded')
    expect(judge({}, [scalar(4.9)], { limit: 5, worse: 'lower' })).toBe('worse: limit_exceeded')
  })

  test('knows the baseline, and rates, means and lists as well as numbers', () => {
    const policy = metric({ successCondition: 'result <= baseline * 1.1' })
    const baseline: readonly Arm[] = [{ kind: 'proportion', events: 10, trials: 100 }]
    const worse: readonly Arm[] = [{ kind: 'proportion', events: 12, trials: 100 }]
    expect(argo.judgeThreshold(policy, samples(worse, baseline)).finding).toBe('worse')
    expect(argo.judgeThreshold(policy, samples(baseline, baseline)).finding).toBe('fine')
    expect(judge({ successCondition: 'max(result) < 3' }, [{ kind: 'values', values: [1, 2] }])).toBe(
      'fine: condition_met',
    )
    expect(judge({ successCondition: 'result < 3' }, [{ kind: 'summary', n: 4, mean: 2, m2: 1 }])).toBe(
      'fine: condition_met',
    )
  })

  test('refuses settings it can not keep, all problems at once', () => {
    const settings = { successCondition: 'result <', failureLimit: 'many', limt: 3 }
    expect(() => argo.judgeThreshold(metric(settings), samples([]))).toThrow(
      /failureLimit[^]*successCondition[^]*limt/,
    )
    expect(() => argo.judgeThreshold(metric({}), samples([]))).toThrow(/needs a successCondition/)
  })

  test('more failures never turn a failure into a pass', () => {
    for (let failures = 0; failures < 6; failures++) {
      const arms = [...Array.from({ length: failures }, () => scalar(1)), scalar(0)]
      expect(judge({ ...below, failureLimit: 2 }, arms)).toBe(
        failures > 2 ? 'worse: condition_failed' : 'fine: condition_met',
      )
    }
  })
})
