import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { hasMariaDb, startMariaDb, type MariaDb } from '../../../servers/mariadb.ts'
import { observeOne } from '../../../servers/observe.ts'
import { startTcpRelay } from '../../../servers/tcp-relay.ts'

/** A name that would end a text, begin a comment and drop a table, if it were ever part of one. */
const STRANGE = `'; DROP TABLE requests; -- \\ ? "`
const from = Date.parse('2026-03-29T00:30:00.250Z')
const span: Span = {
  slots: [0, 1].map((i) => ({ from: from + i * 30_000, to: from + (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const WHERE = 'FROM requests WHERE version = $arm AND at >= $from AND at < $to'
const BOTH = `SELECT sum(status >= 500) AS events, count(*) AS trials ${WHERE}`
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: BOTH, trials: BOTH }
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

describe.runIf(hasMariaDb())('source sql, against a real MariaDB', () => {
  let server: MariaDb
  let io: TestIo
  beforeAll(async () => {
    server = await startMariaDb()
    // Each version answers twice a second; every tenth request of the candidate fails.
    await server.run(
      `SET time_zone = '+00:00'`,
      `CREATE TABLE requests (at datetime(3), stamp timestamp(3), epoch bigint, version varchar(100), status int, seconds double, nothing int)`,
      `INSERT INTO requests
         SELECT t, t, unix_timestamp(t) DIV 1, v, IF(v <> 'v1' AND n % 10 = 0, 503, 200), 0.1 + (n % 2) * 0.5, NULL
         FROM (SELECT seq AS n, '2026-03-29 00:30:00' + INTERVAL seq * 500000 MICROSECOND AS t FROM seq_0_to_239) AS times,
           (SELECT 'v1' AS v UNION ALL SELECT '${STRANGE.replaceAll('\\', '\\\\').replaceAll("'", "''")}') AS versions`,
      `CREATE USER reader IDENTIFIED BY 'reads'`,
      `GRANT SELECT ON shop.requests TO reader`,
      `CREATE USER outsider IDENTIFIED BY 'looks'`,
      `GRANT CREATE ON shop.* TO outsider`,
      `CREATE SEQUENCE numbers`,
      `GRANT SELECT, INSERT ON shop.numbers TO reader`,
    )
  }, 120_000)
  afterAll(async () => await server?.stop())

  function open(settings: Readonly<Record<string, string>> = {}, signal?: AbortSignal): MetricSource {
    io = testIo(signal)
    const url = `mysql://reader@127.0.0.1:${server.port}/shop`
    return openSource('sql', { url, password: 'reads', tls: 'off', attempts: '1', ...settings }, io)
  }
  const first = async (query: MetricQuery, source = open()) =>
    (await observeOne(source, query, span)).blocks[0]

  test('binds a strange name of a version, and reads both numbers of one query by their columns', async () => {
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'proportion', events: 0, trials: 60 },
      { kind: 'proportion', events: 0, trials: 60 },
    ])
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    expect(await server.run('SELECT count(*) AS n FROM requests')).toEqual([{ n: 480 }])
  })

  test.each([
    ['a datetime, which is taken for UTC', 'at >= $from AND at < $to'],
    ['a timestamp, although the server is in New York', 'stamp >= $from AND stamp < $to'],
    ['whole seconds', 'epoch >= ${from:s} AND epoch < ${to:s}'],
    [
      'milliseconds',
      'unix_timestamp(stamp) * 1000 >= ${from:ms} AND unix_timestamp(stamp) * 1000 < ${to:ms}',
    ],
  ])('finds an interval by %s', async (_, times) => {
    const query = `SELECT count(*) FROM requests WHERE version = $arm AND ${times}`
    expect(await first(scalar(query))).toMatchObject({ baseline: { kind: 'scalar', value: 60 } })
  })

  test('gives a histogram, raw values, and large counts', async () => {
    const p95 = (histogram: string): MetricQuery => ({ name: 'p95', kind: 'quantile', histogram })
    const counts = `SELECT sum(seconds <= 0.25) AS "0.25", sum(seconds <= 0.5) AS "0.5", count(*) AS "+Inf" ${WHERE}`
    const histogram = { kind: 'histogram', bounds: [0.25, 0.5], counts: [30, 0, 30] }
    expect((await first(p95(counts)))?.baseline).toEqual(histogram)
    const raw = await first(p95(`SELECT seconds ${WHERE} ORDER BY at LIMIT 3`))
    expect(raw?.baseline).toEqual({ kind: 'values', values: [0.6, 0.1, 0.6] })
    const large = await first(scalar(`SELECT 9007199254740991 ${WHERE} LIMIT 1`))
    expect(large).toMatchObject({ baseline: { value: Number.MAX_SAFE_INTEGER } })
    const mean: MetricQuery = {
      name: 'mean',
      kind: 'mean',
      n: `SELECT count(*) AS n, avg(seconds) AS mean, stddev_pop(seconds) AS stddev ${WHERE}`,
      mean: `SELECT count(*) AS n, avg(seconds) AS mean, stddev_pop(seconds) AS stddev ${WHERE}`,
      stddev: `SELECT count(*) AS n, avg(seconds) AS mean, stddev_pop(seconds) AS stddev ${WHERE}`,
    }
    const summary = (await first(mean))?.baseline
    expect(summary).toMatchObject({ kind: 'summary', n: 60, mean: expect.closeTo(0.35, 9) })
    expect(summary).toMatchObject({ m2: expect.closeTo(60 * 0.25 ** 2, 9) })
  })

  test.each([
    ['no row', `SELECT status ${WHERE} AND false`, 'no_data', /^/],
    ['NULL', `SELECT sum(nothing) ${WHERE}`, 'no_data', /^/],
    ['a division by zero, which is NULL here', `SELECT 1 / 0 ${WHERE} LIMIT 1`, 'no_data', /^/],
    ['text', `SELECT version ${WHERE} LIMIT 1`, 'source_refused', /column version holds .*not a number/],
    ['several rows', `SELECT status ${WHERE}`, 'source_refused', /60 rows and must return one/],
  ])('%s is an absence with its reason', async (_, value, absence, detail) => {
    const baseline = (await first(scalar(value)))?.baseline
    expect(baseline).toMatchObject({ kind: 'absent', absence })
    expect((baseline as { detail?: string }).detail ?? '').toMatch(detail)
  })

  test.each([
    ['a syntax error', `SELEC count(*) ${WHERE}`, /error in your SQL syntax/],
    ['an unknown column', `SELECT count(nope) ${WHERE}`, /Unknown column 'nope'/],
    ['a write', `DELETE ${WHERE}`, /error in your SQL syntax/],
    ['a file', `SELECT 1 ${WHERE} INTO OUTFILE '/tmp/sluice-out'`, /error in your SQL syntax/],
    ['a function that writes', `SELECT nextval(numbers) ${WHERE}`, /READ ONLY transaction/i],
  ])('%s is refused, with the metric and the query', async (_, value, why) => {
    await expect(first(scalar(value))).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(why),
    })
  })

  test.each([
    ['a wrong password', { password: 'wrong' }, /does not accept these credentials of reader/],
    ['no right to read', { username: 'outsider', password: 'looks' }, /SELECT command denied.*GRANT SELECT/],
  ])('%s is refused in words that say where to look, and asked once', async (_, settings, why) => {
    const relay = await startTcpRelay(server.port)
    const url = `mysql://reader@127.0.0.1:${relay.port}/shop`
    const block = await first(errors, open({ url, ...settings, attempts: '5' }))
    await relay.stop()
    expect(relay.connections()).toBe(1)
    const detail = expect.stringMatching(why)
    expect(block?.candidate).toMatchObject({ absence: 'source_refused', detail })
    expect(JSON.stringify([block, io.lines])).not.toMatch(/looks|reads/)
  })

  test('with TLS the certificate must be signed by the given authority, and be for this host', async () => {
    const tls = { tls: 'verify', ca: server.ca }
    const named = { ...tls, url: `mariadb://reader@localhost:${server.port}/shop` }
    expect((await first(errors, open(named)))?.baseline).toMatchObject({ trials: 60 })
    const refused = async (settings: Readonly<Record<string, string>>) =>
      (await first(errors, open({ attempts: '5', ...settings })))?.baseline
    expect(await refused(tls)).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/127.0.0.1 is an address.*by the name in its certificate/),
    })
    const relay = await startTcpRelay(server.port)
    const url = `mysql://reader@localhost:${relay.port}/shop`
    expect(await refused({ url, tls: 'verify' })).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/certificate of .* is not accepted.*`ca`/),
    })
    await relay.stop()
    expect(relay.connections()).toBe(1)
  })

  test('a slow query ends after its time, and the other metrics are answered', async () => {
    const slow = { ...scalar(`SELECT sleep(60) ${WHERE} LIMIT 1`), name: 'slow' }
    const [late, quick] = await open({ timeout: '1s' }).observe([slow, errors], span, io.signal)
    expect(late?.blocks[0]?.candidate).toMatchObject({
      absence: 'source_unreachable',
      detail: expect.stringMatching(/no answer within 1 s/),
    })
    expect(quick?.blocks[1]?.candidate).toMatchObject({ trials: 60 })
  })

  test('a cancel stops the statement at the server', async () => {
    const stop = new AbortController()
    const source = open({ timeout: '60s' }, stop.signal)
    const reason = new Error('stopped')
    const running = `SELECT count(*) AS n FROM information_schema.processlist WHERE info LIKE '%sleep(50)%' AND id <> connection_id()`
    const looked = observeOne(source, scalar(`SELECT sleep(50) ${WHERE} LIMIT 1`), span, stop.signal)
    await expect.poll(async () => await server.run(running), { timeout: 20_000 }).toEqual([{ n: 1 }])
    stop.abort(reason)
    await expect(looked).rejects.toBe(reason)
    await expect.poll(async () => await server.run(running), { timeout: 20_000 }).toEqual([{ n: 0 }])
  })

  test('a server that goes silent at any point of the exchange holds up no look', async () => {
    const look = async (answers: number): Promise<unknown> => {
      const relay = await startTcpRelay(server.port, answers)
      const url = `mysql://reader@127.0.0.1:${relay.port}/shop`
      const { blocks } = await observeOne(open({ url, timeout: '1s' }), errors, span)
      await relay.stop()
      return blocks.map(({ baseline }) => baseline.kind === 'absent' && baseline.absence)
    }
    // Greeting, login, four statements before the first query, and that query prepared.
    const seen = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(look))
    for (const absences of seen) expect(absences).toEqual(['source_unreachable', 'source_unreachable'])
  })

  test('is unreachable while the server is away', async () => {
    const relay = await startTcpRelay(server.port)
    await relay.stop()
    const source = open({ url: `mysql://reader@127.0.0.1:${relay.port}/shop` })
    expect(await first(errors, source)).toMatchObject({ candidate: { absence: 'source_unreachable' } })
  })
})
