import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'
import { hasPgBouncer, startPgBouncer } from '../../../servers/pgbouncer.ts'
import { hasPostgres, startPostgres, type Postgres } from '../../../servers/postgres.ts'

const span: Span = {
  slots: [0, 1].map((i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: `it's v2`,
}
const WHERE = 'WHERE $arm = $arm AND $from < $to'
const scalar = (value: string): MetricQuery => ({ name: 'one', kind: 'scalar', value })

describe.runIf(hasPostgres() && hasPgBouncer())('source sql, behind a PgBouncer in transaction mode', () => {
  let server: Postgres
  let pool: Awaited<ReturnType<typeof startPgBouncer>>
  beforeAll(async () => {
    server = await startPostgres()
    await server.run(`CREATE ROLE reader LOGIN PASSWORD 'reads'`)
    pool = await startPgBouncer(server.port, 'reader', 'reads')
  }, 120_000)
  afterAll(async () => {
    await pool?.stop()
    await server?.stop()
  })
  const open = (): MetricSource =>
    openSource(
      'sql',
      {
        url: `postgres://reader@127.0.0.1:${pool.port}/postgres`,
        password: 'reads',
        tls: 'off',
        attempts: '1',
      },
      testIo(),
    )

  test('two looks share its one connection, in UTC and only reading', async () => {
    const texts = [`current_setting('TimeZone')`, `current_setting('transaction_read_only')`].map(
      (each, i) => ({
        ...scalar(`SELECT CASE ${each} WHEN 'UTC' THEN 1 WHEN 'on' THEN 2 END ${WHERE}`),
        name: String(i),
      }),
    )
    const never = new AbortController().signal
    const looks = await Promise.all([open().observe(texts, span, never), open().observe(texts, span, never)])
    for (const look of looks)
      expect(look.map(({ blocks }) => blocks[1]?.candidate)).toEqual([
        { kind: 'scalar', value: 1 },
        { kind: 'scalar', value: 2 },
      ])
    // Nothing that was set for a look stays on the connection that others share.
    const backends = async (): Promise<unknown> =>
      await server.run(`SELECT pid, state FROM pg_stat_activity WHERE usename = 'reader'`)
    await expect.poll(backends, { timeout: 10_000 }).toEqual([{ pid: expect.any(Number), state: 'idle' }])
    const before = await backends()
    await open().observe(texts, span, never)
    await expect.poll(backends, { timeout: 10_000 }).toEqual(before)
  })

  test('a cancel stops the statement at the server behind it', async () => {
    const stop = new AbortController()
    const looking = observeOne(open(), scalar(`SELECT 1 FROM pg_sleep(60) ${WHERE}`), span, stop.signal)
    const running = async (): Promise<unknown> => {
      const [row] = await server.run(
        `SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader' AND state = 'active' AND query LIKE '%pg_sleep%'`,
      )
      return row
    }
    await expect.poll(running, { timeout: 30_000 }).toEqual({ count: '1' })
    const reason = new Error('stopped')
    stop.abort(reason)
    await expect(looking).rejects.toBe(reason)
    await expect.poll(running, { timeout: 30_000 }).toEqual({ count: '0' })
  })
})
