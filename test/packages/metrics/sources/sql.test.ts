import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'
import { hasPostgres, PASSWORD, startPostgres, type Postgres } from '../../../servers/postgres.ts'
import { startTcpRelay } from '../../../servers/tcp-relay.ts'

/** A name that would end a text, begin a comment and drop a table, if it were ever part of one. */
const STRANGE = `'; DROP TABLE requests; -- \\ $1 "`
const from = Date.parse('2026-03-29T00:30:00.250Z')
const span: Span = {
  slots: [0, 1].map((i) => ({ from: from + i * 30_000, to: from + (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const WHERE = 'FROM requests WHERE version = $arm AND at >= $from AND at < $to'
const BOTH = `SELECT count(*) FILTER (WHERE status >= 500) AS events, count(*) AS trials ${WHERE}`

const errorsBy = (events: string, trials = events): MetricQuery => ({
  name: 'errors',
  kind: 'proportion',
  events,
  trials,
})
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

describe.runIf(hasPostgres())('source sql, against a real PostgreSQL', () => {
  let server: Postgres
  let io: TestIo
  beforeAll(async () => {
    server = await startPostgres()
    // Each version answers twice a second; every tenth request of the candidate fails. Half of each second is after .250.
    await server.run(`
      SET TIME ZONE 'UTC';
      CREATE TABLE requests (at timestamptz, local timestamp, epoch bigint, version text, status int, seconds float8, nothing int);
      INSERT INTO requests
        SELECT t, t AT TIME ZONE 'UTC', extract(epoch FROM t), v,
          CASE WHEN v <> 'v1' AND n % 10 = 0 THEN 503 ELSE 200 END, 0.1 + (n % 2) * 0.5, NULL
        FROM generate_series(0, 239) AS n, unnest(array['v1', $$${STRANGE}$$]) AS v,
          LATERAL (SELECT timestamptz '2026-03-29 00:30:00Z' + n * interval '500 ms') AS times (t);
      CREATE ROLE reader LOGIN PASSWORD 'reads';
      CREATE ROLE outsider LOGIN PASSWORD 'looks';
      GRANT SELECT ON requests TO reader;
      CREATE SEQUENCE numbers;
      GRANT UPDATE, USAGE ON numbers TO reader;
      ALTER ROLE reader SET timezone = 'America/New_York'`)
  }, 120_000)
  afterAll(async () => await server?.stop())

  function open(settings: Readonly<Record<string, string>> = {}, signal?: AbortSignal): MetricSource {
    io = testIo(signal)
    const url = `postgres://reader@127.0.0.1:${server.port}/postgres`
    return openSource('sql', { url, password: 'reads', tls: 'off', attempts: '1', ...settings }, io)
  }
  const first = async (query: MetricQuery, source = open()) =>
    (await observeOne(source, query, span)).blocks[0]

  test('binds a strange name of a version, and reads both numbers of one query by their columns', async () => {
    const { blocks } = await observeOne(open(), errorsBy(BOTH), span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'proportion', events: 0, trials: 60 },
      { kind: 'proportion', events: 0, trials: 60 },
    ])
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    expect(await server.run('SELECT count(*) FROM requests')).toEqual([{ count: '480' }])
  })

  test('asks each statement once a look, on one connection, and its text holds no value', async () => {
    const relay = await startTcpRelay(server.port)
    const source = open({ url: `postgres://reader@127.0.0.1:${relay.port}/postgres` })
    const before = server.output().length
    await source.observe([errorsBy(BOTH), { ...errorsBy(BOTH), name: 'again' }], span, io.signal)
    await relay.stop()
    expect(relay.connections()).toBe(1)
    const asked = (): readonly string[] =>
      [
        ...server
          .output()
          .slice(before)
          .matchAll(/execute <unnamed>: ([^]*?LIMIT \d+)/g),
      ].map(([, sql = '']) => sql)
    // Two arms of two intervals.
    await expect.poll(asked, { timeout: 10_000 }).toHaveLength(4)
    for (const sql of asked()) expect(sql).not.toMatch(/DROP|v1|2026/)
  })

  test.each([
    ['a column with a time zone', 'at >= $from AND at < $to'],
    ['a column without one, which is taken for UTC', 'local >= $from AND local < $to'],
    ['whole seconds', 'epoch >= ${from:s} AND epoch < ${to:s}'],
    [
      'milliseconds',
      'extract(epoch FROM at) * 1000 >= ${from:ms} AND extract(epoch FROM at) * 1000 < ${to:ms}',
    ],
    [
      'times of the session, which are in UTC although the role says New York',
      `at >= $from AND at < $to AND date_part('hour', at) = 0`,
    ],
  ])('finds an interval by %s', async (_, times) => {
    const query = `SELECT count(*) FROM requests WHERE version = $arm AND ${times}`
    expect(await first(scalar(query))).toMatchObject({ baseline: { kind: 'scalar', value: 60 } })
  })

  test('the ends of intervals in whole seconds neither overlap nor leave a gap', async () => {
    const query =
      'SELECT count(*) FROM requests WHERE version = $arm AND epoch >= ${from:s} AND epoch < ${to:s}'
    const { blocks } = await observeOne(open(), scalar(query), span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'scalar', value: 60 },
      { kind: 'scalar', value: 60 },
    ])
  })

  test('gives a histogram by counts up to each bound, or by raw values', async () => {
    const counts = `SELECT count(*) FILTER (WHERE seconds <= 0.25) AS "0.25", count(*) FILTER (WHERE seconds <= 0.5) AS "0.5", count(*) AS "+Inf" ${WHERE}`
    const p95 = (histogram: string): MetricQuery => ({ name: 'p95', kind: 'quantile', histogram })
    expect((await first(p95(counts)))?.baseline).toEqual({
      kind: 'histogram',
      bounds: [0.25, 0.5],
      counts: [30, 0, 30],
    })
    // As MySQL writes it: a sum over no rows is NULL.
    const none = `SELECT sum(1) AS "0.25", sum(1) AS "0.5", count(*) AS "+Inf" ${WHERE} AND seconds > 99`
    expect((await first(p95(none)))?.baseline).toEqual({
      kind: 'histogram',
      bounds: [0.25, 0.5],
      counts: [0, 0, 0],
    })
    const raw = (await first(p95(`SELECT seconds ${WHERE} ORDER BY at LIMIT 3`)))?.baseline
    expect(raw).toEqual({ kind: 'values', values: [0.6, 0.1, 0.6] })
    expect((await first(p95(`SELECT 1 AS a, 2 AS b ${WHERE} LIMIT 1`)))?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/one row whose columns are called like its upper bounds/),
    })
  })

  test('a count by the second keeps its fraction, as whole numbers by a length would not', async () => {
    const perSecond = `SELECT (count(*) - 1) / $window ${WHERE}`
    expect(await first(scalar(perSecond))).toMatchObject({ baseline: { value: 59 / 30 } })
  })

  test('a sum over no rows is none where there were no trials, and unknown where there were some', async () => {
    const sum = (trials: string): MetricQuery =>
      errorsBy(`SELECT sum(1) ${WHERE} AND seconds > 99`, `SELECT ${trials} ${WHERE} AND seconds > 99`)
    expect(await first(sum('count(*)'))).toMatchObject({
      baseline: { kind: 'proportion', events: 0, trials: 0 },
    })
    expect(await first(sum('count(*) + 7'))).toMatchObject({
      baseline: { kind: 'absent', absence: 'no_data' },
    })
  })

  test('large counts lose nothing on the way', async () => {
    const value = `SELECT 9007199254740991::bigint ${WHERE} LIMIT 1`
    expect(await first(scalar(value))).toMatchObject({ baseline: { value: Number.MAX_SAFE_INTEGER } })
  })

  test.each([
    ['no row', `SELECT status ${WHERE} AND false`, 'no_data', /^/],
    ['NULL', `SELECT sum(nothing) ${WHERE}`, 'no_data', /^/],
    ['NaN', `SELECT 'NaN'::float8 ${WHERE} LIMIT 1`, 'not_a_number', /^/],
    ['a division by zero', `SELECT 1 / count(nothing) ${WHERE}`, 'source_refused', /division by zero/],
    [
      'text',
      `SELECT version ${WHERE} LIMIT 1`,
      'source_refused',
      /column version holds "(v1|';).*not a number/,
    ],
    ['several rows', `SELECT status ${WHERE}`, 'source_refused', /60 rows and must return one: aggregate/],
    [
      'columns of other names',
      `SELECT count(*) AS a, count(*) AS b ${WHERE}`,
      'source_refused',
      /has the columns a, b: call one of them `value`/,
    ],
  ])('%s is an absence with its reason', async (_, value, absence, detail) => {
    const block = await first(scalar(value))
    for (const arm of [block?.baseline, block?.candidate]) {
      expect(arm).toMatchObject({ kind: 'absent', absence })
      expect((arm as { detail?: string }).detail ?? '').toMatch(detail)
    }
  })

  test('more rows than are read are refused, and not read', async () => {
    const many = `SELECT generate_series(1, 100001) FROM requests WHERE version = $arm AND at >= $from AND at < $to LIMIT 200000`
    expect((await first({ name: 'x', kind: 'series', value: many }))?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/more than 100000 rows/),
    })
  })

  test.each([
    ['a syntax error', `SELEC count(*) ${WHERE}`, /syntax error at or near/],
    ['an unknown column', `SELECT count(nope) ${WHERE}`, /column "nope" does not exist/],
    [
      'an unknown table',
      `SELECT count(*) FROM nope WHERE $arm = 'x' AND at >= $from AND at < $to`,
      /relation "nope" does not exist/,
    ],
    ['a write', `DELETE ${WHERE}`, /syntax error/],
    [
      'a write inside',
      `WITH gone AS (DELETE ${WHERE} RETURNING 1) SELECT count(*) FROM gone`,
      /must be at the top level/,
    ],
    ['a function that writes', `SELECT nextval('numbers') ${WHERE}`, /read-only transaction/],
  ])('%s is refused, with the metric and the query', async (_, value, why) => {
    await expect(first(scalar(value))).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(why),
    })
    await expect(first(scalar(value))).rejects.toThrow(/^metric "one": the database refused value: "/)
  })

  test.each([
    [
      'a placeholder in quotes',
      `SELECT count(*) FROM requests WHERE version = '$arm' AND at >= $from AND at < $to`,
      /write \$arm without quotes/,
    ],
    ['no times', 'SELECT count(*) FROM requests WHERE version = $arm', /must contain \$from and \$to/],
    ['no arm', 'SELECT count(*) FROM requests WHERE at >= $from AND at < $to', /must contain \$arm/],
    [
      'an arm in a comment only',
      'SELECT count(*) FROM requests /* $arm */ WHERE at >= $from AND at < $to -- $arm',
      /must contain \$arm/,
    ],
  ])('%s is refused before anything is asked', async (_, text, why) => {
    const source = open()
    await expect(observeOne(source, errorsBy(text), { ...span, slots: [] })).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringMatching(why),
    })
  })

  test('a comment, a semicolon and a string that is none of ours do no harm', async () => {
    const query = `SELECT count(*) -- what's $arm?\nFROM requests /* it's */ WHERE version = $arm AND at >= $from AND at < $to AND 'a''$b' <> '' -- end;\n;`
    expect(await first(scalar(query))).toMatchObject({ baseline: { value: 60 } })
  })

  test.each([
    ['a wrong password', { password: 'wrong' }, /does not accept these credentials of reader/],
    ['an unknown user', { username: 'nobody-here' }, /does not accept these credentials of nobody-here/],
    ['no right to read', { username: 'outsider', password: 'looks' }, /permission denied.*GRANT SELECT/],
    ['TLS without its authority', { tls: 'verify' }, /certificate of .* is not accepted.*`ca`/],
  ])('%s is refused in words that say where to look, and asked once', async (_, settings, why) => {
    const relay = await startTcpRelay(server.port)
    const url = `postgres://reader@127.0.0.1:${relay.port}/postgres`
    const block = await first(errorsBy(BOTH), open({ url, ...settings, attempts: '5' }))
    await relay.stop()
    expect(relay.connections()).toBe(1)
    expect(block?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(why),
    })
  })

  test('a database that is not there is refused', async () => {
    const url = `postgres://reader@127.0.0.1:${server.port}/nope`
    expect((await first(errorsBy(BOTH), open({ url })))?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/database "nope" does not exist/),
    })
  })

  test('with TLS the certificate must be signed by the given authority, and be for this host', async () => {
    const tls = { tls: 'verify', ca: server.ca }
    const named = { ...tls, url: `postgres://reader@localhost:${server.port}/postgres` }
    expect((await first(errorsBy(BOTH), open(named)))?.baseline).toMatchObject({ trials: 60 })
    expect((await first(errorsBy(BOTH), open(tls)))?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/by the name in it/),
    })
  })

  test('a slow query ends after its time, once for all intervals, and the other metrics are answered', async () => {
    const slow = { ...scalar(`SELECT count(*), pg_sleep(60) ${WHERE} LIMIT 1`), name: 'slow' }
    const source = open({ timeout: '1s' })
    const began = performance.now()
    const [late, quick] = await source.observe([slow, errorsBy(BOTH)], span, io.signal)
    expect(late?.blocks.map(({ candidate }) => candidate)).toMatchObject([
      { absence: 'source_unreachable', detail: expect.stringMatching(/no answer within 1 s/) },
      { absence: 'source_unreachable' },
    ])
    expect(quick?.blocks[1]?.candidate).toMatchObject({ trials: 60 })
    expect(performance.now() - began).toBeLessThan(30_000)
  })

  test('a cancel stops the statement at the server', async () => {
    const stop = new AbortController()
    const source = open({ timeout: '60s' }, stop.signal)
    const reason = new Error('stopped')
    const running = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(50)%' AND pid <> pg_backend_pid()`
    const query = scalar(`SELECT pg_sleep(50) ${WHERE} LIMIT 1`)
    const looked = observeOne(source, query, span, stop.signal)
    await expect.poll(async () => await server.run(running), { timeout: 20_000 }).toEqual([{ n: 1 }])
    stop.abort(reason)
    await expect(looked).rejects.toBe(reason)
    await expect.poll(async () => await server.run(running), { timeout: 20_000 }).toEqual([{ n: 0 }])
  })

  test('is unreachable while the server is away, and goes on once it is back', async () => {
    const relay = await startTcpRelay(server.port)
    const source = open({ url: `postgres://reader@127.0.0.1:${relay.port}/postgres`, attempts: '2' })
    await relay.stop()
    expect(await first(errorsBy(BOTH), source)).toMatchObject({
      candidate: { absence: 'source_unreachable' },
    })
    expect((await first(errorsBy(BOTH)))?.candidate).toMatchObject({ trials: 60 })
  })

  test('a probe says what a query finds, and what is wrong with it', async () => {
    const source = open()
    io = { ...io, now: () => from + 30_000 }
    const at = openSource(
      'sql',
      { url: `postgres://reader@127.0.0.1:${server.port}/postgres`, password: 'reads', tls: 'off' },
      io,
    )
    const probe = async (query: MetricQuery) => await at.probe?.(query, 'v1', 30_000, io.signal)
    expect(await probe(errorsBy(BOTH))).toEqual([
      { part: 'events', asked: BOTH, found: 1, value: 0, hints: [] },
      { part: 'trials', asked: BOTH, found: 1, value: 60, hints: [] },
    ])
    expect(await probe(scalar(`SELECT sum(nothing) ${WHERE}`))).toMatchObject([
      { found: 0, hints: ['The query found no row, or NULL.'] },
    ])
    expect(await probe(scalar(`SELECT nope ${WHERE}`))).toMatchObject([
      { found: 0, hints: [expect.stringMatching(/column "nope" does not exist/)] },
    ])
    expect(source.readsPast).toBe(true)
  })

  test('tells the past of the stable version, the last 121 intervals of it', async () => {
    const past = { arm: 'v1', from: from - 3_600_000, to: from + 60_000, intervalMs: 20_000 }
    const [samples] = (await open().past?.([errorsBy(BOTH)], past, io.signal)) ?? []
    expect(samples?.blocks).toHaveLength(121)
    expect(samples?.blocks.at(-1)).toEqual({
      from: from + 40_000,
      to: from + 60_000,
      weight: 0,
      baseline: { kind: 'proportion', events: 0, trials: 40 },
      candidate: { kind: 'absent', absence: 'not_observed' },
    })
    const [none] = (await open({ password: 'wrong' }).past?.([errorsBy(BOTH)], past, io.signal)) ?? []
    expect(none).toMatchObject({ blocks: [], notes: [expect.stringMatching(/^source_refused: /)] })
  })

  test('no password is in what is logged or told', async () => {
    const said: unknown[] = []
    for (const settings of [{ password: PASSWORD }, { username: 'outsider', password: 'looks' }]) {
      said.push(await first(errorsBy(BOTH), open(settings)), ...io.lines)
      expect(io.masked).toContain(settings.password)
    }
    expect(JSON.stringify(said)).not.toMatch(/secret|looks/)
  })
})
