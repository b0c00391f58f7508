import { stringify } from 'yaml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFlagd, type Flagd } from '../servers/flagd.ts'
import { FAILING, startArms, type Arms } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
let flagd: Flagd
let arms: Arms
/** Shares that users met, in order. */
let met: number[]
let watching: NodeJS.Timeout
beforeEach(async () => {
  stage = await openStage()
  flagd = await startFlagd()
  arms = await startArms(flagd.share, 60_000)
  met = []
  watching = setInterval(() => {
    const share = flagd.share()
    if (met.at(-1) !== share) met.push(share)
  }, 10)
})
afterEach(async () => {
  clearInterval(watching)
  await Promise.all([stage.close(), flagd.goDown(), arms.close()])
})

const release = async () =>
  await stage.canary(
    {
      router: 'openfeature',
      'router-settings': stringify(flagd.settings),
      'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ladder: '5, 50, 100',
    },
    { facts: { pull: stage.pull } },
  )

describe('variants of a feature flag', () => {
  test('a sound variant is promoted over each rung', async () => {
    const { outputs, log } = await release()
    expect(outputs, log).toMatchObject({ outcome: 'pass', decision: 'promote', weight: '100' })
    expect(met).toEqual([0, 5, 50, 100])
  })

  test('a failing variant is rolled back, and the weights that users met say so', async () => {
    arms.candidate = FAILING
    const { outputs, log } = await release()
    expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
    expect(met).toEqual([0, 5, 0])
  })
})
