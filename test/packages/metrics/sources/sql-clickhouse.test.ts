import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  mayRun,
  PASSWORD,
  pythonWithClickHouse,
  startClickHouse,
  startClickHouseEngine,
  type ClickHouseEngine,
} from '../../../servers/clickhouse.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'
import { observeOne } from '../../../servers/observe.ts'

/** A name that would end a text, begin a comment and drop a table, if it were ever part of one. */
const STRANGE = `'; DROP TABLE requests; -- \\ \\N \t {p1:String} \n"`
const from = Date.parse('2026-03-29T00:30:00.250Z')
const span: Span = {
  slots: [0, 1].map((i) => ({ from: from + i * 30_000, to: from + (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const WHERE = 'FROM requests WHERE version = $arm AND at >= $from AND at < $to'
const BOTH = `SELECT countIf(status >= 500) AS events, count() AS trials ${WHERE}`
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: BOTH, trials: BOTH }
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

let io: TestIo
function open(
  port: number,
  settings: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): MetricSource {
  io = testIo(signal)
  const url = `clickhouse://sluice@127.0.0.1:${port}/default`
  return openSource('sql', { url, password: PASSWORD, tls: 'off', attempts: '1', ...settings }, io)
}

const python = pythonWithClickHouse()
describe.runIf(python !== undefined)('source sql, against the engine of ClickHouse', () => {
  let server: ClickHouseEngine
  beforeAll(async () => {
    server = await startClickHouseEngine(python ?? '')
    await server.run(
      "CREATE TABLE requests (at DateTime64(3, 'UTC'), epoch UInt32, version String, status UInt16, seconds Float64, big UInt64) ENGINE = Memory",
    )
    const quoted = `'${STRANGE.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    // Each version answers twice a second; every tenth request of the candidate fails. Half of each second is after .250.
    await server.run(`
      INSERT INTO requests
        SELECT toDateTime64('2026-03-29 00:30:00', 3, 'UTC') + toIntervalMillisecond(500 * n), toUnixTimestamp(at), v,
          if(v <> 'v1' AND n % 10 = 0, 503, 200), 0.1 + (n % 2) * 0.5, 9007199254740993
        FROM (SELECT number AS n, arrayJoin(['v1', ${quoted}]) AS v,
          toDateTime64('2026-03-29 00:30:00', 3, 'UTC') + toIntervalMillisecond(500 * number) AS at FROM numbers(240))`)
  }, 120_000)
  afterAll(async () => await server?.stop())
  const first = async (query: MetricQuery, source = open(server.port)) =>
    (await observeOne(source, query, span)).blocks[0]

  test('binds a strange name of a version, and reads both numbers of one query by their columns', async () => {
    const { blocks } = await observeOne(open(server.port), errors, span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'proportion', events: 0, trials: 60 },
      { kind: 'proportion', events: 0, trials: 60 },
    ])
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    expect((await server.run('SELECT count() FROM requests')).trim()).toBe('480')
  })

  test('asks once for both numbers, by a text without values, and only reads', async () => {
    const before = (await server.calls()).length
    await observeOne(open(server.port), errors, { ...span, slots: span.slots.slice(0, 1) })
    const calls = (await server.calls()).slice(before)
    expect(calls.map(({ sql }) => sql.includes('countIf'))).toEqual([false, true, true])
    for (const { sql, asked } of calls.slice(1)) {
      expect(sql).not.toContain('DROP')
      expect(asked).toMatchObject({ readonly: '2', max_execution_time: '10', wait_end_of_query: '1' })
      expect(asked['param_p2']).toBe('2026-03-29 00:30:00.250')
    }
    expect(new Set(calls.map(({ asked }) => asked['query_id'])).size).toBe(3)
  })

  test('whole numbers of times, lengths, buckets by columns and by rows, and raw values', async () => {
    const epoch = `SELECT count() / $window FROM requests WHERE version = $arm AND epoch >= \${from:s} AND epoch < \${to:s}`
    expect(await first(scalar(epoch))).toMatchObject({ baseline: { kind: 'scalar', value: 2 } })
    const histogram = (text: string): MetricQuery => ({ name: 'p95', kind: 'quantile', histogram: text })
    const buckets = { kind: 'histogram', bounds: [0.25], counts: [30, 30] }
    expect(
      await first(histogram(`SELECT countIf(seconds <= 0.25) AS "0.25", count() AS "+Inf" ${WHERE}`)),
    ).toMatchObject({ baseline: buckets })
    const rows = `SELECT b.1 AS le, b.2 AS count FROM (SELECT arrayJoin([('0.25', countIf(seconds <= 0.25)), ('+Inf', count())]) AS b ${WHERE})`
    expect(await first(histogram(rows))).toMatchObject({ baseline: buckets })
    const raw = await first(histogram(`SELECT seconds ${WHERE} LIMIT 3`))
    expect(raw?.baseline).toMatchObject({ kind: 'values', values: expect.arrayContaining([0.6]) })
  })

  test('NULL and what is no number are missing, and never zero', async () => {
    for (const value of ['NULL', '0/0', 'sumOrNull(status)'])
      expect(await first(scalar(`SELECT ${value} ${WHERE} AND status = 1`)), value).toMatchObject({
        baseline: { kind: 'absent', absence: 'no_data' },
      })
  })

  test('a quote that a backslash escapes does not end a text', async () => {
    const value = `SELECT count() ${WHERE} AND version <> 'it\\'s; $x'`
    expect(await first(scalar(value))).toMatchObject({ baseline: { value: 60 } })
  })

  test.each([
    ['a misspelt column', `SELECT count(nope) ${WHERE}`, /UNKNOWN_IDENTIFIER/],
    ['an unknown table', `SELECT count() ${WHERE.replace('requests', 'nowhere')}`, /UNKNOWN_TABLE/],
    ['a syntax error', `SELECT count( ${WHERE}`, /SYNTAX_ERROR/],
    ['a write', `INSERT INTO requests SELECT * ${WHERE}`, /SYNTAX_ERROR/],
  ])('%s is refused, with the metric and the query', async (_, value, why) => {
    await expect(first(scalar(value))).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(why),
    })
  })

  test('a second statement is refused before anything is asked', async () => {
    const before = (await server.calls()).length
    await expect(first(scalar(`SELECT 1 ${WHERE}; SELECT 2`))).rejects.toMatchObject({ code: 'BAD_QUERY' })
    expect(await server.calls()).toHaveLength(before)
  })

  test('a wrong password is refused in words, asked once, and shown nowhere', async () => {
    const block = await first(errors, open(server.port, { password: 'wrong one', attempts: '5' }))
    expect(block?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/does not accept these credentials of sluice/),
    })
    expect(JSON.stringify([block, io.lines])).not.toContain('wrong one')
    expect(io.masked).toContain('wrong one')
  })

  test('a certificate authority of one’s own is refused with the way to give it', async () => {
    const ca = new URL('../../../servers/io.ts', import.meta.url).pathname
    const block = await first(errors, open(server.port, { tls: 'verify', ca }))
    expect(block?.candidate).toMatchObject({ detail: expect.stringContaining('NODE_EXTRA_CA_CERTS') })
  })
})

describe.runIf(mayRun())('source sql, against a real ClickHouse of 2018', () => {
  test('says that it is too old, and that a password is wrong', async () => {
    await using server = await startClickHouse()
    const look = async (settings: Readonly<Record<string, string>>) =>
      (await observeOne(open(server.port, { username: 'default', ...settings }), errors, span)).blocks[0]
        ?.candidate
    expect(await look({})).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/ClickHouse 18\.\S+, which cannot bind values: 19\.14/),
    })
    expect(await look({ password: 'wrong' })).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/does not accept these credentials of default/),
    })
  })
})

describe('source sql, with a ClickHouse that answers strangely', () => {
  const LOGIN = '<!doctype html><title>Sign in</title>'
  const meta = {
    meta: [{ name: 'name' }, { name: 'value' }, { name: 'version' }],
    data: [['readonly', '0', '26.1.1']],
  }
  /** Answers the first question as ClickHouse does, with this level of `readonly`; the others as told. */
  async function strange(
    answer: { readonly status: number; readonly body: string; readonly type?: string } | 'hang',
    level = '0',
    mode = 'throw',
  ) {
    const asked: { readonly sql: string; readonly url: URL }[] = []
    const server = await startLoopback(async (request, response) => {
      let sql = ''
      for await (const piece of request) sql += String(piece)
      const url = new URL(request.url ?? '', 'http://x')
      asked.push({ sql, url })
      if (sql.includes('version()'))
        return response.end(
          JSON.stringify({
            ...meta,
            data: [
              ['readonly', level, '26.1.1'],
              ['read_overflow_mode', mode, '26.1.1'],
              ['skip_unavailable_shards', mode === 'break' ? '1' : '0', '26.1.1'],
            ],
          }),
        )
      if (sql.startsWith('KILL')) return response.end()
      if (answer === 'hang') return undefined
      return response
        .writeHead(answer.status, { 'content-type': answer.type ?? 'text/plain' })
        .end(answer.body)
    })
    return { ...server, asked }
  }

  test.each([
    ['a login page', { status: 200, body: LOGIN, type: 'text/html' }, 'source_refused', /login page/],
    ['401 of a gateway', { status: 401, body: '' }, 'source_refused', /401.*credentials/],
    ['403 of a gateway', { status: 403, body: '' }, 'source_refused', /403.*may not/],
    ['404 of a gateway', { status: 404, body: 'nothing' }, 'source_refused', /404.*address/],
    ['429 of a gateway', { status: 429, body: 'slow down' }, 'rate_limited', /slow down/],
    ['502 of a gateway', { status: 502, body: 'bad gateway' }, 'source_unreachable', /502/],
    ['a text', { status: 200, body: 'hello' }, 'source_refused', /hello/],
    [
      'an error behind the rows, with status 200',
      {
        status: 200,
        body: '{"meta":[{"name":"a"}],"data":[[1]]\nCode: 159. DB::Exception: Timeout exceeded',
      },
      'source_unreachable',
      /no answer within 10 s/,
    ],
    [
      'an error inside the JSON, with status 200',
      {
        status: 200,
        body: '{"meta":[],"data":[],"exception": "Code: 241. DB::Exception: Memory limit exceeded"}',
      },
      'source_refused',
      /Memory limit/,
    ],
    [
      'no right to read',
      { status: 500, body: 'Code: 497. DB::Exception: sluice: Not enough privileges' },
      'source_refused',
      /GRANT SELECT/,
    ],
    [
      'a quota that is used up',
      { status: 500, body: 'Code: 201. DB::Exception: Quota has been exceeded' },
      'rate_limited',
      /asked too often/,
    ],
  ] as const)('%s is an absence in words', async (_, answer, absence, words) => {
    const server = await strange(answer)
    const { blocks } = await observeOne(open(server.port), errors, span)
    for (const { baseline, candidate } of blocks)
      for (const arm of [baseline, candidate])
        expect(arm).toMatchObject({ absence, detail: expect.stringMatching(words) })
    await server.stop()
  })

  test('a cancelled job stops its statement at the server', async () => {
    const server = await strange('hang')
    const stop = new AbortController()
    const looked = observeOne(open(server.port, {}, stop.signal), errors, span, stop.signal)
    await expect.poll(() => server.asked.length, { timeout: 30_000 }).toBeGreaterThan(1)
    const reason = new Error('stopped')
    stop.abort(reason)
    await expect(looked).rejects.toBe(reason)
    await expect
      .poll(() => server.asked.filter(({ sql }) => sql.startsWith('KILL')).length, { timeout: 30_000 })
      .toBe(4)
    const ids = server.asked.flatMap(({ sql, url }) =>
      sql.includes('countIf') ? [url.searchParams.get('query_id')] : [],
    )
    for (const { sql } of server.asked.filter(({ sql: text }) => text.startsWith('KILL')))
      expect(ids).toContain(/'(.*)'/.exec(sql)?.[1])
    await server.stop()
  })

  test('a server that hangs is given up, its statement is stopped, and the rest is not asked', async () => {
    const server = await strange('hang')
    const { blocks } = await observeOne(open(server.port, { timeout: '1s' }), errors, span)
    expect(blocks[1]?.candidate).toMatchObject({ absence: 'source_unreachable' })
    await expect
      .poll(() => server.asked.some(({ sql }) => sql.startsWith('KILL')), { timeout: 30_000 })
      .toBe(true)
    await server.stop()
  })

  test.each([
    ['0', { readonly: '2', max_execution_time: '10', cancel_http_readonly_queries_on_client_close: '1' }],
    ['2', { readonly: null, max_execution_time: '10', cancel_http_readonly_queries_on_client_close: '1' }],
    ['1', { readonly: null, max_execution_time: null, cancel_http_readonly_queries_on_client_close: null }],
  ])('with a profile whose `readonly` is %s it sets what it may', async (level, wanted) => {
    const server = await strange({ status: 200, body: JSON.stringify(meta) }, level)
    await observeOne(open(server.port), errors, span)
    const { url } = server.asked.find(({ sql }) => sql.includes('countIf')) ?? {}
    for (const [name, value] of Object.entries(wanted)) expect(url?.searchParams.get(name), name).toBe(value)
    await server.stop()
  })

  test('a profile that cuts results is told to throw, or refused where it cannot be told', async () => {
    const free = await strange({ status: 200, body: JSON.stringify(meta) }, '2', 'break')
    await observeOne(open(free.port), errors, span)
    const { url } = free.asked.find(({ sql }) => sql.includes('countIf')) ?? {}
    expect(url?.searchParams.get('read_overflow_mode')).toBe('throw')
    expect(url?.searchParams.get('skip_unavailable_shards')).toBe('0')
    await free.stop()
    const bound = await strange({ status: 200, body: JSON.stringify(meta) }, '1', 'break')
    const { blocks } = await observeOne(open(bound.port), errors, span)
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/may cut results.*read_overflow_mode.*skip_unavailable_shards/),
    })
    await bound.stop()
  })
})
