import { readFileSync } from 'node:fs'
import { metricsField, metricsSchema, parseMetrics } from '@sluice/compat'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'

const published: unknown = JSON.parse(
  readFileSync(new URL('../../../../docs/schema/metrics.schema.json', import.meta.url), 'utf8'),
)
const accepts = new Ajv({ allowUnionTypes: true, strict: false }).compile(metricsSchema())

const errors = { name: 'errors', kind: 'proportion', events: 'e', trials: 't' }
const latency = { name: 'p95', kind: 'quantile', quantile: 0.95, histogram: 'h_seconds_bucket' }

function problemsOf(data: unknown): string {
  try {
    parseMetrics(data)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('metrics in YAML', () => {
  test('are read into how they are judged and how they are fetched', () => {
    const text = [
      '- name: error rate',
      '  kind: proportion',
      '  events: sum(increase(http_requests_total{version="$arm",code=~"5.."}[$window]))',
      '  trials: sum(increase(http_requests_total{version="$arm"}[$window]))',
      '  margin: 0.2 points',
    ].join('\n')
    const { policies, queries } = metricsField.parse(text)
    expect(policies).toEqual([
      {
        name: 'error rate',
        kind: 'proportion',
        worse: 'higher',
        margin: { value: 0.002, of: 'unit' },
        critical: true,
        weight: 1,
        judge: 'sequential',
        unit: 'points',
      },
    ])
    expect(queries[0]?.events).toContain('code=~"5.."')
  })

  test('a margin in time is converted into the unit of the values, stated or named by the query', () => {
    const named = parseMetrics([{ ...latency, margin: '5 ms', limit: '500 ms' }]).policies[0]
    expect(named).toMatchObject({ margin: { value: 0.005, of: 'unit' }, limit: 0.5, unit: 's' })
    const stated = parseMetrics([{ ...latency, margin: '0.1 s', unit: 'ms' }]).policies[0]
    expect(stated?.margin.value).toBeCloseTo(100, 9)
  })

  test('a share may have a floor in percentage points, or in events per exposure for a count', () => {
    const margin = '10%, at least 0.05 points'
    expect(parseMetrics([{ ...errors, margin }]).policies[0]?.margin).toEqual({
      value: 0.1,
      of: 'baseline',
      floor: 0.0005,
    })
    const crashes = { name: 'crashes', kind: 'count', events: 'e', exposure: 'x' }
    expect(parseMetrics([{ ...crashes, margin: '10%, at least 0.001' }]).policies[0]?.margin.floor).toBe(
      0.001,
    )
    expect(problemsOf([{ ...latency, margin: '10%, at least 5 ms' }])).toMatch(/only proportions and counts/)
    expect(problemsOf([{ ...errors, margin: '1 points, at least 0.1 points' }])).toMatch(
      /a share such as `10%`/,
    )
    expect(problemsOf([{ ...errors, margin: '10%, at least 5 ms' }])).toMatch(/in percentage points/)
  })

  test('a margin in time is refused where nothing says what the values are in', () => {
    expect(problemsOf([{ ...latency, histogram: 'h', margin: '5 ms' }])).toMatch(
      /margin must be given together with `unit`/,
    )
  })

  test('every problem is told at once, with the name that was probably meant', () => {
    const told = problemsOf([
      { ...errors, evnts: 'x', margin: 0.2 },
      { kind: 'quantile', name: 'b' },
      { name: 'c', kind: 'quantle' },
      7,
      errors,
    ])
    for (const part of [
      'did you mean events?',
      'margin must be',
      'quantile must be',
      'kind must be one of',
      'metric 4',
    ])
      expect(told).toContain(part)
  })

  test.each([
    [
      'a text of another kind',
      { ...errors, histogram: 'h' },
      /kind proportion takes events and trials, got events, trials and histogram/,
    ],
    ['a mean given as value', { name: 'm', kind: 'mean', value: 'v' }, /takes n, mean and stddev, got value/],
    [
      'a mean given as histogram',
      { name: 'm', kind: 'mean', histogram: 'h' },
      /takes n, mean and stddev, got/,
    ],
    [
      'a quantile given as value',
      { ...latency, histogram: undefined, value: 'v' },
      /takes histogram, got value/,
    ],
    ['events without trials', { ...errors, trials: undefined }, /takes events and trials, got events/],
    ['a limit on both sides', { ...errors, worse: 'either', margin: '1%', limit: 0.1 }, /limit needs worse/],
    ['a share above one', { ...errors, limit: 3 }, /limit must be a share/],
    ['no margin where lower is worse', { ...errors, worse: 'lower' }, /margin is required/],
    ['a margin of nothing', { ...errors, margin: '0%' }, /margin must be above 0/],
    ['settings nobody reads', { ...errors, settings: { a: 1 } }, /must not have settings/],
    ['a name twice', errors, /name must be unique/],
  ])('%s is refused', (_, metric, message) => {
    expect(problemsOf([metric, ...(message.source.includes('unique') ? [errors] : [])])).toMatch(message)
  })

  test.each([
    ['nothing', null],
    ['an empty list', []],
    ['a mapping', errors],
    ['text', 'errors'],
  ])('%s is not a list of metrics', (_, data) => {
    expect(problemsOf(data)).toMatch(/must be a list of metrics/)
  })
})

describe('the published schema', () => {
  test('is the one made from the tables of the parser', () => {
    expect(published).toEqual(metricsSchema())
  })

  test.each([
    ['a proportion', [errors]],
    ['a quantile', [{ ...latency, margin: '5 ms' }]],
    ['everything', [{ ...errors, worse: 'lower', margin: '1%', critical: false, weight: 2, limit: '1%' }]],
    ['an unknown key', [{ ...errors, evnts: 'x' }]],
    ['an unknown kind', [{ ...errors, kind: 'proportions' }]],
    ['no name', [{ kind: 'proportion' }]],
    ['an empty name', [{ ...errors, name: ' ' }]],
    ['a quantile of 95', [{ ...latency, quantile: 95 }]],
    ['a quantile without one', [{ ...latency, quantile: undefined }]],
    ['a bare margin', [{ ...errors, margin: 0.2 }]],
    ['a text of another kind', [{ ...errors, histogram: 'h' }]],
    ['events without trials', [{ ...errors, trials: undefined }]],
    ['a metric found by its name', [{ name: 'errors', kind: 'proportion' }]],
    ['a mean', [{ name: 'm', kind: 'mean', n: 'n', mean: 'm', stddev: 's' }]],
    ['a mean given as value', [{ name: 'm', kind: 'mean', value: 'v' }]],
    ['a weight of nothing', [{ ...errors, weight: 0 }]],
    ['an unknown judge', [{ ...errors, judge: 'oracle' }]],
    ['an empty list', []],
    ['a mapping', errors],
  ])('accepts what the parser accepts, and nothing else: %s', (_, data) => {
    const plain: unknown = JSON.parse(JSON.stringify(data))
    expect(accepts(plain)).toBe(problemsOf(plain) === '')
  })
})
