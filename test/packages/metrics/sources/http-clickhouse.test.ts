import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayRun, PASSWORD, startClickHouse } from '../../../servers/clickhouse.ts'
import { testIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'

const STRANGE = `it's \\ v2`
const span: Span = {
  slots: [1, 2].map((i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight: 5 })),
  intervalMs: 60_000,
  baseline: 'v1',
  candidate: STRANGE,
}

describe.runIf(mayRun())('source http, against a real ClickHouse', () => {
  let server: Awaited<ReturnType<typeof startClickHouse>>
  const address = (): string => `http://127.0.0.1:${server.port}`
  const headers = { 'x-clickhouse-user': 'default', 'x-clickhouse-key': PASSWORD }
  const run = async (sql: string): Promise<void> => {
    const response = await fetch(address(), { method: 'POST', headers, body: sql })
    expect([response.status, await response.text()]).toEqual([200, ''])
  }
  beforeAll(async () => {
    server = await startClickHouse()
    await run(
      'CREATE TABLE requests (time DateTime, version String, status UInt16, seconds Float64) ENGINE = Memory',
    )
    // Each version answers once a second; every tenth request of the candidate fails, and every 50th of the baseline.
    const rows = [...Array(240).keys()].flatMap((second) => [
      `(${second}, 'v1', ${second % 50 === 0 ? 500 : 200}, 0.1)`,
      `(${second}, 'it\\'s \\\\ v2', ${second % 10 === 0 ? 503 : 200}, ${second % 4 === 0 ? 0.7 : 0.1})`,
    ])
    await run(`INSERT INTO requests VALUES ${rows.join(', ')}`)
  })
  afterAll(async () => await server?.[Symbol.asyncDispose]())

  test('one query gives the counts and the histogram of a version', async () => {
    const sql = `SELECT countIf(status >= 500) AS failed, count() AS requests, [countIf(seconds <= 0.25), countIf(seconds <= 0.5), count()] AS buckets FROM requests WHERE version = '\${arm:sql}' AND time >= toDateTime($from) AND time < toDateTime($to) FORMAT JSON`
    const source = openSource(
      'http',
      {
        url: `${address()}/?query=${sql}`,
        headers: JSON.stringify(headers),
        attempts: '1',
      },
      testIo(),
    )
    const errors: MetricQuery = {
      name: 'errors',
      kind: 'proportion',
      events: 'data[0].failed',
      trials: 'data[0].requests',
    }
    const { blocks } = await observeOne(source, errors, span)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([
      { kind: 'proportion', events: 1, trials: 60 },
      { kind: 'proportion', events: 1, trials: 60 },
    ])
    expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 6, trials: 60 })
    const p95: MetricQuery = {
      name: 'p95',
      kind: 'quantile',
      histogram: "data[0].buckets | [['0.25', [0]], ['0.5', [1]], ['+Inf', [2]]]",
    }
    const quantile = await observeOne(source, p95, span)
    expect(quantile.blocks[1]?.candidate).toEqual({
      kind: 'histogram',
      bounds: [0.25, 0.5],
      counts: [45, 0, 15],
    })
  })
})
