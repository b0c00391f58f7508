import { stringify } from 'yaml'
import { describe, expect } from 'vitest'
import { FAILING } from './support/arms.ts'
import { test, type Stage } from './support/canary.ts'
import { fakeRouter, type FakeRouter } from './support/router.ts'

const release = async (stage: Stage, second: FakeRouter) =>
  await stage.canary(
    {
      router: 'split',
      'router-settings': stringify({
        routers: [
          { name: 'eu', router: 'proxy', settings: { url: stage.router.url } },
          { name: 'us', router: 'proxy', settings: { url: second.url } },
        ],
      }),
    },
    { facts: { pull: stage.pull } },
  )

/** Without the writes that say the same again. */
const changes = ({ weights }: FakeRouter): readonly number[] =>
  weights.filter((weight, i) => weight !== weights[i - 1])

describe('a canary behind two routers at once', () => {
  test('a sound candidate climbs behind both', async ({ stage }) => {
    const second = await fakeRouter()
    const { outputs, log } = await release(stage, second)
    expect(outputs, log).toMatchObject({ decision: 'promote', weight: '100' })
    expect([stage.router, second].map(changes)).toEqual([
      [0, 5, 50, 100],
      [0, 5, 50, 100],
    ])
    await second.close()
  })

  test('a failing candidate is rolled back behind both', async ({ stage }) => {
    const second = await fakeRouter()
    stage.arms.candidate = FAILING
    const { outputs, log } = await release(stage, second)
    expect(outputs, log).toMatchObject({ decision: 'roll-back', weight: '0' })
    expect([stage.router, second].map(changes)).toEqual([
      [0, 5, 0],
      [0, 5, 0],
    ])
    await second.close()
  })
})
