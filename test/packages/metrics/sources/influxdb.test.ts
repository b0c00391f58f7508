import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasInflux, INFLUX, startInflux, type InfluxServer } from '../../../servers/influxdb.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'
import { observeOne } from '../../../servers/observe.ts'

/** A name that would end a text and begin another statement, if it were ever part of one. */
const STRANGE = `v2'; DROP DATABASE shop; -- \\ "x"`
const from = Date.parse('2026-03-29T00:30:00.250Z')
const span: Span = {
  slots: [0, 1].map((i) => ({ from: from + i * 30_000, to: from + (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const WHERE = 'FROM requests WHERE version = $arm AND time >= $from AND time < $to'
const BOTH = `SELECT sum(failed) AS events, count(seconds) AS trials ${WHERE}`
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: BOTH, trials: BOTH }
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

let io: TestIo
function open(url: string, settings: Readonly<Record<string, string>> = {}): MetricSource {
  io = testIo()
  return openSource('influxdb', { url, database: 'shop', ...INFLUX, attempts: '1', ...settings }, io)
}

describe.runIf(hasInflux())('source influxdb, against a real InfluxDB', () => {
  let server: InfluxServer
  beforeAll(async () => {
    server = await startInflux()
    await server.run('CREATE DATABASE shop')
    const tag = STRANGE.replaceAll(/[\\ ,=]/g, (mark) => (mark === '\\' ? mark : `\\${mark}`))
    // Each version answers twice a second; every tenth request of the candidate fails. Half of each second is after .250.
    const lines = [...Array(240).keys()].flatMap((n) => [
      `requests,version=v1 failed=0i,seconds=${0.1 + (n % 2) * 0.5} ${from - 250 + n * 500}`,
      `requests,version=${tag} failed=${n % 10 === 0 ? 1 : 0}i,seconds=0.1 ${from - 250 + n * 500}`,
    ])
    await server.write('shop', lines)
    await server.run(`CREATE USER outsider WITH PASSWORD 'looks'`)
  }, 120_000)
  afterAll(async () => await server?.stop())
  const first = async (query: MetricQuery, source = open(server.url)) =>
    (await observeOne(source, query, span)).blocks[0]

  test('a strange name is one text, and both numbers of one query are read by their columns', async () => {
    const { blocks } = await observeOne(open(server.url), errors, span)
    expect(blocks).toMatchObject([
      { baseline: { events: 0, trials: 60 }, candidate: { events: 6, trials: 60 } },
      { baseline: { events: 0, trials: 60 }, candidate: { events: 6, trials: 60 } },
    ])
    expect(io.masked).toContain(INFLUX.password)
  })

  test('no point of errors is zero where the query says so, and a silent version is no data', async () => {
    const failed = `SELECT count(failed) ${WHERE} AND failed > 5`
    const trials = `SELECT count(seconds) ${WHERE}`
    expect(await first({ ...errors, events: failed, trials })).toMatchObject({
      baseline: { absence: 'no_data', detail: expect.stringMatching(/matched no/) },
    })
    expect(await first({ ...errors, events: `${failed} or 0`, trials })).toMatchObject({
      baseline: { kind: 'proportion', events: 0, trials: 60 },
    })
    const silent = await observeOne(open(server.url), errors, { ...span, candidate: 'v9' })
    expect(silent.blocks[0]).toMatchObject({
      baseline: { kind: 'proportion' },
      candidate: { kind: 'absent', absence: 'no_data' },
    })
  })

  test.each([
    ['a syntax error', `SELECT count( ${WHERE}`],
    ['an unknown function', `SELECT cuont(seconds) ${WHERE}`],
  ])('%s is refused, with the metric and the query', async (_, value) => {
    await expect(first(scalar(value))).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/metric "one": InfluxDB refused value/),
    })
  })

  test.each([
    [`DROP DATABASE shop -- $arm $from $to`, /begins with SELECT|must contain/],
    [`SELECT * INTO copy ${WHERE}`, /leave out INTO/],
    [
      `SELECT count(seconds) FROM requests WHERE version =~ /^$arm$/ AND time >= $from AND time < $to`,
      /regular expression/,
    ],
    [`SELECT count(seconds) FROM /^errors_$arm$/ WHERE time >= $from AND time < $to`, /regular expression/],
    [
      `SELECT count(seconds) FROM requests, /^errors_\${arm}$/ WHERE time >= $from AND time < $to`,
      /regular expression/,
    ],
    ['SELECT count(/$arm/) FROM requests WHERE time >= $from AND time < $to', /regular expression/],
    [`SELECT 1 ${WHERE}; DROP DATABASE shop`, /without a `;`/],
    [
      `SELECT count(seconds) FROM requests WHERE version = '$arm' AND time >= $from AND time < $to`,
      /without quotes/,
    ],
    ['SELECT count(seconds) FROM requests WHERE version = $arm', /must contain \$from/],
  ])('%s is refused before anything is asked', async (value, words) => {
    await expect(first({ ...errors, events: value })).rejects.toThrow(words)
  })

  test('several series are refused, with the way out', async () => {
    expect(
      await first(
        scalar(
          `SELECT sum(failed) ${WHERE.replace('version = $arm AND', 'version != $arm AND')} GROUP BY version`,
        ),
      ),
    ).toMatchObject({
      candidate: { kind: 'scalar' },
    })
    const all = `SELECT sum(failed) ${WHERE.replace('version = $arm', "(version = $arm OR version = 'v1')")} GROUP BY version`
    expect(await first(scalar(all))).toMatchObject({
      candidate: { absence: 'source_refused', detail: expect.stringMatching(/GROUP BY/) },
    })
  })

  test('a wrong password, no right, and an unknown database are told and shown nowhere', async () => {
    const wrong = await first(errors, open(server.url, { password: 'wrong one' }))
    expect(wrong?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/401/),
    })
    const outsider = await first(errors, open(server.url, { username: 'outsider', password: 'looks' }))
    expect(outsider?.candidate).toMatchObject({ absence: 'source_refused' })
    const other = await first(errors, open(server.url, { database: 'nowhere' }))
    expect(other?.candidate).toMatchObject({ detail: expect.stringMatching(/database not found/) })
    expect(JSON.stringify([wrong, outsider, io.lines])).not.toMatch(/wrong one|looks/)
  })
})

test('an answer that stops in the middle is refused, and not taken for the whole', async () => {
  const server = await startLoopback((_, response) =>
    response.end(
      JSON.stringify({
        results: [
          { statement_id: 0, series: [{ columns: ['time', 'sum'], values: [[0, 5]] }], partial: true },
        ],
      }),
    ),
  )
  const { blocks } = await observeOne(open(server.url), scalar(`SELECT sum(failed) ${WHERE}`), span)
  expect(blocks[0]?.candidate).toMatchObject({ absence: 'source_refused' })
  await server.stop()
})
