import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { ELASTIC_KEY, startElasticsearch, type Doc } from '../servers/elasticsearch.ts'
import type { Loopback } from '../servers/loopback.ts'
import { NEW_RELIC_KEY, startNewRelic } from '../servers/newrelic.ts'
import { test, type Stage } from './support/canary.ts'

/** Requests that users make in each twentieth of a second. */
const RATE = 200
const FAILING = { baseline: 0.001, candidate: 0.2 }

interface Served {
  readonly at: number
  readonly version: keyof typeof FAILING
  readonly failed: boolean
}

/** Users whose requests go to the version that the router gives them to, until `stop`. */
function startUsers(served: Served[], weight: () => number): { readonly stop: () => void } {
  const ending = new AbortController()
  const work = async (): Promise<void> => {
    for (let n = 0; !ending.signal.aborted;) {
      const at = Date.now()
      const candidates = Math.round((RATE * weight()) / 100)
      for (let i = 0; i < RATE; i++, n++) {
        const version = i < candidates ? 'candidate' : 'baseline'
        served.push({ at, version, failed: n % Math.round(1 / FAILING[version]) === 0 })
      }
      await delay(50, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  void work()
  return { stop: () => ending.abort() }
}

async function expectRollBack(
  stage: Stage,
  start: (served: readonly Served[]) => Promise<Loopback>,
  key: string,
  inputs: (url: string) => Readonly<Record<string, string>>,
): Promise<void> {
  const served: Served[] = []
  const server = await start(served)
  const users = startUsers(served, stage.router.weight)
  const { outputs, log } = await stage.canary(
    { ...inputs(server.url), 'max-wait': '60s' },
    { env: { ACTIONS_STEP_DEBUG: 'true', RUNNER_DEBUG: '1' } },
  )
  users.stop()
  await server.stop()
  expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', outcome: 'fail' })
  expect(stage.router.weights).toEqual([0, 5, 0])
  expect(log).toContain(`::add-mask::${key}`)
  expect(log.replaceAll(/::add-mask::.*/g, '')).not.toContain(key)
}

describe('a release that is decided by what a search finds', () => {
  test('in Elasticsearch: a bad candidate goes back', async ({ stage }) => {
    const docOf = ({ at, version, failed }: Served): Doc => ({
      '@timestamp': at,
      version,
      status: failed ? 503 : 200,
    })
    await expectRollBack(
      stage,
      async (served) => await startElasticsearch(() => served.map(docOf)),
      ELASTIC_KEY,
      (url) => ({
        source: 'elasticsearch',
        'source-settings': `url: ${url}\nindex: logs-shop-*\napi-key: ${ELASTIC_KEY}\nlag: 300ms`,
        metrics: `
- name: error rate
  kind: proportion
  events: version:"$arm" AND status:>=500
  trials: version:"$arm"
  margin: 2 points
`,
      }),
    )
  })

  test('in New Relic: a bad candidate goes back', async ({ stage }) => {
    await expectRollBack(
      stage,
      async (served) =>
        await startNewRelic(({ arm, since, until }) => {
          const own = served.filter(({ at, version }) => version === arm && at >= since && at < until)
          return [{ events: own.filter(({ failed }) => failed).length, trials: own.length }]
        }),
      NEW_RELIC_KEY,
      (url) => ({
        source: 'newrelic',
        'source-settings': `account: 1234\nurl: ${url}\napi-key: ${NEW_RELIC_KEY}\nlag: 300ms`,
        metrics: `
- name: error rate
  kind: proportion
  events: &both SELECT filter(count(*), WHERE error IS true) AS events, count(*) AS trials FROM Transaction WHERE version = '$arm'
  trials: *both
  margin: 2 points
`,
      }),
    )
  })
})
