import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startCloudRun, type RunStandIn } from '../servers/google-run.ts'
import { FAILING, startArms, type Arms } from './support/arms.ts'
import { openStage, type More, type Stage } from './support/canary.ts'

let stage: Stage
let service: RunStandIn
let arms: Arms
/** The revision that is being released. */
let released = 'shop-2'
/** Shares that users met, in order. */
let met: number[]
let watching: NodeJS.Timeout
beforeEach(async () => {
  released = 'shop-2'
  stage = await openStage()
  service = await startCloudRun({ revisions: ['shop-1', 'shop-2', 'shop-3'], credential: 'federated' })
  arms = await startArms(() => service.share(released), 60_000)
  met = []
  watching = setInterval(() => {
    const share = service.share(released)
    if (met.at(-1) !== share) met.push(share)
  }, 10)
})
afterEach(async () => {
  clearInterval(watching)
  await Promise.all([stage.close(), service.stop(), arms.close()])
})

const release = async (
  baseline: string,
  candidate: string,
  more: More = { facts: { pull: stage.pull } },
  inputs: Readonly<Record<string, string>> = {},
) => {
  released = candidate
  return await stage.canary(
    {
      router: 'cloud-run',
      'router-settings': JSON.stringify({ ...service.settings, baseline, candidate, settles: '100ms' }),
      'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ladder: '5, 50, 100',
      ...inputs,
    },
    { ...more, env: service.env },
  )
}

describe('revisions of Google Cloud Run, with the credentials that google-github-actions/auth leaves', () => {
  test('a sound revision is promoted over each rung, and is the baseline of the next release', async () => {
    const first = await release('shop-1', 'shop-2')
    expect(first.outputs, first.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(met).toEqual([0, 5, 50, 100])
    const next = stage.repository.pullRequest({ title: 'The next one' }).number
    const second = await release('shop-2', 'shop-3', { facts: { pull: next } }, { ladder: '50, 100' })
    expect(second.outputs, second.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(service.share('shop-3')).toBe(100)
  })

  test('a failing revision is rolled back, and the weights that users met say so', async () => {
    arms.candidate = FAILING
    const { outputs, code, log } = await release('shop-1', 'shop-2')
    expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
    expect(code).toBe(1)
    expect(met).toEqual([0, 5, 0])
  })

  test('a revision that already has traffic is refused', async () => {
    const [only] = service.services.values()
    if (only !== undefined)
      only.traffic = only.served = [
        { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'shop-2', percent: 100 },
      ]
    const { outputs, log } = await release('shop-1', 'shop-2')
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'candidate_has_traffic' })
    expect(service.share()).toBe(100)
  })
})
