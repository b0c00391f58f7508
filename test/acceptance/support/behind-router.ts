import { stringify } from 'yaml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '@sluice/verdict'
import { seededRandom } from '../../../dev/demo/src/seeded-random.ts'
import { startTraffic, type Traffic } from '../../../dev/demo/src/traffic.ts'
import { openStage, type Stage } from './canary.ts'
import { answeredByCandidate, startUpstream, type Upstream } from './upstreams.ts'

/** A real router that a test started before two upstreams. */
export interface RealRouter {
  readonly url: string
  readonly settings: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

type Start = (upstreams: { readonly baseline: string; readonly candidate: string }) => Promise<RealRouter>

const METRICS = `
- name: error rate
  kind: proportion
  events: http_requests_total{code=~"5.."}
  trials: http_requests_total
  margin: 5 points
`
const PER_SECOND = 600
const ASKED = 200

/** The promises that hold behind every real router: users' requests really go where canary-step says. */
export function describeBehind(
  name: 'nginx' | 'haproxy' | 'envoy' | 'caddy',
  runnable: boolean,
  start: Start,
): void {
  describe.skipIf(!runnable)(`canary-step behind a real ${name}`, () => {
    let stage: Stage
    let upstreams: readonly [Upstream, Upstream]
    let router: RealRouter
    let users: Traffic
    beforeEach(async () => {
      stage = await openStage()
      upstreams = [await startUpstream('baseline'), await startUpstream('candidate')]
      const [baseline, candidate] = upstreams
      router = await start({ baseline: baseline.url, candidate: candidate.url })
      users = startTraffic(router.url, [{ text: '', language: '' }], PER_SECOND, seededRandom(7))
    })
    afterEach(async () => {
      expect(stage.sandbox.state.violations).toEqual([])
      users.stop()
      await router.stop()
      await Promise.all([...upstreams.map((one) => one.close()), stage.close()])
    })

    const canary = async () =>
      await stage.canary({
        router: name,
        'router-settings': stringify(router.settings),
        'source-settings': `baseline-url: ${upstreams[0].url}/metrics\ncandidate-url: ${upstreams[1].url}/metrics`,
        metrics: METRICS,
        ladder: '20, 50, 100',
        interval: '500ms',
      })

    test('a sound candidate is promoted: requests split as planned on the way, and all reach it in the end', async () => {
      const { outputs, code, log } = await canary()
      expect(outputs, log).toMatchObject({ outcome: 'pass', decision: 'promote', weight: '100' })
      expect(code).toBe(0)
      expectSplitAsPlanned(stage.verdict(), [20, 50])
      expect(await answeredByCandidate(router.url, ASKED)).toBe(ASKED)
    })

    test('a failing candidate is rolled back on its first rung, and no request reaches it any more', async () => {
      upstreams[1].errors = 0.3
      const { outputs, code, log } = await canary()
      expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
      expect(code).toBe(1)
      expectSplitAsPlanned(stage.verdict(), [20])
      expect(await answeredByCandidate(router.url, ASKED)).toBe(0)
    })
  })
}

/** Five standard deviations of a binomial split, over all blocks at a weight, as the upstreams themselves counted. */
function expectSplitAsPlanned({ evidence }: Verdict, weights: readonly number[]): void {
  const blocks = evidence.flatMap(({ samples }) => samples.blocks)
  expect(new Set(blocks.map((block) => block.weight))).toEqual(new Set(weights))
  for (const weight of weights) {
    let [candidate, all] = [0, 0]
    for (const { baseline: stable, candidate: fresh } of blocks.filter((block) => block.weight === weight)) {
      if (stable.kind !== 'proportion' || fresh.kind !== 'proportion') continue
      candidate += fresh.trials
      all += fresh.trials + stable.trials
    }
    const planned = weight / 100
    expect(all).toBeGreaterThan(PER_SECOND / 10)
    const deviation = Math.sqrt((planned * (1 - planned)) / all)
    expect(Math.abs(candidate / all - planned)).toBeLessThan(5 * deviation)
  }
}
