import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATADOG_KEYS, startDatadogStandIn, type DatadogStandIn } from '../../../servers/datadog.ts'
import { testIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'

const never = new AbortController().signal
const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'sum:http.errors{version:$arm}.as_count() + sum:http.timeouts{version:$arm}.as_count()',
  trials: 'sum:http.requests{version:$arm}.as_count()',
}

const spanOf = (...slots: (readonly [number, number])[]): Span => ({
  slots: slots.map(([from, to]) => ({ from: from * 1000, to: to * 1000, weight: 5 })),
  intervalMs: 60_000,
  baseline: 'v1',
  candidate: 'v2',
})

let server: DatadogStandIn
let quiet: ReadonlySet<string>
beforeEach(async () => {
  quiet = new Set()
  server = await startDatadogStandIn(({ metric }, tenSeconds) => {
    if (quiet.has(metric)) return undefined
    return metric === 'http.requests' ? 100 + tenSeconds : 1
  })
})
afterEach(async () => await server.stop())

const open = (settings: Record<string, string> = {}) =>
  openSource('datadog', { ...DATADOG_KEYS, url: server.url, attempts: '1', ...settings }, testIo())

describe('source datadog', () => {
  test('counts only the periods of ten seconds that lie whole inside an interval', async () => {
    const { blocks } = await observeOne(open(), errors, spanOf([5, 65], [65, 125]))
    expect(blocks.map(({ candidate }) => candidate)).toEqual([
      { kind: 'proportion', events: 10, trials: 101 + 102 + 103 + 104 + 105 },
      { kind: 'proportion', events: 10, trials: 107 + 108 + 109 + 110 + 111 },
    ])
  })

  test('asks for all metrics of both versions with one request', async () => {
    const source = open()
    await source.observe([errors, { ...errors, name: 'again' }], spanOf([0, 60], [60, 120]), never)
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.queries[0]).toBe('sum:http.errors{version:v1}.as_count().rollup(sum, 10)')
  })

  test('takes longer periods for longer intervals', async () => {
    const span = { ...spanOf([0, 600]), intervalMs: 600_000 }
    await observeOne(open(), errors, span)
    expect(server.requests[0]?.queries[0]).toMatch(/rollup\(sum, 60\)$/)
  })

  test('a metric that had values in the last day may be silent; a misspelt one may not', async () => {
    quiet = new Set(['http.errors', 'http.timeouts'])
    const misspelt = await observeOne(open(), errors, spanOf([0, 60]))
    expect(misspelt.blocks[0]?.candidate).toMatchObject({ absence: 'no_data' })
    const said = await observeOne(
      open(),
      { ...errors, events: `${errors.events ?? ''} or 0` },
      spanOf([0, 60]),
    )
    expect(said.blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 0, trials: 615 })
    const real = await startDatadogStandIn(({ metric }, tenSeconds) =>
      metric === 'http.requests' ? 100 : tenSeconds < 6 ? undefined : 1,
    )
    try {
      const { blocks, notes } = await observeOne(open({ url: real.url }), errors, spanOf([0, 60]))
      expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 0, trials: 600 })
      expect(notes).toHaveLength(2)
    } finally {
      await real.stop()
    }
  })

  test('gives the baseline’s past with one request', async () => {
    const past = { arm: 'v1', from: 0, to: 600_000, intervalMs: 60_000 }
    const [samples] = (await open().past?.([errors], past, never)) ?? []
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.queries[0]).toMatch(/\{version:v1\}.*rollup\(sum, 60\)$/)
    expect(samples?.blocks).toHaveLength(10)
    expect(samples?.blocks[1]).toEqual({
      from: 60_000,
      to: 120_000,
      weight: 0,
      baseline: { kind: 'proportion', events: 12, trials: 106 + 107 + 108 + 109 + 110 + 111 },
      candidate: { kind: 'absent', absence: 'not_observed' },
    })
    server.always = { status: 403, body: '{"errors":["Forbidden"]}' }
    const [refused] = (await open().past?.([errors], past, never)) ?? []
    expect(refused).toMatchObject({ blocks: [], notes: [expect.stringMatching(/source_refused: .*403/)] })
  })

  test('does not ask for seconds that may still arrive', async () => {
    const from = Math.floor((Date.now() - 65_000) / 1000)
    const { blocks } = await observeOne(open(), errors, spanOf([from, from + 60]))
    expect(blocks[0]?.baseline).toMatchObject({ absence: 'not_observed' })
  })

  test('an error beside data is refused, for a query that is missing would look like no errors', async () => {
    const attributes = { times: [0, 10_000], series: [{ query_index: 2 }], values: [[100, 100]] }
    server.always = {
      status: 200,
      body: JSON.stringify({ data: { attributes }, errors: 'q0: query timed out' }),
    }
    const { blocks } = await observeOne(open(), errors, spanOf([0, 60]))
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/query timed out/),
    })
  })

  test('asks for a long time in parts, and refuses points on a coarser grid', async () => {
    const day = { ...spanOf([0, 60], [86_340, 86_400]) }
    await observeOne(open(), errors, day)
    expect(server.requests).toHaveLength(9)
    // The second part begins at 10,000 s, inside of the interval between these two.
    const { blocks: around } = await observeOne(open(), errors, spanOf([5, 65], [9965, 10_025]))
    expect(around[1]?.candidate).toEqual({
      kind: 'proportion',
      events: 10,
      trials: [997, 998, 999, 1000, 1001].reduce((sum, k) => sum + 100 + k, 0),
    })
    const times = [0, 1, 2, 3, 4].map((i) => i * 300_000)
    const attributes = { times, series: [{ query_index: 2 }], values: [times.map(() => 100)] }
    server.always = { status: 200, body: JSON.stringify({ data: { attributes } }) }
    const { blocks } = await observeOne(open(), errors, spanOf([0, 60], [60, 120]))
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/10 s apart/),
    })
  })

  test('refuses points that are further apart than it asked for', async () => {
    server.always = {
      status: 200,
      body: JSON.stringify({
        data: { attributes: { times: [5000], series: [{ query_index: 0 }], values: [[1]] } },
      }),
    }
    const { blocks } = await observeOne(open(), errors, spanOf([0, 60]))
    expect(blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/10 s apart/),
    })
  })

  test('tells wrong keys from missing rights, and hides both keys', async () => {
    const wrongKey = await observeOne(open({ 'api-key': 'c' }), errors, spanOf([0, 60]))
    expect(wrongKey.blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/401/),
    })
    const noScope = await observeOne(open({ 'app-key': 'c' }), errors, spanOf([0, 60]))
    expect(noScope.blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/403/),
    })
    const io = testIo()
    openSource('datadog', { ...DATADOG_KEYS, url: server.url }, io)
    expect(io.masked).toEqual(expect.arrayContaining(Object.values(DATADOG_KEYS)))
    expect(() => openSource('datadog', { 'api-key': 'a', url: server.url }, testIo())).toThrow(
      /app-key: must be given, here or as \$DD_APP_KEY/,
    )
  })

  test.each([
    [{ trials: 'sum:a{version:$arm}' }, /trials: a count is needed: end the query with `.as_count\(\)`/],
    [{ trials: 'sum:a{version:$arm}.as_count().rollup(sum, 60)' }, /leave out `.rollup/],
    [{ trials: 'a{version:$arm}' }, /must be like `sum:http.requests/],
    [{ kind: 'quantile', histogram: 'p95:a{version:$arm}' }, /must be like .*buckets\(http.time/],
    [{ kind: 'quantile', histogram: 'buckets(a{version:$arm}, 2, 1)' }, /bounds must rise/],
    [{ kind: 'scalar', value: 'avg:a{version:$arm}' }, /avg of several periods has no meaning/],
  ] as const)('refuses a text that it cannot read: %j', async (texts, words) => {
    const query = 'kind' in texts ? { name: 'm', ...texts } : { ...errors, ...texts }
    await expect(observeOne(open(), query, spanOf([0, 60]))).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringMatching(words),
    })
  })

  test('refuses a version that no tag can hold, and intervals that are too short', async () => {
    const strange = { ...spanOf([0, 60]), candidate: 'v2} or {*' }
    await expect(observeOne(open(), errors, strange)).rejects.toThrow(/cannot be a tag/)
    const short = { ...spanOf([0, 10]), intervalMs: 10_000 }
    await expect(observeOne(open(), errors, short)).rejects.toThrow(/at least 20 s for Datadog/)
  })
})
