import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  PASSWORD,
  pythonWithClickHouse,
  startClickHouseEngine,
  type ClickHouseEngine,
} from '../servers/clickhouse.ts'
import { hasMariaDb, startMariaDb, type MariaDb } from '../servers/mariadb.ts'
import { hasPostgres, startPostgres, type Postgres } from '../servers/postgres.ts'
import { openStage, type Stage } from './support/canary.ts'

const METRICS = `
- name: error rate
  kind: proportion
  events: &counts |
    SELECT ERRORS AS events, count(*) AS trials
    FROM requests WHERE version = $arm AND at >= $from AND at < $to
  trials: *counts
  margin: 2 points
`

/** Requests that users make in each twentieth of a second. */
const RATE = 2_000

/** A database with a table of requests, that a user `sluice` may read. */
interface Database {
  readonly url: string
  readonly password?: string
  /** Writes this many requests of a version, of which a share fails. */
  readonly write: (at: number, version: string, requests: number, failing: number) => Promise<unknown>
}

/** Writes a row for every request into the database, to the version that the router gives it to. */
function startUsers(
  { write }: Database,
  weight: () => number,
  failing: number,
): { readonly stop: () => Promise<void> } {
  const ending = new AbortController()
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // The moment at which the router was asked: the row may be written after the weight has changed.
      const at = Date.now()
      const candidate = Math.round((RATE * weight()) / 100)
      await write(at, 'candidate', candidate, failing)
      await write(at, 'baseline', RATE - candidate, 0.001)
      await delay(50, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  const working = work()
  return {
    stop: async () => {
      ending.abort()
      await working
    },
  }
}

/** Runs a release whose candidate fails as often as this, at debug level, and looks for the password in its log. */
async function canary(database: Database, stage: Stage, failing: number, errors: string) {
  const { password = 'only reads' } = database
  const users = startUsers(database, stage.router.weight, failing)
  const ended = await stage.canary(
    {
      source: 'sql',
      'source-settings': [
        `url: ${database.url}`,
        `password: ${JSON.stringify(password)}`,
        'tls: off',
        'lag: 300ms',
      ].join('\n'),
      metrics: METRICS.replace('ERRORS', errors),
      'max-wait': '60s',
    },
    { env: { ACTIONS_STEP_DEBUG: 'true', RUNNER_DEBUG: '1' } },
  )
  await users.stop()
  const masks = ended.log.match(/::add-mask::.*/g) ?? []
  expect(masks).toContain(`::add-mask::${password}`)
  expect(ended.log.replaceAll(/::add-mask::.*/g, '')).not.toContain(password)
  return ended
}

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => await stage.close())

async function expectRollBack(database: Database, errors: string): Promise<void> {
  const { outputs, log } = await canary(database, stage, 0.2, errors)
  expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', outcome: 'fail' })
  expect(stage.router.weights).toEqual([0, 5, 0])
}

describe.runIf(hasPostgres())('a release that a PostgreSQL of requests decides', () => {
  const ERRORS = 'count(*) FILTER (WHERE status >= 500)'
  let server: Postgres
  let database: Database
  beforeAll(async () => {
    server = await startPostgres()
    await server.run(`
      CREATE ROLE sluice LOGIN PASSWORD 'only reads';
      CREATE TABLE requests (at timestamptz, version text, status int);
      CREATE INDEX ON requests (version, at);
      GRANT SELECT ON requests TO sluice`)
    database = {
      url: `postgres://sluice@127.0.0.1:${server.port}/postgres`,
      write: async (at, version, requests, failing) =>
        await server.run(
          `INSERT INTO requests SELECT to_timestamp(${at / 1000}), '${version}', CASE WHEN random() < ${failing} THEN 503 ELSE 200 END FROM generate_series(1, ${requests})`,
        ),
    }
  }, 120_000)
  afterAll(async () => await server?.stop())
  beforeEach(async () => void (await server.run('TRUNCATE requests')))

  test('promotes a sound candidate', async () => {
    const { outputs, log } = await canary(database, stage, 0.001, ERRORS)
    expect(outputs, log).toMatchObject({ decision: 'promote', reason: 'within_margin' })
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
  }, 180_000)

  test('takes a bad candidate home from its first rung', async () => {
    await expectRollBack(database, ERRORS)
  }, 180_000)
})

describe.runIf(hasMariaDb())('a release that a MariaDB of requests decides', () => {
  let server: MariaDb
  beforeAll(async () => {
    server = await startMariaDb()
    await server.run(
      'CREATE TABLE requests (at datetime(3), version varchar(20), status int, KEY (version, at))',
      `CREATE USER sluice IDENTIFIED BY 'only reads'`,
      'GRANT SELECT ON shop.requests TO sluice',
    )
  }, 120_000)
  afterAll(async () => await server?.stop())

  test('takes a bad candidate home from its first rung', async () => {
    const write: Database['write'] = async (at, version, requests, failing) =>
      await server.run(
        `SET time_zone = '+00:00'`,
        `INSERT INTO requests SELECT from_unixtime(${at / 1000}), '${version}', IF(rand() < ${failing}, 503, 200) FROM seq_1_to_100000 LIMIT ${requests}`,
      )
    const url = `mysql://sluice@127.0.0.1:${server.port}/shop`
    await expectRollBack({ url, write }, 'coalesce(sum(status >= 500), 0)')
  }, 180_000)
})

const python = pythonWithClickHouse()
describe.runIf(python !== undefined)('a release that the engine of ClickHouse decides', () => {
  let server: ClickHouseEngine
  beforeAll(async () => {
    server = await startClickHouseEngine(python ?? '')
    await server.run(
      "CREATE TABLE requests (at DateTime64(3, 'UTC'), version String, status UInt16) ENGINE = Memory",
    )
  }, 120_000)
  afterAll(async () => await server?.stop())

  test('takes a bad candidate home from its first rung', async () => {
    const write: Database['write'] = async (at, version, requests, failing) =>
      await server.run(
        `INSERT INTO requests SELECT fromUnixTimestamp64Milli(toInt64(${at})), '${version}', if(rand() / 4294967295 < ${failing}, 503, 200) FROM numbers(${requests})`,
      )
    const url = `clickhouse://sluice@127.0.0.1:${server.port}/default`
    await expectRollBack({ url, password: PASSWORD, write }, 'countIf(status >= 500)')
  }, 180_000)
})
