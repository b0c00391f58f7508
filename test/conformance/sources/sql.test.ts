import { afterAll, beforeAll, describe } from 'vitest'
import { hasPostgres, PASSWORD, startPostgres, type Postgres } from '../../servers/postgres.ts'
import { startTcpRelay } from '../../servers/tcp-relay.ts'
import { describeSource, type Happened } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))

/** One row for each version and interval, as a table of sums has it; none where nothing happened. */
function rowsOf(happened: Happened): string {
  if (happened === 'nothing') return 'SELECT 0, $$$$, 0, 0 WHERE false'
  const rows = slots.flatMap(({ from }) =>
    (['baseline', 'candidate'] as const).map(
      (arm, i) => `(${from / 1000 + 1}, 'v${i + 1}', ${happened[arm].events}, ${happened[arm].trials})`,
    ),
  )
  return `VALUES ${rows.join(', ')}`
}

describe.runIf(hasPostgres())('with PostgreSQL', () => {
  let server: Postgres
  let tables = 0
  beforeAll(async () => {
    server = await startPostgres()
  }, 120_000)
  afterAll(async () => await server?.stop())

  describeSource('sql', async (happened) => {
    const table = `requests_${(tables += 1)}`
    await server.run(`
      CREATE TABLE ${table} (at timestamptz, version text, failed int, served int);
      INSERT INTO ${table} SELECT to_timestamp(s), v, f, n FROM (${rowsOf(happened)}) AS rows (s, v, f, n)`)
    const relay = await startTcpRelay(server.port)
    const where = `FROM ${table} WHERE version = $arm AND at >= $from AND at < $to`
    return {
      settings: {
        url: `postgres://postgres@127.0.0.1:${relay.port}/postgres`,
        password: PASSWORD,
        tls: 'off',
        attempts: '1',
      },
      query: {
        name: 'errors',
        kind: 'proportion',
        events: `SELECT sum(failed) ${where}`,
        trials: `SELECT sum(served) ${where}`,
      },
      span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
      goDown: relay.stop,
      stop: relay.stop,
      requests: relay.connections,
      kinds: {
        count: {
          query: {
            name: 'crashes',
            kind: 'count',
            events: `SELECT sum(failed) ${where}`,
            exposure: '$window',
          },
          arm: [
            { kind: 'count', events: 7, exposure: 30 },
            { kind: 'count', events: 3, exposure: 30 },
          ],
        },
        mean: {
          query: {
            name: 'size',
            kind: 'mean',
            n: `SELECT 10 * count(*) ${where}`,
            mean: `SELECT 2.5 * count(*) ${where}`,
            stddev: `SELECT 0.5 * count(*) ${where}`,
          },
          arm: { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
        },
        quantile: {
          query: {
            name: 'p95',
            kind: 'quantile',
            histogram: `SELECT 4 * count(*) AS "0.5", 9 * count(*) AS "+Inf" ${where}`,
          },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
        },
        series: {
          query: {
            name: 'heap',
            kind: 'series',
            value: `SELECT unnest(array[1, 2]) ${where}`,
          },
          arm: { kind: 'values', values: [1, 2] },
        },
        scalar: {
          query: { name: 'size', kind: 'scalar', value: `SELECT 2.5 * count(*) ${where}` },
          arm: { kind: 'scalar', value: 2.5 },
        },
      },
    }
  })
})
