import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { openWorld, POLICY, type Copy, type World } from './world.ts'

let world: World
afterEach(async () => {
  await world.close()
})

/** Until every webhook is delivered and every look at what it asked for has ended. */
async function quiet(copy: Copy): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await world.sandbox.settled()
    await copy.app.queue.idle()
  }
}

const approvals = () => world.sandbox.state.approvals('acme/shop').filter((one) => one.state !== 'pending')

describe('the App that owns a protection rule', () => {
  test('opens the environment when the evidence was there before the question', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    expect(approvals()).toMatchObject([
      { state: 'approved', user: 'our-gate[bot]', environments: ['production'] },
    ])
    expect(world.sandbox.state.violations).toEqual([])
  })

  test('waits, says once what it waits for, and opens when the verdict arrives', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('waiting')
    const reports = world.sandbox.state.requests.filter(
      (one) => one.operation === 'actions/review-custom-gates-for-run',
    )
    expect(reports.map((one) => one.body)).toMatchObject([
      { environment_name: 'production', comment: expect.stringContaining('evidence_missing') as string },
    ])
    await world.canary(sha)
    await quiet(copy)
    expect(run.status).toBe('in_progress')
  })

  test('rejects on a failed canary, with the reason in the history', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha, 900)
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run).toMatchObject({ status: 'completed', conclusion: 'failure' })
    expect(approvals()[0]?.comment).toContain('outcome_failed')
  })

  test('rejects when the time is out', async () => {
    let now = Date.now()
    world = await openWorld(`${POLICY}wait: 5m\n`, () => now)
    const copy = await world.start()
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('waiting')
    now += 5 * 60_000 + 1000
    await copy.app.reconcile()
    await quiet(copy)
    expect(approvals()).toMatchObject([
      { state: 'rejected', comment: expect.stringContaining('out_of_time') as string },
    ])
  })

  test('reads the policy of the default branch, whatever the branch that is deployed says', async () => {
    world = await openWorld(`${POLICY}min-trials: 1000000\n`)
    const copy = await world.start()
    const pull = world.repository.pullRequest({
      branch: 'weaker',
      files: { '.github/sluice-gate.yml': 'require: [canary-step]\n' },
    })
    await world.canary(pull.headSha)
    const run = world.repository.run({ branch: 'weaker', environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('waiting')
    expect(world.log.join('\n')).toContain('too_few_trials')
  })

  test('finds by itself what no webhook told it', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    world.sandbox.inject({ match: { webhook: 'deployment_protection_rule' }, respond: 'drop' })
    for (const webhook of ['check_run', 'workflow_job', 'deployment_status'])
      world.sandbox.inject({ match: { webhook }, times: 9, respond: 'drop' })
    const run = world.repository.run({ environments: ['production'] })
    await world.canary(sha)
    await quiet(copy)
    expect(run.status).toBe('waiting')
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    expect(world.sandbox.state.deliveries.some((one) => one.redelivery)).toBe(true)
  })

  test('obeys a team member, records it, and nobody else', async () => {
    world = await openWorld(
      `${POLICY}min-trials: 1000000\noverrides:\n  - { team: release-managers, may: [trials] }\n`,
    )
    world.sandbox.team('acme', 'release-managers', ['mona', 'ada'])
    const copy = await world.start()
    const pull = world.repository.pullRequest({ branch: 'urgent', author: 'ada' })
    await world.canary(pull.headSha)
    const run = world.repository.run({ branch: 'urgent', environments: ['production'], actor: 'ada' })
    const asks = (author: string): number =>
      world.repository.comment(
        pull.number,
        author,
        `/sluice override production ${pull.headSha} agreed with on-call`,
      )
    asks('mallory')
    asks('ada')
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('waiting')
    asks('mona')
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    expect(approvals()[0]?.comment).toContain('Overridden by mona of release-managers: agreed with on-call')

    // One use: the same comment does not open another run of the commit.
    const again = world.repository.run({ branch: 'urgent', environments: ['production'], actor: 'ada' })
    await quiet(copy)
    expect(again.status).toBe('waiting')
  })

  test('leaves environments alone that it does not guard', async () => {
    world = await openWorld()
    const copy = await world.start()
    world.repository.environment({ name: 'staging', reviewers: [{ user: 'rita' }] })
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['staging'] })
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('waiting')
    expect(
      world.sandbox.state.requests.filter(
        (one) => one.method === 'POST' && one.path.includes('protection_rule'),
      ),
    ).toEqual([])
  })

  test.each([
    ['a policy that makes no sense', 'require: []\n', {}],
    ['a GitHub that is out of order', POLICY, { status: 502 }],
    [
      'a permission that is missing',
      POLICY,
      { status: 403, body: { message: 'Resource not accessible by integration' } },
    ],
  ])('stays shut over %s', async (_, policy, respond) => {
    world = await openWorld(policy)
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    if ('status' in respond)
      world.sandbox.inject({ match: { operation: 'repos/get-content' }, times: 1000, respond })
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('waiting')
    expect(approvals()).toEqual([])
  })

  test('waits for a reviewer beside us and is not asked twice', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    world.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('waiting')
    for (let i = 0; i < 3; i++) await copy.app.reconcile()
    await quiet(copy)
    expect(approvals()).toHaveLength(1)
    expect(answersSent()).toBe(1)
  })

  test('does not answer a job again while lists do not show its deployment yet', async () => {
    const lagMs = 2000
    world = await openWorld(POLICY, Date.now, lagMs)
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    world.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    await delay(lagMs)
    world.repository.run({ environments: ['production'] })
    await quiet(copy)
    for (let i = 0; i < 3; i++) await copy.app.reconcile()
    await quiet(copy)
    expect(approvals()).toHaveLength(1)
    expect(answersSent()).toBe(1)
  })
})

const answersSent = (): number =>
  world.sandbox.state.requests.filter(
    (one) =>
      one.operation === 'actions/review-custom-gates-for-run' && JSON.stringify(one.body).includes('"state"'),
  ).length

describe('each job of a run is answered', () => {
  test('a second job that reaches the environment later, although the history shows one entry', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    world.repository.job(run.id, 'production')
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    expect(run.gates.map((one) => one.state)).toEqual(['open', 'open'])
    expect(approvals()).toHaveLength(1)
  })

  test('the second job too when its webhook is lost', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    for (const webhook of ['deployment_protection_rule', 'workflow_job', 'deployment_status'])
      world.sandbox.inject({ match: { webhook }, times: 9, respond: 'drop' })
    world.repository.job(run.id, 'production')
    await quiet(copy)
    expect(run.status).toBe('waiting')
    await copy.app.reconcile()
    await quiet(copy)
    expect(run.status).toBe('in_progress')
  })

  test('thirty jobs of a matrix, by two copies', async () => {
    world = await openWorld()
    const [first, second] = [await world.start(), await world.start()]
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: Array.from({ length: 30 }, () => 'production') })
    await quiet(first)
    await quiet(second)
    expect(new Set(run.gates.map((one) => one.state))).toEqual(new Set(['open']))
    expect(approvals().map((one) => one.state)).toEqual(['approved'])
  })

  test('a job that is run again', async () => {
    world = await openWorld()
    const copy = await world.start()
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['production'] })
    await quiet(copy)
    world.repository.rerun(run.id)
    await quiet(copy)
    expect(run.status).toBe('in_progress')
    expect(approvals()).toHaveLength(2)
  })
})
