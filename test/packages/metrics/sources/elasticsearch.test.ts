import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ELASTIC_KEY,
  startElasticsearch,
  type Doc,
  type ElasticsearchStandIn,
} from '../../../servers/elasticsearch.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'

const STRANGE = `v2" OR version:"v1 \\ /x/ {}`
const slots = [0, 1].map((i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight: 5 }))
const span: Span = { slots, intervalMs: 60_000, baseline: 'v1', candidate: STRANGE }
const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'version:"$arm" AND status:>=500',
  trials: 'version:"$arm"',
}
const body = (aggs: object, query: object = { term: { version: '$arm' } }): string =>
  JSON.stringify({ query, aggs })
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

let server: ElasticsearchStandIn
let docs: readonly Doc[]
let io: TestIo
beforeEach(async () => {
  docs = slots.flatMap(({ from }, i) => [
    ...Array.from({ length: 60 + i }, (_, k): Doc => ({
      version: 'v1',
      status: 200,
      '@timestamp': from + k,
    })),
    ...Array.from({ length: 60 }, (_, k): Doc => ({
      version: STRANGE,
      status: k < 6 ? 503 : 200,
      '@timestamp': from + k,
      seconds: k / 60,
    })),
  ])
  server = await startElasticsearch(() => docs)
})
afterEach(async () => {
  if (server.server.listening) await server.stop()
})

function open(settings: Readonly<Record<string, string>> = {}): MetricSource {
  io = testIo()
  const all = { url: server.url, index: 'logs-shop-*', 'api-key': ELASTIC_KEY, attempts: '1', ...settings }
  return openSource('elasticsearch', all, io)
}
const first = async (query: MetricQuery, settings?: Readonly<Record<string, string>>) =>
  (await observeOne(open(settings), query, span)).blocks[0]

describe('source elasticsearch', () => {
  test('asks all in one request, and a name with quotes is one name', async () => {
    const { blocks } = await observeOne(open(), errors, { ...span, baseline: STRANGE, candidate: 'v1' })
    expect(blocks).toMatchObject([
      { baseline: { events: 6, trials: 60 }, candidate: { events: 0, trials: 60 } },
      { baseline: { events: 6, trials: 60 }, candidate: { events: 0, trials: 61 } },
    ])
    expect(server.requests).toEqual([{ searches: 8 }])
    expect(io.masked).toContain(ELASTIC_KEY)
  })

  test('a name in a regular expression is itself, and a body names it as a whole value', async () => {
    const pattern = await first({ ...errors, trials: 'version:/${arm:regex}/' })
    expect(pattern?.candidate).toMatchObject({ trials: 60 })
    const counted = body({ found: { filter: { range: { status: { gte: 500 } } } } })
    expect((await first({ ...errors, events: counted }))?.candidate).toMatchObject({ events: 6, trials: 60 })
  })

  test('no document of errors is zero only where the search has matched or says so', async () => {
    docs = docs.filter(({ status }) => status === 200)
    expect((await first(errors))?.candidate).toMatchObject({ absence: 'no_data' })
    const said = await first({ ...errors, events: `${errors.events ?? ''} or 0` })
    expect(said?.candidate).toMatchObject({ events: 0, trials: 54 })
    // The sum over a field that nobody has is zero as well.
    const misspelt = body({ found: { sum: { field: 'faild' } } })
    expect((await first({ ...errors, events: misspelt }))?.candidate).toMatchObject({ absence: 'no_data' })
    expect((await first({ ...errors, events: `${misspelt} or 0` }))?.candidate).toMatchObject({ events: 0 })
  })

  test('a version without documents is no data', async () => {
    const { blocks } = await observeOne(open(), errors, { ...span, candidate: 'v9' })
    expect(blocks[0]).toMatchObject({
      baseline: { absence: 'no_data' },
      candidate: { kind: 'absent', absence: 'no_data' },
    })
  })

  test.each([
    [
      'a part of the shards',
      { _shards: { total: 5, successful: 4, failed: 1 } },
      'source_refused',
      /part of the shards/,
    ],
    [
      'shards without a live copy',
      { _shards: { total: 5, successful: 3, skipped: 0, failed: 0 } },
      'source_refused',
      /part of the shards/,
    ],
    [
      'a cluster that was left out',
      { _clusters: { total: 2, successful: 1, skipped: 1 } },
      'source_refused',
      /part of the clusters/,
    ],
    ['a status without an error', { status: 503 }, 'source_refused', /answered.*503/],
    ['an early end', { terminated_early: true }, 'source_refused', /part of the shards/],
    ['a search that took too long', { timed_out: true }, 'source_unreachable', /too long/],
    [
      'a count that is a bound',
      { hits: { total: { value: 10_000, relation: 'gte' } } },
      'source_refused',
      /did not count all/,
    ],
    ['a full queue', { status: 429, error: { reason: 'queue is full' } }, 'rate_limited', /queue is full/],
    ['no right', { status: 403, error: { reason: 'not for you' } }, 'source_refused', /403: not for you/],
    ['a lost node', { status: 503, error: { reason: 'gone' } }, 'source_unreachable', /503: gone/],
  ] as const)('%s is an absence', async (_, over, absence, words) => {
    server.over = over
    const block = await first(errors)
    for (const arm of [block?.baseline, block?.candidate])
      expect(arm).toMatchObject({ kind: 'absent', absence, detail: expect.stringMatching(words) })
  })

  test('an index that is not there, a pattern that matches none, and a wrong key are told', async () => {
    expect((await first(errors, { index: 'missing' }))?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/404: no such index/),
    })
    expect((await first(errors, { index: 'nothing-*' }))?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/no index matches/),
    })
    expect((await first(errors, { 'api-key': 'wrong-key-1' }))?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/401/),
    })
    expect(io.lines.join(' ')).not.toContain('wrong-key-1')
  })

  test.each([
    ['version:"$arm" AND', /Failed to parse/],
    [body({ found: { value_count: { field: 'a' } } }, { fuzzy: { version: '$arm' } }), /unknown query/],
  ])('%s is refused, with the metric', async (value, words) => {
    await expect(first(scalar(value))).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(
        new RegExp(`metric "one": Elasticsearch refused value.*${words.source}`, 's'),
      ),
    })
  })

  test.each([
    ['version:$arm', /"\$arm" between quotes/],
    ['version:"$arm" OR name:$arm', /"\$arm" between quotes/],
    ['version:/$arm/', /between slashes/],
    ['version:"${arm:regex}"', /between slashes/],
    [body({ a: { filter: { term: { version: '$arm' } } } }), /not in `aggs`/],
    ['status:500', /must contain \$arm/],
    [body({ a: { sum: { field: 'x' } }, b: { sum: { field: 'x' } } }), /one aggregation/],
    [body({ a: { percentiles: { field: 'x' } } }), /one aggregation, of the type/],
    [body({ a: { sum: { field: 'x' } } }, { term: { version: 'v1' } }), /must contain "\$arm"/],
    [
      body({ a: { sum: { field: 'x' } } }, { query_string: { query: 'version:$arm' } }),
      /must be a whole value/,
    ],
    [JSON.stringify({ query: {}, size: 5 }), /not `size`/],
    ['{ "query": ', /not JSON/],
  ])('%s is refused before anything is asked', async (events, words) => {
    await expect(first({ ...errors, events })).rejects.toThrow(words)
    expect(server.requests).toEqual([])
  })

  test('a histogram and a mean need an aggregation, and ranges must leave no gap', async () => {
    const p95: MetricQuery = { name: 'p95', kind: 'quantile', histogram: 'version:"$arm"' }
    await expect(first(p95)).rejects.toThrow(/histogram: needs an aggregation/)
    await expect(first({ ...p95, histogram: body({ a: { sum: { field: 'x' } } }) })).rejects.toThrow(
      /type `range`/,
    )
    const ranges = (...list: object[]) => ({
      ...p95,
      histogram: body({ a: { range: { field: 'seconds', ranges: list } } }),
    })
    const gap = await first(ranges({ to: 0.2 }, { from: 0.3 }))
    expect(gap?.candidate).toMatchObject({ detail: expect.stringMatching(/must follow each other/) })
    const open = await first(ranges({ to: 0.2 }, { from: 0.2, to: 0.5 }))
    expect(open?.candidate).toMatchObject({ detail: expect.stringMatching(/must follow each other/) })
    const whole = await first(ranges({ to: 0.25 }, { from: 0.25, to: 0.5 }, { from: 0.5 }))
    expect(whole?.candidate).toMatchObject({ kind: 'histogram', bounds: [0.25, 0.5], counts: [15, 15, 30] })
  })

  test('reads the past, and tells what a probe found', async () => {
    const source = open()
    const past = { arm: 'v1', from: 0, to: 120_000, intervalMs: 60_000 }
    const [samples] = (await source.past?.([errors], past, new AbortController().signal)) ?? []
    expect(samples?.blocks.map(({ candidate }) => candidate)).toEqual([
      { kind: 'absent', absence: 'not_observed' },
      { kind: 'absent', absence: 'not_observed' },
    ])
  })
})
