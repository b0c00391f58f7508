import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasPostgres, PASSWORD, startPostgres, type Postgres } from '../servers/postgres.ts'
import { openStage, type Stage } from './support/canary.ts'

const METRICS = `
- name: error rate
  kind: proportion
  events: &counts |
    SELECT count(*) FILTER (WHERE status >= 500) AS events, count(*) AS trials
    FROM requests WHERE version = $arm AND at >= $from AND at < $to
  trials: *counts
  margin: 2 points
`

/** Requests that users make in each twentieth of a second. */
const RATE = 2_000

/** Writes a row for every request into the database, to the version that the router gives it to. */
function startUsers(
  server: Postgres,
  weight: () => number,
  failing: number,
): { readonly stop: () => Promise<void> } {
  const ending = new AbortController()
  const work = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      // The moment at which the router was asked: the row may be written after the weight has changed.
      const at = `'${new Date().toISOString()}'::timestamptz`
      const candidate = Math.round((RATE * weight()) / 100)
      await server.run(`
        INSERT INTO requests SELECT ${at}, 'candidate', CASE WHEN random() < ${failing} THEN 503 ELSE 200 END
          FROM generate_series(1, ${candidate});
        INSERT INTO requests SELECT ${at}, 'baseline', CASE WHEN random() < 0.001 THEN 503 ELSE 200 END
          FROM generate_series(1, ${RATE - candidate})`)
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

describe.runIf(hasPostgres())('a release that a database of requests decides', () => {
  let server: Postgres
  let stage: Stage
  beforeAll(async () => {
    server = await startPostgres()
    await server.run(`
      CREATE ROLE sluice LOGIN PASSWORD 'only reads';
      CREATE TABLE requests (at timestamptz, version text, status int);
      CREATE INDEX ON requests (version, at);
      GRANT SELECT ON requests TO sluice`)
  }, 120_000)
  afterAll(async () => await server?.stop())
  beforeEach(async () => {
    stage = await openStage()
    await server.run('TRUNCATE requests')
  })
  afterEach(async () => await stage.close())

  const canary = async (failing: number) => {
    const users = startUsers(server, stage.router.weight, failing)
    const ended = await stage.canary(
      {
        source: 'sql',
        'source-settings': [
          `url: postgres://sluice@127.0.0.1:${server.port}/postgres`,
          'password: only reads',
          'tls: off',
          'lag: 300ms',
        ].join('\n'),
        metrics: METRICS,
        'max-wait': '60s',
      },
      { env: { ACTIONS_STEP_DEBUG: 'true', RUNNER_DEBUG: '1' } },
    )
    await users.stop()
    // The password is masked before anything else is said, and is nowhere else.
    const [said, ...masks] = [
      ended.log.replaceAll(/::add-mask::.*/g, ''),
      ...(ended.log.match(/::add-mask::.*/g) ?? []),
    ]
    expect(said).not.toContain('only reads')
    expect(said).not.toContain(PASSWORD)
    expect(masks.length).toBeGreaterThan(0)
    return ended
  }

  test('promotes a sound candidate', async () => {
    const { outputs, log } = await canary(0.001)
    expect(outputs, log).toMatchObject({ decision: 'promote', reason: 'within_margin' })
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
  }, 180_000)

  test('takes a bad candidate home from its first rung', async () => {
    const { outputs, log } = await canary(0.2)
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', outcome: 'fail' })
    expect(stage.router.weights).toEqual([0, 5, 0])
  }, 180_000)
})
