import { judge, kayenta } from '@sluice/compat'
import { conclude, type Arm, type MetricPolicy } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'

const UP = [11, 12, 13, 14, 15, 16, 17, 18]
const FLAT = [1, 2, 3, 4, 5, 6, 7, 8]

function metric(
  settings: Readonly<Record<string, unknown>> = {},
  extra: Partial<MetricPolicy> = {},
): MetricPolicy {
  return {
    name: 'latency',
    kind: 'series',
    worse: 'higher',
    margin: { value: 0, of: 'baseline' },
    critical: true,
    weight: 1,
    judge: 'kayenta',
    settings,
    ...extra,
  }
}

function found(policy: MetricPolicy, baseline: readonly Arm[], candidate: readonly Arm[]) {
  const blocks = candidate.map((arm, i) => ({
    from: i,
    to: i + 1,
    weight: 50,
    baseline: baseline[i] ?? { kind: 'absent' as const, absence: 'no_data' as const },
    candidate: arm,
  }))
  return kayenta.judgeKayenta(policy, { metric: 'latency', blocks })
}

const scalars = (values: readonly number[]): readonly Arm[] =>
  values.map((value) => ({ kind: 'scalar', value }))

describe('a metric judged by Kayenta, as evidence', () => {
  test('takes one point of each block, or all values of an arm', () => {
    expect(found(metric(), scalars(FLAT), scalars(UP))).toMatchObject({
      finding: 'worse',
      reason: 'regression',
      effect: { estimate: 10 },
      observed: { baseline: { trials: 8 }, candidate: { trials: 8 } },
    })
    const whole = found(metric(), [{ kind: 'values', values: FLAT }], [{ kind: 'values', values: UP }])
    expect(whole.finding).toBe('worse')
  })

  test('looks in the direction that is worse', () => {
    expect(found(metric({}, { worse: 'lower' }), scalars(FLAT), scalars(UP)).finding).toBe('fine')
    expect(found(metric({ direction: 'decrease' }), scalars(FLAT), scalars(UP)).finding).toBe('fine')
  })

  test('is repaired unless compatibility is asked for', () => {
    const infinite = [...UP.slice(1).map((x) => x * 100), Infinity]
    expect(found(metric(), scalars(FLAT), scalars(infinite))).toMatchObject({
      finding: 'unknown',
      reason: 'infinite',
    })
    const compatible = metric({ strict: false, direction: 'either' })
    expect(found(compatible, scalars(FLAT), scalars(infinite)).finding).toBe('fine')
  })

  test('says why it is unknown', () => {
    expect(found(metric(), scalars([1, 2]), scalars([8, 9])).reason).toBe('too_few_trials')
    expect(found(metric(), scalars([NaN, NaN]), scalars([8, 9])).reason).toBe('no_data')
    expect(found(metric({ mustHaveData: true }), scalars([NaN]), scalars([8]))).toMatchObject({
      finding: 'worse',
      reason: 'no_data',
    })
    const sketch: Arm = { kind: 'sketch', accuracy: 0.01, zeros: 0, bins: [] }
    expect(found(metric(), [sketch], [sketch]).reason).toBe('wrong_samples')
    expect(found(metric({ strict: false }), scalars([3]), scalars([5])).reason).toBe('judge_error')
  })

  test('refuses settings nobody knows', () => {
    expect(() => found(metric({ direktion: 'increase' }), [], [])).toThrow(/direktion/)
  })
})

describe('a whole canary, as evidence', () => {
  const config = (strict: boolean, thresholds = { pass: 95, marginal: 75 }): kayenta.CanaryConfig =>
    kayenta.readCanaryConfig(
      {
        metrics: ['a', 'b', 'c', 'd'].map((name) => ({ name, groups: ['all'] })),
        classifier: { scoreThresholds: thresholds },
      },
      strict,
    )
  const fine = { control: FLAT, experiment: FLAT }
  const high = { control: FLAT, experiment: UP }
  const data = (...pairs: readonly kayenta.MetricSetPair[]): kayenta.CanaryData =>
    new Map(pairs.map((pair, i) => [['a', 'b', 'c', 'd'][i] ?? '', pair]))

  test('only the score decides: one bad metric of four may pass, by the thresholds', () => {
    const given = data(fine, fine, fine, high)
    const at = (pass: number, marginal: number) =>
      conclude(kayenta.judgeCanaryConfig(config(true, { pass, marginal }), given, true).evidence).outcome
    expect(at(75, 50)).toBe('pass')
    expect(at(95, 75)).toBe('inconclusive')
    expect(at(95, 80)).toBe('fail')
  })

  test('a metric that can not be judged keeps the canary open', () => {
    const given = data(fine, fine, fine, { control: [1], experiment: [2] })
    const { judgement, evidence } = kayenta.judgeCanaryConfig(config(true), given, true)
    expect(judgement.classification).toBe('Inconclusive')
    expect(conclude(evidence).outcome).toBe('inconclusive')
  })

  test('can be judged again from the samples and the policy it carries', () => {
    for (const strict of [true, false]) {
      const { evidence } = kayenta.judgeCanaryConfig(config(strict), data(fine, high, fine, fine), strict)
      const policy = {
        confidence: 0.98,
        minTrials: 0,
        failWhen: 'any-regression',
        stages: 1,
        metrics: evidence.map((each) => each.policy),
      } as const
      const again = judge(
        policy,
        evidence.map((each) => each.samples),
      )
      expect(again.map(({ finding }) => finding)).toEqual(evidence.map(({ finding }) => finding))
    }
  })
})
