import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING, SLOW } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  expect(stage.sandbox.state.violations).toEqual([])
  await stage.close()
})

const statuses = (stage: Stage) =>
  stage.sandbox.state
    .deployments('acme/shop')
    .flatMap((d) => d.statuses.map((s) => `${s.state}: ${s.description}`))

describe('canary-step decides', () => {
  test('a sound candidate climbs rung by rung and is promoted', async () => {
    const { outputs, code, post } = await stage.canary()
    expect(outputs).toMatchObject({
      outcome: 'pass',
      decision: 'promote',
      reason: 'within_margin',
      weight: '100',
    })
    expect(code).toBe(0)
    expect(post?.code).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
    expect(stage.verdict().outcome).toBe('pass')
  })

  test('the pull request tells the story: a check, one comment, a status for each rung', async () => {
    const { outputs, summary } = await stage.canary()
    const { state } = stage.sandbox
    const head = state.repository('acme/shop').pulls[0]?.headSha
    const [check, ...more] = state.checkRuns('acme/shop')
    expect(more).toEqual([])
    expect(check).toMatchObject({
      name: 'Sluice canary-step (staging, shop)',
      headSha: head,
      status: 'completed',
      conclusion: 'success',
    })
    expect(check?.title).toMatch(/Promoted to 100%/)
    expect(check?.summary).toContain('error rate')
    const comments = state.comments('acme/shop', stage.pull)
    expect(comments).toHaveLength(1)
    expect(comments[0]?.body).toContain('was promoted to 100%')
    // On a slow machine the first intent is written as well.
    const told = statuses(stage).filter((status) => !status.includes('from 0%'))
    expect(told).toEqual([
      expect.stringMatching(/^in_progress: The candidate has 5% of traffic/),
      expect.stringMatching(/^in_progress: Moving traffic from 5% to 50%/),
      expect.stringMatching(/^in_progress: The candidate has 50% of traffic/),
      expect.stringMatching(/^in_progress: Moving traffic from 50% to 100%/),
      expect.stringMatching(/^success: Promoted to 100%/),
    ])
    expect(outputs['check-url']).toContain('/runs/')
    expect(outputs['comment-url']).toContain('#issuecomment-')
    expect(outputs['deployment-id']).toBe(String(state.deployments('acme/shop')[0]?.id))
    expect(summary).toContain('was promoted to 100%')
  })

  test('a promotion retires the deployment promoted before, in production too', async () => {
    const inputs = { environment: 'production', interval: '1s', 'max-wait': '60s' }
    const head = stage.sandbox.state.repository('acme/shop').pulls[0]?.headSha ?? ''
    await stage.canary(inputs)
    await stage.canary({ ...inputs, command: 'finish', version: `["echo", "${head}"]` })
    const next = stage.repository.pullRequest({ title: 'Something else' }).number
    const { outputs, log } = await stage.canary(inputs, { facts: { pull: next } })
    expect(outputs, log).toMatchObject({ decision: 'promote' })
    const [first, second] = stage.sandbox.state.deployments('acme/shop')
    expect(first?.statuses.at(-1)).toMatchObject({
      state: 'inactive',
      description: expect.stringMatching(/^Replaced: [0-9a-f]{12} no longer serves anyone\.$/),
    })
    expect(second?.statuses.at(-1)?.state).toBe('success')
  }, 120_000)

  test('a candidate that fails more often is rolled back on its first rung, and the job fails', async () => {
    stage.arms.candidate = FAILING
    const { outputs, code, log } = await stage.canary()
    expect(outputs).toMatchObject({
      outcome: 'fail',
      decision: 'roll-back',
      reason: 'regression_found',
      weight: '0',
    })
    expect(code).toBe(1)
    expect(stage.router.weights).toEqual([0, 5, 0])
    expect(stage.verdict().evidence.map((e) => [e.metric, e.finding])).toContainEqual(['error rate', 'worse'])
    expect(statuses(stage).at(-1)).toMatch(
      /^failure: Rolled back from 5% to 0%: the candidate is worse than the baseline/,
    )
    expect(stage.sandbox.state.checkRuns('acme/shop')[0]?.conclusion).toBe('failure')
    expect(log).toContain('::error::')
  })

  test('a candidate that is slower is rolled back for its latency', async () => {
    stage.arms.candidate = SLOW
    const { outputs } = await stage.canary()
    expect(outputs).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
    expect(stage.verdict().evidence.find((e) => e.finding === 'worse')?.metric).toBe('p95 latency')
    expect(stage.router.weight()).toBe(0)
  })

  test('without traffic nothing passes: it waits at home, the check stays open, and the step blocks', async () => {
    stage.arms.rate = 0
    const { outputs, code } = await stage.canary({ 'max-wait': '4s' })
    expect(outputs).toMatchObject({ outcome: 'inconclusive', decision: 'hold', weight: '0' })
    expect(code).toBe(1)
    expect(stage.sandbox.state.checkRuns('acme/shop')[0]?.status).toBe('in_progress')
  })

  test('too few requests hold, and the report says how many more are needed', async () => {
    stage.arms.rate = 2000
    const { outputs, code } = await stage.canary({ 'max-wait': '4s', 'when-held': 'succeed' })
    expect(outputs).toMatchObject({ outcome: 'inconclusive', decision: 'hold', reason: 'not_enough_data' })
    expect(stage.verdict().evidence.some((e) => (e.needed ?? 0) > 0)).toBe(true)
    expect(code).toBe(0)
    expect(stage.sandbox.state.checkRuns('acme/shop')[0]?.status).toBe('in_progress')
  })

  test('a single weight is judged, never promoted, and held when the job ends', async () => {
    const { outputs } = await stage.canary({ ladder: '', weight: '50' })
    expect(outputs).toMatchObject({ outcome: 'pass', decision: 'advance', weight: '50' })
    expect(stage.router.weights).toEqual([0, 50, 0])
    expect(statuses(stage).at(-1)).toMatch(/^in_progress: Waits at 0%.*continues at 50%/)
  })
})
