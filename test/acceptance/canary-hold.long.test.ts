import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rate: 3000 })
})
afterEach(async () => await stage.close())

const schedule = { facts: { event: 'schedule' as const } }
const settings = (): string =>
  `baseline-url: ${stage.arms.url}/baseline/metrics\ncandidate-url: ${stage.arms.url}/candidate/metrics\nstate: snapshots.json`

const slots = (): Record<string, string> => ({
  slots: 'blue, green',
  'source-settings': `urls: { blue: ${stage.arms.url}/baseline/metrics, green: ${stage.arms.url}/candidate/metrics }`,
})

describe('a rollout across jobs', () => {
  test('held at home between runs: a later job resumes its rung, in the same deployment', async () => {
    const first = await stage.canary({ 'max-wait': '1s', 'source-settings': settings() })
    expect(first.outputs).toMatchObject({ decision: 'hold', weight: '0' })
    const began = stage.verdict().window.from

    stage.arms.rate = 60_000
    const second = await stage.canary({ 'source-settings': settings() })
    expect(second.outputs).toMatchObject({ decision: 'promote', weight: '100' })
    expect(second.outputs['deployment-id']).toBe(first.outputs['deployment-id'])
    expect(stage.verdict().window.from).toBe(began)
    expect(stage.router.weights).toEqual([0, 5, 0, 5, 50, 100])
  })

  test('`between-runs: stay` keeps the weight where the last look was good', async () => {
    const inputs = { 'between-runs': 'stay', 'source-settings': settings() }
    const first = await stage.canary({ ...inputs, 'max-wait': '4s' })
    expect(first.outputs).toMatchObject({ decision: 'hold', weight: '5' })
    stage.arms.rate = 60_000
    await stage.canary(inputs)
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
  })

  test('after a promotion a schedule does nothing: no check, no comment, no traffic moved', async () => {
    stage.arms.rate = 60_000
    await stage.canary(slots())
    const before = stage.sandbox.state.requests.length
    const { outputs, code } = await stage.canary(slots(), schedule)
    expect(outputs).toMatchObject({
      decision: 'none',
      reason: 'nothing_open',
      'check-url': '',
      deploy: 'false',
    })
    expect(code).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
    expect(stage.sandbox.state.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('the release after a promotion is judged by the slot that it is in', async () => {
    stage.arms.rate = 60_000
    expect((await stage.canary(slots())).outputs).toMatchObject({ decision: 'promote', slot: 'green' })
    stage.arms.baseline = FAILING
    const other = stage.repository.pullRequest({ title: 'A bad idea' }).number
    const { outputs } = await stage.canary(slots(), { facts: { pull: other } })
    expect(outputs).toMatchObject({ decision: 'roll-back', slot: 'blue' })
    expect(stage.router.weights).toEqual([0, 5, 50, 100, 95, 100])
  })

  test('addresses that do not follow the slots are refused before anything moves', async () => {
    const { log, code } = await stage.canary({ slots: 'blue, green' })
    expect(code).toBe(1)
    expect(log).toContain('stay as they are while the slots blue and green change places')
    expect(stage.router.weights).toEqual([0])
  })

  test('a promoted canary beside stable waits to be finished: a schedule is quiet, a newer release is refused', async () => {
    stage.arms.rate = 60_000
    await stage.canary()
    const scheduled = await stage.canary({}, schedule)
    expect(scheduled.outputs).toMatchObject({ decision: 'none', reason: 'finish_first', 'check-url': '' })
    expect(scheduled.code).toBe(0)
    const other = stage.repository.pullRequest({ title: 'Something else' }).number
    const next = await stage.canary({}, { facts: { pull: other } })
    expect(next.outputs).toMatchObject({ decision: 'error', reason: 'finish_first', deploy: 'false' })
    expect(next.log).toContain('Deploy it to the stable instances')
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
  })

  test('`finish` moves everyone to the stable version once every instance runs it', async () => {
    stage.arms.rate = 60_000
    const head = stage.sandbox.state.repository('acme/shop').pulls[0]?.headSha ?? ''
    const version = `["echo", "${head}"]`
    await stage.canary({ version })
    const early = await stage.canary({ command: 'finish', version: '["echo", "older"]' })
    expect(early.outputs).toMatchObject({ decision: 'error', reason: 'finish_first' })
    expect(stage.router.weight()).toBe(100)
    const { outputs, code } = await stage.canary({ command: 'finish', version })
    expect(outputs).toMatchObject({ decision: 'finish', weight: '0' })
    expect(code).toBe(0)
    expect(stage.router.weight()).toBe(0)
  })

  test('after a roll-back a schedule exposes nobody', async () => {
    stage.arms.rate = 60_000
    stage.arms.candidate = FAILING
    await stage.canary()
    const { outputs, code } = await stage.canary({}, schedule)
    expect(outputs).toMatchObject({ decision: 'none', reason: 'nothing_open' })
    expect(code).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 0])
  })

  test('the same commit pushed again reports the roll-back, and exposes nobody', async () => {
    stage.arms.rate = 60_000
    stage.arms.candidate = FAILING
    await stage.canary()
    const { outputs, code } = await stage.canary()
    expect(outputs).toMatchObject({ decision: 'roll-back', reason: 'already_decided', outcome: 'fail' })
    expect(code).toBe(1)
    expect(stage.router.weights).toEqual([0, 5, 0])
  })

  test('`command: retry` tries a rolled-back candidate again, and counts', async () => {
    stage.arms.rate = 60_000
    stage.arms.candidate = FAILING
    const first = await stage.canary()
    const second = await stage.canary({ command: 'retry' })
    expect(second.outputs).toMatchObject({ decision: 'roll-back', reason: 'regression_found' })
    expect(second.outputs['deployment-id']).not.toBe(first.outputs['deployment-id'])
    const [, again] = stage.sandbox.state.deployments('acme/shop')
    expect(again?.description).toContain('attempt 2')
  })

  test('the next merge replaces a held rollout: home first, superseded, then its own', async () => {
    await stage.canary({ 'max-wait': '4s', 'between-runs': 'stay' })
    expect(stage.router.weight()).toBe(5)
    const other = stage.repository.pullRequest({ title: 'Something else' }).number
    stage.arms.rate = 60_000
    const { outputs } = await stage.canary({}, { facts: { pull: other } })
    expect(outputs).toMatchObject({ decision: 'promote', weight: '100' })
    expect(stage.router.weights).toEqual([0, 5, 0, 5, 50, 100])
    const [first, second] = stage.sandbox.state.deployments('acme/shop')
    expect(first?.statuses.at(-1)?.description).toMatch(/^Replaced, and traffic went back from 5% to 0%/)
    expect(second?.statuses.at(-1)?.description).toMatch(/^Promoted to 100%/)
  })

  test('`when-superseded: refuse` leaves a held rollout as it is', async () => {
    await stage.canary({ 'max-wait': '4s', 'between-runs': 'stay' })
    const other = stage.repository.pullRequest({ title: 'Something else' }).number
    const { outputs, code } = await stage.canary({ 'when-superseded': 'refuse' }, { facts: { pull: other } })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'already_open' })
    expect(code).toBe(1)
    expect(stage.router.weights).toEqual([0, 5])
  })

  test('a schedule continues the commit of the record, by the plan of the record', async () => {
    await stage.canary({ 'max-wait': '1s', 'source-settings': settings() })
    const head = stage.sandbox.state.repository('acme/shop').pulls[0]?.headSha
    stage.arms.rate = 60_000
    const { outputs, log } = await stage.canary(
      { ladder: '1, 2, 100', confidence: '99%', 'source-settings': settings() },
      schedule,
    )
    expect(outputs, log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(stage.verdict().subject.sha).toBe(head)
    expect(stage.verdict().policy.document.confidence).toBe(0.95)
    expect(stage.router.weights).toEqual([0, 5, 0, 5, 50, 100])
  })

  test('another service of the environment can roll out at the same time', async () => {
    await stage.canary({ 'max-wait': '1s' })
    const { outputs } = await stage.canary({ service: 'search', 'max-wait': '1s' })
    // What it comes to is the evidence's business; what matters here is that it was let in.
    expect(outputs['decision']).not.toBe('error')
  })
})
