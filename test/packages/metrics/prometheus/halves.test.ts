import { openSource, type MetricQuery } from '@sluice/metrics'
import { describe, expect, test } from 'vitest'
import { byLabel, halfOf, summed } from '../../../../packages/metrics/src/prometheus/halves.ts'
import { startFakePrometheus, type FakeSeries } from '../../../servers/fake-prometheus.ts'
import { testIo } from '../../../servers/io.ts'

describe('a sum by instance', () => {
  test.each([
    ['sum(increase(x{v="1"}[60s]))', 'sum by (pod) (increase(x{v="1"}[60s]))'],
    ['sum by (le) (rate(b[60s]))', 'sum by (le, pod) (rate(b[60s]))'],
    ['SUM BY(le,pod)(rate(b[60s]))', 'sum by (le, pod) (rate(b[60s]))'],
    ['sum(rate(b[60s])) by (le)', 'sum by (le, pod) (rate(b[60s]))'],
    ['sum(x{path="/a)b(\\"c"}) or vector(0)', 'sum by (pod) (x{path="/a)b(\\"c"})'],
    [' sum (x) or on() vector( 0 ) ', 'sum by (pod) (x)'],
    ['sum((a + b) * 2)', 'sum by (pod) ((a + b) * 2)'],
  ])('%s', (text, wanted) => {
    expect(byLabel(text, 'pod')).toBe(wanted)
  })

  test.each([
    'sum(a) / sum(b)',
    'sum(a) - sum(b)',
    '100 * sum(a)',
    'avg(a)',
    'sum without (le) (a)',
    'sum by (le) (a) by (job)',
    'sum(a) or sum(b)',
    'sum(a) # all of it',
    'sum(a # all )',
    'sum(a',
    'sum(a{b="c)"',
    'sum_of(a)',
    '60',
    '',
  ])('is not made of %s', (text) => {
    expect(byLabel(text, 'pod')).toBeUndefined()
  })
})

const series = (labels: Record<string, string>, ...values: number[]) => ({
  labels,
  points: new Map(values.map((value, i) => [i, value])),
})

test('halves hold instances of about the same size, and add up to the whole', () => {
  const all = [1, 40, 41, 1.5, 40.5, 2].map((size, i) => series({ pod: `p${i}`, le: '1' }, size, size))
  const half = halfOf(all, 'pod') ?? new Set()
  expect([...half].sort()).toEqual(['p0', 'p4', 'p5'])
  const of = (isWanted: (name: string) => boolean) =>
    summed(all, 'pod', isWanted).flatMap(({ points }) => [...points.values()])[0] ?? 0
  expect(of((name) => half.has(name)) + of((name) => !half.has(name))).toBe(of(() => true))
  expect(summed(all, 'pod').map(({ labels }) => labels)).toEqual([{ le: '1' }])
  expect(halfOf(all.slice(0, 1), 'pod')).toBeUndefined()
  expect(halfOf([series({}, 1), series({}, 2)], 'pod')).toBeUndefined()
})

describe('the past by instance', () => {
  const errors: MetricQuery = {
    name: 'errors',
    kind: 'proportion',
    events: 'sum(events{v="$arm"})',
    trials: 'sum(trials{v="$arm"})',
  }
  const latency: MetricQuery = { name: 'p95', kind: 'quantile', histogram: 'sum by (le) (b{v="$arm"})' }

  async function read(
    queries: readonly MetricQuery[],
    pods: readonly string[],
    count = 2,
    settings: Readonly<Record<string, string>> = { 'instance-label': 'pod' },
  ) {
    const server = await startFakePrometheus((query): readonly FakeSeries[] => {
      if (query.startsWith('count(')) return [{ at: () => count }]
      const labels = query.includes('pod') ? pods.map((pod) => ({ pod })) : [{}]
      if (query.includes('(b{'))
        return labels.flatMap((own) =>
          ['0.1', '+Inf'].map((le, i) => ({ labels: { ...own, le }, at: () => 10 * (i + 1) })),
        )
      const isEvents = query.includes('events')
      return labels.map((own) => ({
        labels: own,
        at: () => (isEvents ? ('pod' in own && own.pod === 'a' ? undefined : 3) : 100),
      }))
    })
    const source = openSource('prometheus', { url: server.url, attempts: '1', ...settings }, testIo())
    const past = { arm: 'v1', from: 0, to: 120 * 60_000, intervalMs: 60_000 }
    const samples = (await source.past?.(queries, past, new AbortController().signal)) ?? []
    await server.stop()
    return { samples, asked: server.asked.map(({ query }) => query) }
  }

  test('gives the whole and one half, where an instance without events has none of them', async () => {
    const { samples } = await read([errors, latency], ['a', 'b', 'c', 'd'])
    expect(samples[0]?.blocks).toHaveLength(120)
    expect(samples[0]?.blocks[5]).toMatchObject({
      baseline: { kind: 'proportion', events: 9, trials: 400 },
      candidate: { kind: 'proportion', events: 6, trials: 200 },
    })
    expect(samples[1]?.blocks[5]).toMatchObject({
      baseline: { kind: 'histogram', counts: [40, 40] },
      candidate: { kind: 'histogram', counts: [20, 20] },
    })
    const [silent] = (await read([errors], ['a', 'a2'])).samples
    expect(silent?.blocks[0]).toMatchObject({ candidate: { events: 3, trials: 100 } })
  })

  test.each([
    ['too many series', [errors], ['a', 'b'], 401, /401 series by `pod`; more than 400/],
    ['one instance', [errors], ['b'], 1, /no two values of the label `pod`/],
    ['a ratio', [{ ...errors, events: 'sum(a{v="$arm"}) + sum(c{v="$arm"})' }], ['b', 'c'], 2, /is one `sum/],
  ] as const)('%s: the whole alone, and a note', async (_, queries, pods, count, words) => {
    const [found] = (await read(queries, pods, count)).samples
    expect(found?.notes?.join(' ')).toMatch(words)
    expect(found?.blocks[0]).toMatchObject({
      baseline: { kind: 'proportion' },
      candidate: { kind: 'absent', absence: 'not_observed' },
    })
  })

  test('far more instances in the past than now: the whole is asked for again', async () => {
    const pods = Array.from({ length: 401 }, (_, i) => `p${i}`)
    const { samples, asked } = await read([errors], pods, 2)
    expect(samples[0]?.notes?.join(' ')).toMatch(/could not be read apart: 401 series/)
    expect(samples[0]?.blocks[0]).toMatchObject({
      baseline: { kind: 'proportion', events: 3, trials: 100 },
      candidate: { absence: 'not_observed' },
    })
    expect(asked.filter((query) => !query.includes('pod'))).toHaveLength(1)
  })

  test('nothing is asked by instance without the setting, and a strange label is refused', async () => {
    const { samples, asked } = await read([errors], ['a', 'b'], 2, {})
    expect(asked.join(' ')).not.toMatch(/pod|count\(/)
    expect(samples[0]?.blocks[0]?.candidate).toMatchObject({ absence: 'not_observed' })
    expect(() =>
      openSource('prometheus', { url: 'http://127.0.0.1:9', 'instance-label': 'a) or (b' }, testIo()),
    ).toThrow(/the name of a label/)
  })
})
