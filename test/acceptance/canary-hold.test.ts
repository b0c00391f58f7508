import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rate: 3000 })
})
afterEach(async () => await stage.close())

describe('a rollout across jobs', () => {
  const settings = (stage: Stage) =>
    `baseline-url: ${stage.arms.url}/baseline/metrics\ncandidate-url: ${stage.arms.url}/candidate/metrics\nstate: snapshots.json`

  test('a later job continues from the same beginning, in the same deployment', async () => {
    const first = await stage.canary({ 'max-wait': '1s', 'source-settings': settings(stage) })
    expect(first.outputs).toMatchObject({ decision: 'hold', weight: '5' })
    const began = stage.verdict().window.from

    stage.arms.rate = 60_000
    const second = await stage.canary({ 'source-settings': settings(stage) })
    expect(second.outputs).toMatchObject({ decision: 'promote', weight: '100' })
    expect(second.outputs['deployment-id']).toBe(first.outputs['deployment-id'])
    expect(stage.verdict().window.from).toBe(began)
    expect(stage.router.weights).toEqual([0, 5, 5, 50, 100])
  })

  test('a finished rollout is not continued: the next run begins another', async () => {
    stage.arms.rate = 60_000
    stage.arms.candidate = FAILING
    const first = await stage.canary()
    const second = await stage.canary()
    expect([first.outputs['decision'], second.outputs['decision']]).toEqual(['roll-back', 'roll-back'])
    expect(second.outputs['deployment-id']).not.toBe(first.outputs['deployment-id'])
  })

  test('another commit cannot begin while a rollout of the service is held', async () => {
    await stage.canary({ 'max-wait': '1s' })
    const other = stage.repository.pullRequest({ title: 'Something else' }).number
    const { outputs, code, log } = await stage.canary({}, { facts: { pull: other } })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'ROLLOUT_IN_PROGRESS' })
    expect(code).toBe(1)
    expect(log).toContain('another rollout of shop is under way')
    expect(stage.router.weights).toEqual([0, 5])
  })

  test('another service of the environment can roll out at the same time', async () => {
    await stage.canary({ 'max-wait': '1s' })
    const { outputs } = await stage.canary({ service: 'search', 'max-wait': '1s' })
    // What it comes to is the evidence's business; what matters here is that it was let in.
    expect(outputs['decision']).not.toBe('error')
  })

  test('a held rollout is not continued under another plan', async () => {
    await stage.canary({ 'max-wait': '1s' })
    const { outputs } = await stage.canary({ confidence: '99%' })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'PLAN_CHANGED' })
    expect(stage.router.weights).toEqual([0, 5])
  })
})
