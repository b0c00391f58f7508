import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observeOne } from '../../../servers/observe.ts'
import { testIo } from '../../../servers/io.ts'
import { available } from '../../../servers/program.ts'
import { seriesLines, startPrometheus, type Prometheus } from '../../../servers/prometheus.ts'

const never = new AbortController().signal
const STEP = 5_000
const MINUTE = 60_000
// A whole minute that is past, so that every sample is in a block already and slots end on samples.
const begin = Math.floor(Date.now() / MINUTE) * MINUTE - 20 * MINUTE

/** Four slots of one minute, then two at a higher weight that begin ten seconds later. */
const span: Span = {
  slots: [0, 1, 2, 3]
    .map((i) => slot(begin + i * MINUTE, 5))
    .concat([4, 5].map((i) => slot(begin + i * MINUTE + 10_000, 25))),
  intervalMs: MINUTE,
  baseline: 'v1',
  candidate: 'v2',
}

function slot(from: number, weight: number): Span['slots'][number] {
  return { from, to: from + MINUTE, weight }
}

/** Samples every five seconds from a minute before the beginning, growing evenly. */
function counter(series: string, perStep: number, start = 0): string {
  const values = Array.from({ length: 110 }, (_, i) => start + i * perStep)
  return seriesLines(series, begin - MINUTE, STEP, values)
}

const history = [
  '# TYPE http_requests counter',
  counter('http_requests_total{version="v1",code="200"}', 190, 5000),
  counter('http_requests_total{version="v1",code="500"}', 10, 5000),
  counter('http_requests_total{version="v2",code="200"}', 10, 5000),
  '# TYPE http_duration histogram',
  counter('http_duration_bucket{version="v1",le="0.1"}', 100, 5000),
  counter('http_duration_bucket{version="v1",le="0.5"}', 150, 5000),
  counter('http_duration_bucket{version="v1",le="2.5"}', 180, 5000),
  counter('http_duration_bucket{version="v1",le="10"}', 200, 5000),
  counter('http_duration_bucket{version="v1",le="+Inf"}', 200, 5000),
  '# TYPE memory gauge',
  counter('memory{version="v1"}', 0, 7),
  counter('memory{version="v2"}', 0, 9),
].join('\n')

const errors: MetricQuery = {
  name: 'error rate',
  kind: 'proportion',
  events: 'sum(increase(http_requests_total{version="$arm",code=~"5.."}[$window]))',
  trials: 'sum(increase(http_requests_total{version="$arm"}[$window]))',
}

describe.runIf(available('prometheus', 'promtool'))('source prometheus, against a real server', () => {
  let server: Prometheus
  beforeAll(async () => void (server = await startPrometheus({ history, prefix: '/prometheus' })))
  afterAll(async () => void (await server?.stop()))

  const observe = (
    query: MetricQuery,
    settings: Record<string, string> = {},
    over = span,
  ): Promise<unknown> =>
    observeOne(
      openSource('prometheus', { url: `${server.url}/`, attempts: '1', ...settings }, testIo()),
      query,
      over,
    )

  test('one block per slot, in order, with each slot’s own window and weight', async () => {
    const samples = await observeOne(openSource('prometheus', { url: server.url }, testIo()), errors, span)
    expect(samples.blocks.map(({ from, to, weight }) => ({ from, to, weight }))).toEqual(span.slots)
    for (const { baseline, candidate } of samples.blocks) {
      // 12 steps a minute.
      expect(baseline).toEqual({
        kind: 'proportion',
        events: expect.closeTo(120, 6),
        trials: expect.closeTo(2400, 6),
      })
      expect(candidate).toEqual({ kind: 'proportion', events: 0, trials: expect.closeTo(120, 6) })
    }
  })

  test('the scrape interval takes back what increase() extrapolated', async () => {
    const samples = await observeOne(
      openSource('prometheus', { url: server.url, 'scrape-interval': '5s' }, testIo()),
      errors,
      span,
    )
    expect(samples.blocks[0]?.baseline).toEqual({
      kind: 'proportion',
      events: expect.closeTo(110, 6),
      trials: expect.closeTo(2200, 6),
    })
  })

  test('the past comes with half of what a label tells apart, by the server’s own sums', async () => {
    const source = openSource('prometheus', { url: server.url, 'instance-label': 'code' }, testIo())
    const past = { arm: 'v1', from: begin, to: begin + 3 * MINUTE, intervalMs: MINUTE }
    const [samples] = (await source.past?.([errors], past, new AbortController().signal)) ?? []
    expect(samples?.notes).toBeUndefined()
    expect(samples?.blocks).toHaveLength(3)
    expect(samples?.blocks[1]).toMatchObject({
      baseline: { events: expect.closeTo(120, 6), trials: expect.closeTo(2400, 6) },
      candidate: { events: expect.closeTo(120, 6), trials: expect.closeTo(120, 6) },
    })
  })

  test('an interval too short for increase() is refused, not reported as silence', async () => {
    const begin = { ...span, slots: [] }
    await expect(observe(errors, { 'scrape-interval': '45s' }, begin)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    })
    expect(await observe(errors, { 'scrape-interval': '20s' })).toMatchObject({
      notes: [expect.stringContaining('no events'), expect.stringContaining('only 3 scrapes')],
    })
  })

  test('le buckets come back sorted as numbers and not cumulative', async () => {
    const query: MetricQuery = {
      name: 'latency',
      kind: 'quantile',
      histogram: 'sum by (le) (increase(http_duration_bucket{version="$arm"}[$window]))',
    }
    const samples = await observeOne(openSource('prometheus', { url: server.url }, testIo()), query, span)
    expect(samples.blocks[2]?.baseline).toEqual({
      kind: 'histogram',
      bounds: [0.1, 0.5, 2.5, 10],
      counts: [1200, 600, 360, 240, 0].map((n) => expect.closeTo(n, 6) as number),
    })
    expect(samples.blocks[2]?.candidate).toEqual({ kind: 'absent', absence: 'no_data' })
  })

  test('gauges become scalars and series', async () => {
    for (const kind of ['scalar', 'series'] as const) {
      const samples = await observeOne(
        openSource('prometheus', { url: server.url }, testIo()),
        { name: 'memory', kind, value: 'max(memory{version="$arm"})' },
        { ...span, slots: span.slots.slice(0, 1) },
        never,
      )
      const expected = (value: number): unknown =>
        kind === 'scalar' ? { kind, value } : { kind: 'values', values: [value] }
      expect(samples.blocks[0]).toMatchObject({ baseline: expected(7), candidate: expected(9) })
    }
  })

  test('events that match nothing in either arm are not zero, but zero where the same text has matched before', async () => {
    const wrong = {
      ...errors,
      events: 'sum(increase(http_requests_total{version="$arm",status=~"5.."}[$window]))',
    }
    const absentee = { kind: 'absent', absence: 'no_data', detail: expect.stringContaining('or vector(0)') }
    expect(await observe(wrong)).toMatchObject({
      blocks: span.slots.map(() => ({ baseline: absentee, candidate: absentee })),
    })

    const lateErrors = seriesLines('late_total{version="v1",code="500"}', begin - 4 * MINUTE, STEP, [1, 2, 3])
    const again = await startPrometheus({
      history: [
        history,
        '# TYPE late counter',
        lateErrors,
        counter('late_total{version="v2",code="200"}', 10, 100),
      ].join('\n'),
    })
    const late = { ...errors, events: 'sum(increase(late_total{version="$arm",code="500"}[$window]))' }
    const samples = await observeOne(openSource('prometheus', { url: again.url }, testIo()), late, span)
    await again.stop()
    expect(samples.blocks[3]?.candidate).toMatchObject({ kind: 'proportion', events: 0 })
  })

  test('several series where one is needed are refused with the advice to aggregate', async () => {
    const query = { ...errors, trials: 'increase(http_requests_total{version="$arm"}[$window])' }
    expect(await observe(query)).toMatchObject({
      blocks: expect.arrayContaining([
        expect.objectContaining({
          baseline: expect.objectContaining({
            absence: 'source_refused',
            detail: expect.stringContaining('aggregate'),
          }),
        }),
      ]),
    })
  })

  test.each([
    ['0 / 0', 'not_a_number'],
    ['1 / 0', 'infinite'],
    ['-1', 'negative'],
  ])('%s events are %s, never zero', async (expression, absence) => {
    const query = { ...errors, events: `vector(${expression}) * scalar(memory{version="$arm"})` }
    const samples = (await observe(query)) as { blocks: { baseline: unknown }[] }
    expect(samples.blocks[0]?.baseline).toMatchObject({ kind: 'absent', absence })
  })

  test('a query that cannot be parsed is an error that quotes it', async () => {
    const query = { ...errors, events: 'sum(increase(http_requests_total{version="$arm"[$window]))' }
    await expect(observe(query)).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringContaining('version='),
    })
  })

  test('a very long query goes through', async () => {
    const padding = Array.from({ length: 500 }, (_, i) => `code!="${i}x"`).join(',')
    const query = {
      ...errors,
      trials: `sum(increase(http_requests_total{version="$arm",${padding}}[$window]))`,
    }
    const samples = (await observe(query)) as { blocks: { baseline: unknown }[] }
    expect(samples.blocks[0]?.baseline).toMatchObject({ kind: 'proportion', trials: expect.closeTo(2400, 6) })
  })

  test('the name of an arm cannot change the query', async () => {
    const samples = (await observe(errors, {}, { ...span, candidate: 'v1"} or vector(1) or x{a="' })) as {
      blocks: { candidate: unknown }[]
    }
    expect(samples.blocks[0]?.candidate).toEqual({ kind: 'absent', absence: 'no_data', detail: 'trials' })
  })

  test('a span without slots is empty, and costs no request', async () => {
    expect(await observe(errors, { url: 'http://127.0.0.1:9' }, { ...span, slots: [] })).toEqual({
      metric: 'error rate',
      blocks: [],
    })
  })
})
