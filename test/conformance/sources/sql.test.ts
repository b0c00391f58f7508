import { afterAll, beforeAll, describe } from 'vitest'
import {
  PASSWORD as CLICKHOUSE_PASSWORD,
  pythonWithClickHouse,
  startClickHouseEngine,
  type ClickHouseEngine,
} from '../../servers/clickhouse.ts'
import { hasMariaDb, startMariaDb, type MariaDb } from '../../servers/mariadb.ts'
import { hasPostgres, PASSWORD, startPostgres, type Postgres } from '../../servers/postgres.ts'
import { startTcpRelay } from '../../servers/tcp-relay.ts'
import { describeSource, type Happened, type SourceBackend } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))

/** One row for each version and interval, as a table of sums has it; none where nothing happened. */
function rowsOf(happened: Happened): readonly string[] {
  if (happened === 'nothing') return []
  return slots.flatMap(({ from }) =>
    (['baseline', 'candidate'] as const).map((arm, i) => {
      const { events, trials } = happened[arm]
      return `('1970-01-01 00:0${Math.floor(from / 60_000)}:${1 + ((from / 1000) % 60)}', 'v${i + 1}', ${events}, ${trials})`
    }),
  )
}

/** A backend whose rows are in this table. `twice` is a list of tables that holds each row twice, as `one` 1 and 2. */
async function backend(
  port: number,
  url: (port: number) => string,
  password: string | undefined,
  table: string,
  twice: string,
  sum = 'sum',
): Promise<SourceBackend> {
  const relay = await startTcpRelay(port)
  const where = `FROM ${table} WHERE version = $arm AND at >= $from AND at < $to`
  return {
    settings: {
      url: url(relay.port),
      ...(password === undefined ? {} : { password }),
      tls: 'off',
      attempts: '1',
    },
    query: {
      name: 'errors',
      kind: 'proportion',
      events: `SELECT ${sum}(failed) ${where}`,
      trials: `SELECT ${sum}(served) ${where}`,
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
          events: `SELECT ${sum}(failed) ${where}`,
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
          value: `SELECT one ${where.replace('FROM', `FROM ${twice},`)} ORDER BY one`,
        },
        arm: { kind: 'values', values: [1, 2] },
      },
      scalar: {
        query: { name: 'size', kind: 'scalar', value: `SELECT 2.5 * count(*) ${where}` },
        arm: { kind: 'scalar', value: 2.5 },
      },
    },
  }
}

const COLUMNS = 'version varchar(9), failed int, served int'

describe.runIf(hasPostgres())('with PostgreSQL', () => {
  let server: Postgres
  let tables = 0
  beforeAll(async () => {
    server = await startPostgres()
  }, 120_000)
  afterAll(async () => await server?.stop())

  describeSource('sql', async (happened) => {
    const table = `requests_${(tables += 1)}`
    await server.run(`SET TIME ZONE 'UTC'; CREATE TABLE ${table} (at timestamptz, ${COLUMNS})`)
    const rows = rowsOf(happened)
    if (rows.length > 0)
      await server.run(`SET TIME ZONE 'UTC'; INSERT INTO ${table} VALUES ${rows.join(', ')}`)
    const url = (port: number): string => `postgres://postgres@127.0.0.1:${port}/postgres`
    return await backend(server.port, url, PASSWORD, table, 'generate_series(1, 2) AS twice (one)')
  })
})

describe.runIf(hasMariaDb())('with MariaDB', () => {
  let server: MariaDb
  let tables = 0
  beforeAll(async () => {
    server = await startMariaDb()
  }, 120_000)
  afterAll(async () => await server?.stop())

  describeSource('sql', async (happened) => {
    const table = `requests_${(tables += 1)}`
    await server.run(`CREATE TABLE ${table} (at datetime, ${COLUMNS})`)
    const rows = rowsOf(happened)
    if (rows.length > 0) await server.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`)
    const url = (port: number): string => `mariadb://root@127.0.0.1:${port}/shop`
    return await backend(server.port, url, undefined, table, '(SELECT seq AS one FROM seq_1_to_2) AS twice')
  })
})

const python = pythonWithClickHouse()
describe.runIf(python !== undefined)('with the engine of ClickHouse', () => {
  let server: ClickHouseEngine
  let tables = 0
  beforeAll(async () => {
    server = await startClickHouseEngine(python ?? '')
  }, 120_000)
  afterAll(async () => await server?.stop())

  describeSource('sql', async (happened) => {
    const table = `requests_${(tables += 1)}`
    await server.run(
      `CREATE TABLE ${table} (at DateTime('UTC'), version String, failed UInt32, served UInt32) ENGINE = Memory`,
    )
    const rows = rowsOf(happened)
    if (rows.length > 0) await server.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`)
    const url = (port: number): string => `clickhouse://sluice@127.0.0.1:${port}/default`
    const twice = '(SELECT arrayJoin([1, 2]) AS one) AS twice'
    return await backend(server.port, url, CLICKHOUSE_PASSWORD, table, twice, 'sumOrNull')
  })
})
