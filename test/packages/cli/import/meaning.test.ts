import { describe, expect, test } from 'vitest'
import { metricOf, type AskedMetric } from '../../../../packages/cli/src/import/prometheus/metric.ts'
import { withoutComments } from '../../../../packages/cli/src/import/prometheus/promql.ts'

const RATIO = 'sum(rate(x{service="shop",code!~"5.*"}[5m])) / sum(rate(x{service="shop"}[5m]))'
const ERRORS = 'sum(rate(x{service="shop",code=~"5.*"}[5m])) / sum(rate(x{service="shop"}[5m]))'

function made(query: string, more: Partial<AskedMetric> = {}): Readonly<Record<string, unknown>> | string {
  const metric = metricOf({ name: 'm', query, bounds: undefined, critical: true, names: ['shop'], ...more })
  if ('problem' in metric) return metric.problem
  if ('value' in metric) return metric.why
  return Object.fromEntries(metric.metric.map(({ key, value }) => [key, value]))
}

describe('what a query means stays what it means', () => {
  test('a share of good events whose direction is known becomes its errors', () => {
    expect(made(RATIO, { bounds: { min: 0.95, silencePasses: false } })).toMatchObject({ limit: '5%' })
    expect(made(RATIO, { worse: 'lower' })).toMatchObject({ name: 'm (errors)' })
    expect(made(RATIO, { worse: 'lower' })).not.toHaveProperty('worse')
  })

  test('one minus the errors is worse when it is lower, and the errors are when they are higher', () => {
    const availability = made(`1 - ${ERRORS}`, { worse: 'lower' })
    expect(availability).toMatchObject({ kind: 'proportion', name: 'm' })
    expect(availability).not.toHaveProperty('worse')
  })

  test('a bound that every share keeps still says which direction is worse', () => {
    expect(made(ERRORS, { bounds: { max: 1, silencePasses: false } })).not.toHaveProperty('worse')
    expect(made(ERRORS, { bounds: { min: 0, silencePasses: false } })).toMatchObject({ name: 'm (errors)' })
  })

  test.each([
    ['no bound and no direction', RATIO, {}, /which of its values are worse/],
    ['more than everything', ERRORS, { bounds: { max: 10, silencePasses: false } }, /above 1/],
    ['a count by a rate', 'sum(increase(e[5m])) / sum(rate(r[5m]))', { worse: 'higher' }, /different times/],
    ['two ranges', 'sum(increase(e[5m])) / sum(increase(r[1h]))', { worse: 'higher' }, /different times/],
    [
      'a comparison that gives 0 or 1',
      `${ERRORS} > bool 0.05`,
      { bounds: { max: 1, silencePasses: false } },
      /comparison/,
    ],
  ] as const)('%s is no share', (_, query, more, words) => {
    expect(made(query, more)).toMatch(words)
  })

  test('a version in a place that is not looked into is listed, and no mark of ours is written', () => {
    for (const query of [
      'lat{hash="sluice-mark-candidate"} offset 1m',
      '-max(lat{hash="sluice-mark-candidate"})',
      'max_over_time(rate(e{hash="sluice-mark-candidate"}[5m])[1h:])',
    ])
      expect(
        JSON.stringify(metricOf({ name: 'm', query, bounds: undefined, critical: true, names: [] })),
      ).not.toContain('sluice-mark')
  })

  test('a comment ends with its line, and what stands between quotes stays', () => {
    expect(withoutComments('avg(a) # in s\n  * 1000 # as "ms"')).toBe('avg(a) * 1000')
    expect(withoutComments('a{b="x  # y"} \n+  c')).toBe('a{b="x  # y"} + c')
  })
})
