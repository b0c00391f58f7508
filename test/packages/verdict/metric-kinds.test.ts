import { judge } from '@sluice/compat'
import { METRIC_KINDS, QUERY_PARTS, textsProblem, type Arm, type MetricKind } from '@sluice/verdict'
import { expect, test } from 'vitest'

const KINDS = Object.entries(METRIC_KINDS).map(([kind, parts]) => ({ kind: kind as MetricKind, ...parts }))

test.each(KINDS)('$kind: all texts or none are accepted, and nothing in between', ({ kind, parts }) => {
  const texts = Object.fromEntries(parts.map((part) => [part, 'q']))
  expect(textsProblem(kind, texts)).toBeUndefined()
  expect(textsProblem(kind, {})).toBeUndefined()
  for (const part of QUERY_PARTS) {
    const { [part]: left, ...others } = texts
    const changed = left === undefined ? { ...texts, [part]: 'q' } : others
    if (Object.keys(changed).length > 0) expect(textsProblem(kind, changed)).toContain(`kind ${kind} takes`)
  }
})

test.each(['value', 'histogram'])('a mean given as %s is told which texts a mean takes', (part) => {
  expect(textsProblem('mean', { [part]: 'q' })).toMatch(/^kind mean takes n, mean and stddev, got /)
})

const ARMS: Readonly<Record<Exclude<Arm['kind'], 'absent'>, Arm>> = {
  proportion: { kind: 'proportion', events: 1, trials: 100 },
  count: { kind: 'count', events: 1, exposure: 100 },
  summary: { kind: 'summary', n: 10, mean: 1, m2: 1 },
  values: { kind: 'values', values: [1, 2, 3] },
  histogram: { kind: 'histogram', bounds: [1], counts: [5, 5] },
  sketch: { kind: 'sketch', accuracy: 0.01, zeros: 0, bins: [[1, 5]] },
  scalar: { kind: 'scalar', value: 1 },
}

test.each(KINDS.filter(({ judge: name }) => name === 'sequential'))(
  'the default judge of $kind reads the samples that the table says, and no others',
  ({ kind, samples, judge: name }) => {
    const metric = {
      name: 'm',
      kind,
      worse: 'higher' as const,
      margin: { value: 0.1, of: 'baseline' as const },
      critical: true,
      weight: 1,
      judge: name,
      ...(kind === 'quantile' ? { quantile: 0.9 } : {}),
    }
    const policy = {
      confidence: 0.95,
      minTrials: 0,
      failWhen: 'beyond-margin' as const,
      stages: 1,
      metrics: [metric],
    }
    const read = Object.entries(ARMS).filter(([, arm]) => {
      const block = { from: 0, to: 1000, weight: 50, baseline: arm, candidate: arm }
      return judge(policy, [{ metric: 'm', blocks: [block] }])[0]?.reason !== 'wrong_samples'
    })
    expect(read.map(([arm]) => arm).toSorted()).toEqual([...samples].toSorted())
  },
)
