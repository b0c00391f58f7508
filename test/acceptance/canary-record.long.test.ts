import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from './support/canary.ts'
import { openRelay } from './support/relay.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rate: 1000 })
})
afterEach(async () => await stage.close())

const deployments = () => stage.sandbox.state.deployments('acme/shop')

describe('the record of a rollout at GitHub', () => {
  test('goes on where GitHub drops the fragments of addresses: the words follow the sentences', async () => {
    const relay = await openRelay(
      { github: stage.sandbox.url },
      { rewrite: ({ body }) => body.replace(/("log_url":"[^"#]*)#[^"]*"/, '$1"') },
    )
    const more = { apiUrl: relay.urls.github }
    const first = await stage.canary({ 'max-wait': '1s' }, more)
    expect(first.outputs, first.log).toMatchObject({ decision: 'hold', weight: '0' })
    stage.arms.rate = 60_000
    const second = await stage.canary({}, { ...more, facts: { event: 'schedule' } })
    await relay.close()
    expect(second.outputs, second.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(stage.router.weights).toEqual([0, 5, 0, 5, 50, 100])
    expect(deployments()).toHaveLength(1)
    const { statuses = [] } = deployments()[0] ?? {}
    expect(statuses.filter(({ logUrl }) => logUrl.includes('#'))).toEqual([])
    expect(statuses.at(-1)?.description).toMatch(/^Promoted to 100%.*#sluice=2/)
  })

  test('evidence about one artifact decides nothing about another one of the same commit', async () => {
    stage.arms.rate = 60_000
    const release = async (digit: string) =>
      await stage.canary({
        artifact: `sha256:${digit.repeat(64)}`,
        slots: 'blue, green',
        ladder: '50, 100',
        'source-settings': `urls: { blue: '${stage.arms.url}/baseline/metrics', green: '${stage.arms.url}/candidate/metrics' }`,
      })
    const a = await release('a')
    expect(a.outputs, a.log).toMatchObject({ decision: 'promote', reason: 'within_margin', slot: 'green' })
    const again = await release('a')
    expect(again.outputs, again.log).toMatchObject({ decision: 'promote', reason: 'already_decided' })
    const b = await release('b')
    expect(b.outputs, b.log).toMatchObject({ decision: 'promote', reason: 'within_margin', slot: 'blue' })
    expect(stage.router.weights).toEqual([0, 50, 100, 50, 0])
    expect(deployments().map(({ statuses }) => statuses.at(-1)?.state)).toEqual(['inactive', 'success'])
  })
})
