import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

const writes = () => world.sandbox.state.requests.filter((one) => one.method !== 'GET')

describe('what GitHub does not allow is refused before anything is tried:', () => {
  test.each([
    ['a review without a reviewer token', 'NO_REVIEWER', { approve: 'pending-deployment' }],
    [
      'a review with a GITHUB_TOKEN',
      'TOKEN_CANNOT_APPROVE',
      { approve: 'pending-deployment', 'approve-token': 'ghs_0123456789abcdef' },
    ],
    [
      'an answer to a rule without the key of the App',
      'NO_APP_KEY',
      { approve: 'protection-rule', 'app-id': '7' },
    ],
  ])('%s', async (_, reason, inputs) => {
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate(inputs)
    expect(result.outputs).toMatchObject({ decision: 'error', reason })
    expect(result.log).toMatch(/reviewer/)
    expect(world.sandbox.state.requests).toEqual([])
  })
})

describe('as a reviewer', () => {
  const waiting = async () => {
    world.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    const run = world.repository.run({ headSha: world.sha, environments: ['production'] })
    const token = world.sandbox.token({ kind: 'user', login: 'rita' })
    return {
      run,
      inputs: { approve: 'pending-deployment', 'approve-token': token, 'run-id': String(run.id) },
    }
  }

  test('approves the waiting run when open, and the history reads back so', async () => {
    const { run, inputs } = await waiting()
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate(inputs)
    expect(result.outputs).toMatchObject({ decision: 'open', approval: 'approved' })
    expect(world.sandbox.state.approvals('acme/shop')).toMatchObject([
      { state: 'approved', user: 'rita', environments: ['production'] },
    ])
    expect(run.status).toBe('in_progress')
    expect(result.log).not.toContain(inputs['approve-token'].slice(0, 20) + '\n')
  })

  test('rejects it when closed, with the reason, and does not answer twice', async () => {
    const { run, inputs } = await waiting()
    world.file('sluice-report/verdict.signed.json', world.evidence(900))
    expect((await world.gate(inputs)).outputs).toMatchObject({ decision: 'closed', approval: 'rejected' })
    expect((await world.gate(inputs)).outputs).toMatchObject({ decision: 'closed', approval: 'rejected' })
    expect(world.sandbox.state.approvals('acme/shop')).toHaveLength(1)
    expect(world.sandbox.state.approvals('acme/shop')[0]?.comment).toContain('outcome_failed')
    expect(run).toMatchObject({ status: 'completed', conclusion: 'failure' })
  })

  test('does not open a run that is at another commit than the evidence', async () => {
    const { inputs } = await waiting()
    const other = world.repository.run({ environments: ['production'] })
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate({ ...inputs, 'run-id': String(other.id) })
    expect(result.outputs).toMatchObject({ decision: 'closed', reason: 'other_run' })
    expect(other.conclusion).toBe('failure')
  })

  test('answers nothing while it waits', async () => {
    const { run, inputs } = await waiting()
    expect((await world.gate(inputs)).outputs).toMatchObject({ decision: 'waiting', approval: 'none' })
    expect(run.status).toBe('waiting')
  })

  test('refuses a token whose owner is no reviewer', async () => {
    const { inputs } = await waiting()
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const token = world.sandbox.token({ kind: 'user', login: 'eve' })
    expect((await world.gate({ ...inputs, 'approve-token': token })).outputs).toMatchObject({
      decision: 'error',
      reason: 'NOT_A_REVIEWER',
    })
    expect(writes()).toEqual([])
  })
})

describe('as the App that owns the rule', () => {
  test.each([
    ['approves', 20, 'approved', 'in_progress'],
    ['rejects', 900, 'rejected', 'completed'],
  ] as const)('%s, with a token for nothing else', async (_, errors, approval, status) => {
    const app = world.sandbox.app({
      slug: 'our-gate',
      account: 'acme',
      permissions: { actions: 'read', deployments: 'write', contents: 'read', checks: 'write' },
    })
    world.repository.environment({ name: 'production', rules: [app.id] })
    const run = world.repository.run({ headSha: world.sha, environments: ['production'] })
    world.file('sluice-report/verdict.signed.json', world.evidence(errors))
    const result = await world.gate({
      approve: 'protection-rule',
      'app-id': String(app.id),
      'app-private-key': app.privateKey,
      'run-id': String(run.id),
    })
    expect(result.outputs).toMatchObject({ approval })
    expect(run.status).toBe(status)
    const asked = world.sandbox.state.requests.find((one) => one.path.includes('access_tokens'))
    expect(asked?.body).toEqual({
      repositories: ['shop'],
      permissions: { deployments: 'write', actions: 'read' },
    })
    expect(world.sandbox.state.violations).toEqual([])
  })
})
