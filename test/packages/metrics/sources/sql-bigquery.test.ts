import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startBigQuery, type BigQueryStandIn } from '../../../servers/bigquery.ts'
import { observeOne } from '../../../servers/observe.ts'

const STRANGE = `'; DROP TABLE requests; -- \\ @p1 "`
const from = Date.parse('2026-03-29T00:30:00.250Z')
const span: Span = {
  slots: [0, 1].map((i) => ({ from: from + i * 30_000, to: from + (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const WHERE = 'FROM requests WHERE version = $arm AND at >= $from AND at < $to'
const BOTH = `SELECT countif(status >= 500) AS events, count(*) AS trials ${WHERE}`
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: BOTH, trials: BOTH }
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })
const never = new AbortController().signal

let server: BigQueryStandIn
beforeEach(async () => {
  server = await startBigQuery(({ sql, parameters }) => {
    if (sql.includes('nope'))
      return {
        status: 400,
        error: { message: 'Unrecognized name: nope', errors: [{ reason: 'invalidQuery' }] },
      }
    if (sql.includes('AS le'))
      return {
        columns: ['le', 'count'],
        rows: [
          ['0.25', '30'],
          ['+Inf', '60'],
        ],
      }
    if (sql.includes('raw')) return { columns: ['raw'], rows: [...Array(25).keys()].map((n) => [String(n)]) }
    if (sql.includes('nothing')) return { columns: ['nothing'], rows: [] }
    return { columns: ['events', 'trials'], rows: [[parameters['p1'] === 'v1' ? '1' : '6', '60']] }
  })
})
afterEach(async () => {
  if (server.server.listening) await server.stop()
})

function open(settings: Readonly<Record<string, string>> = {}): MetricSource {
  return openSource('sql', { url: 'bigquery://shop/web', ...settings }, server.io)
}

describe('source sql, with BigQuery by its discovery document', () => {
  test('binds a strange name, times and lengths by name and type', async () => {
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'proportion', events: 1, trials: 60 },
      { kind: 'proportion', events: 1, trials: 60 },
    ])
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    // Both numbers of an interval and a version are one query.
    expect(server.queries).toHaveLength(4)
    const { sql, parameters, body } = server.queries.find(({ parameters: p }) => p['p1'] === STRANGE) ?? {}
    expect(sql).toContain('version = @p1 AND at >= @p2 AND at < @p3')
    expect(sql).not.toContain('DROP')
    expect(parameters).toMatchObject({ p1: STRANGE, p2: '2026-03-29T00:30:00.250Z' })
    expect(body).toMatchObject({
      defaultDataset: { projectId: 'shop', datasetId: 'web' },
      labels: { 'managed-by': 'sluice' },
    })
    await observeOne(
      open({ location: 'EU', 'max-bytes': '1000000' }),
      scalar(
        'SELECT events / $window AS value, ${from:s}, ${to:ms} FROM t WHERE v = $arm AND a > $from AND a < $to',
      ),
      { ...span, slots: span.slots.slice(0, 1) },
    )
    expect(server.queries.at(-1)?.body).toMatchObject({
      location: 'EU',
      maximumBytesBilled: '1000000',
      queryParameters: [
        { name: 'p1', parameterType: { type: 'FLOAT64' } },
        { name: 'p2', parameterType: { type: 'INT64' } },
        { name: 'p3', parameterType: { type: 'INT64' } },
        { name: 'p4', parameterType: { type: 'STRING' } },
        { name: 'p5', parameterType: { type: 'TIMESTAMP' } },
        { name: 'p6', parameterType: { type: 'TIMESTAMP' } },
      ],
    })
  })

  test('waits for a job, in the location that BigQuery names', async () => {
    server.behaviour.pending = 2
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[1]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    const polls = server.calls.filter((call) => call.startsWith('GET'))
    expect(polls).toHaveLength(8)
    for (const poll of polls) expect(poll).toContain('location=EU')
    expect(server.cancelled).toEqual([])
  })

  test('cancels a job that takes too long, and asks its text for no other interval', async () => {
    server.behaviour.pending = 1_000
    const { blocks } = await observeOne(open({ timeout: '300ms' }), errors, span)
    expect(blocks[1]?.candidate).toMatchObject({
      absence: 'source_unreachable',
      detail: expect.stringMatching(/no answer within 0.3 s/),
    })
    await expect.poll(() => server.cancelled.length, { timeout: 30_000 }).toBe(server.queries.length)
  })

  test('a cancelled run cancels its jobs', async () => {
    server.behaviour.pending = 1_000
    const stop = new AbortController()
    const looked = observeOne(open({ timeout: '60s' }), errors, span, stop.signal)
    await expect.poll(() => server.queries.length, { timeout: 30_000 }).toBe(4)
    const reason = new Error('stopped')
    stop.abort(reason)
    await expect(looked).rejects.toBe(reason)
    await expect
      .poll(() => server.cancelled.toSorted(), { timeout: 30_000 })
      .toEqual(['job_0', 'job_1', 'job_2', 'job_3'])
  })

  test('an answer that is lost after the job began is asked for again, and is the same job', async () => {
    server.behaviour.lost = 1
    const one = { ...span, slots: span.slots.slice(0, 1) }
    const { blocks } = await observeOne(open(), errors, one)
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    const requests = server.queries.map(({ body }) => body['requestId'])
    expect([requests.length, new Set(requests).size]).toEqual([3, 2])
  })

  test('reads all pages of raw values, and buckets by rows', async () => {
    server.behaviour.page = 10
    const histogram = (text: string): MetricQuery => ({ name: 'p95', kind: 'quantile', histogram: text })
    const raw = await observeOne(open(), histogram(`SELECT seconds AS raw ${WHERE}`), span)
    expect(raw.blocks[0]?.baseline).toEqual({ kind: 'values', values: [...Array(25).keys()] })
    const buckets = await observeOne(open(), histogram(`SELECT b AS le, n AS count ${WHERE}`), span)
    expect(buckets.blocks[0]?.baseline).toEqual({ kind: 'histogram', bounds: [0.25], counts: [30, 30] })
  })

  test('no row and NULL are missing, and never zero', async () => {
    const none = await observeOne(open(), scalar(`SELECT nothing ${WHERE}`), span)
    expect(none.blocks[0]?.candidate).toMatchObject({ kind: 'absent', absence: 'no_data' })
    server.behaviour.nulls = true
    const nulls = await observeOne(open(), errors, span)
    expect(nulls.blocks[0]?.candidate).toMatchObject({ kind: 'absent', absence: 'no_data' })
  })

  test('a misspelt name is refused, with the metric and the query', async () => {
    await expect(observeOne(open(), scalar(`SELECT nope ${WHERE}`), span)).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/"one".*Unrecognized name: nope/),
    })
  })

  const error = (reason: string, message: string): string =>
    JSON.stringify({ error: { message, errors: [{ reason }] } })
  test.each([
    [
      'a login page',
      {
        status: 200,
        body: '<!doctype html><title>Sign in</title>',
        headers: { 'content-type': 'text/html' },
      },
      'source_refused',
      /login page/,
    ],
    ['401', { status: 401, body: error('authError', 'no') }, 'source_refused', /401.*credentials/],
    [
      '403',
      { status: 403, body: error('accessDenied', 'Access Denied: Project shop') },
      'source_refused',
      /403.*may not.*bigquery\.jobUser/,
    ],
    [
      '404',
      { status: 404, body: error('notFound', 'Not found: Dataset web') },
      'source_refused',
      /404.*location/,
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://sso.invalid/' } },
      'source_refused',
      /302.*sso/,
    ],
    ['a text', { status: 200, body: 'hello' }, 'source_refused', /hello/],
    [
      'a rate limit, which comes with 403',
      { status: 403, body: error('rateLimitExceeded', 'Exceeded rate limits') },
      'rate_limited',
      /Exceeded rate limits/,
    ],
    [
      '429 with a long wait',
      { status: 429, body: '', headers: { 'retry-after': '86400' } },
      'rate_limited',
      /429/,
    ],
    [
      'a bill that would be too high',
      { status: 400, body: error('bytesBilledLimitExceeded', 'Query exceeded limit') },
      'source_refused',
      /max-bytes/,
    ],
    [
      'an answer of 200 that names no rows but an error',
      { status: 200, body: JSON.stringify({ jobComplete: true, errors: [{ message: 'lost a slot' }] }) },
      'source_refused',
      /lost a slot/,
    ],
  ] as const)('%s is an absence in words', async (_, fault, absence, words) => {
    server.behaviour.always = fault
    const { blocks } = await observeOne(open(), errors, span)
    for (const { baseline, candidate } of blocks)
      for (const arm of [baseline, candidate])
        expect(arm).toMatchObject({ kind: 'absent', absence, detail: expect.stringMatching(words) })
  })

  test('after a long wait was asked for, no more is sent', async () => {
    server.behaviour.always = { status: 429, body: '', headers: { 'retry-after': '86400' } }
    await observeOne(open(), errors, span)
    // Four queries may be on their way at once.
    expect(server.calls.length).toBeLessThanOrEqual(4)
  })

  test('missing credentials are an absence in words', async () => {
    const { io } = server
    await server.stop()
    const [samples] = await openSource('sql', { url: 'bigquery://shop' }, io).observe([errors], span, never)
    expect(samples?.blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/no credentials for Google Cloud/),
    })
  })

  test.each([
    [{ url: 'bigquery://shop/web', username: 'me' }, /BigQuery takes the credentials of the job/],
    [{ url: 'postgres://a@b/c', location: 'EU' }, /are for BigQuery/],
    [{ url: 'clickhouse://host/db' }, /username: is needed/],
    [{ url: 'clickhouse://a@host' }, /must be like/],
  ])('settings that do not fit are refused: %o', (settings, words) => {
    expect(() => openSource('sql', settings, server.io)).toThrow(words)
  })
})
