import { artifactLink, encode } from '@sluice/verdict'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgedVerdict } from './real-verdict.ts'
import { openWorld, unmet, type World } from './world.ts'
import { zipOf } from './zip-of.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

describe('promote-gate', () => {
  test('opens on a signed file, and says so in the check, the comment, the deployment and the summary', async () => {
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate()
    expect(result.log).not.toContain('::error')
    expect(result.outputs).toMatchObject({
      decision: 'open',
      outcome: 'pass',
      reason: 'all_conditions_met',
      approval: 'none',
      unmet: '[]',
    })
    expect(result.code).toBe(0)
    expect(result.summary).toContain('may be promoted')
    const { state } = world.sandbox
    expect(state.checkRuns('acme/shop')).toMatchObject([
      { headSha: world.sha, conclusion: 'success', name: 'Sluice promote-gate (production, app)' },
    ])
    expect(state.comments('acme/shop', world.pull)).toHaveLength(1)
    expect(
      state
        .deployments('acme/shop')
        .find((one) => one.task === 'sluice:gate')
        ?.statuses.map((one) => one.state),
    ).toEqual(['success'])
    expect(state.violations).toEqual([])
  })

  test('closes on a failed canary and fails the step with every unmet condition', async () => {
    world.file('sluice-report/verdict.signed.json', world.evidence(900))
    const result = await world.gate()
    expect(result.outputs).toMatchObject({ decision: 'closed', outcome: 'fail', reason: 'outcome_failed' })
    expect(result.code).toBe(1)
    expect(result.log).toMatch(/canary-step of app: outcome: .* Reason: outcome_failed/)
  })

  test('waits, and blocks a required check, while there is nothing to go by', async () => {
    const result = await world.gate()
    expect(result.outputs).toMatchObject({
      decision: 'waiting',
      outcome: 'inconclusive',
      reason: 'evidence_missing',
    })
    expect(result.code).toBe(1)
    expect(world.sandbox.state.checkRuns('acme/shop')[0]?.conclusion).toBe('action_required')
  })

  test('reads evidence that rides in a check run', async () => {
    await world.check(world.evidence())
    expect((await world.gate({ from: 'checks' })).outputs).toMatchObject({ decision: 'open' })
  })

  test('reads evidence from the artifact that a check run points to', async () => {
    const run = world.repository.run({ headSha: world.sha })
    world.repository.artifact(
      run.id,
      'canary-report',
      zipOf('sluice-report/verdict.signed.json', world.evidence()),
    )
    await world.check('', {
      text: artifactLink({ name: 'canary-report', runId: run.id }),
    })
    expect((await world.gate({ from: 'checks' })).outputs).toMatchObject({ decision: 'open' })
  })

  test('reads evidence from deployment payloads', async () => {
    const token = world.sandbox.token({
      kind: 'workflow',
      permissions: { deployments: 'write', contents: 'read' },
      repository: 'acme/shop',
    })
    const response = await fetch(`${world.sandbox.url}/repos/acme/shop/deployments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        ref: world.sha,
        environment: 'production',
        auto_merge: false,
        required_contexts: [],
        payload: { verdict: world.evidence() },
      }),
    })
    expect(response.status).toBe(201)
    expect((await world.gate({ from: 'deployments' })).outputs).toMatchObject({ decision: 'open' })
  })

  const unsigned = async (policy: string, inputs: Readonly<Record<string, string>> = {}) => {
    await world.close()
    world = await openWorld(policy)
    world.file('sluice-report/verdict.json', encode(judgedVerdict(world.subject, 20, Date.now())))
    return await world.gate(inputs)
  }

  test('opens on unsigned evidence only where the policy says `signed: false`, and then says so everywhere', async () => {
    const result = await unsigned('require: [canary-step]\nsigned: false\n')
    expect(result.outputs).toMatchObject({ decision: 'open' })
    expect(result.log).toContain('This gate accepts unsigned evidence')
    expect(result.summary).toContain('This gate accepts unsigned evidence')
    expect(world.sandbox.state.checkRuns('acme/shop')[0]?.summary).toContain(
      'This gate accepts unsigned evidence',
    )
  })

  test('stays closed for unsigned evidence where no one says so, and names what is missing', async () => {
    const result = await unsigned('require: [canary-step]\n')
    expect(result.outputs).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
    expect(result.summary).toContain('not_signed')
    expect(result.summary).toContain('no key is configured')
    expect(unmet(await unsigned('require: [canary-step]\n', { signed: 'false' }))).toEqual([
      'evidence_refused',
    ])
  })

  test('without a policy file, takes the choice from the step', async () => {
    const step = { policy: '', require: 'canary-step' }
    expect(unmet(await unsigned('', step))).toEqual(['evidence_refused'])
    expect((await unsigned('', { ...step, signed: 'false' })).outputs).toMatchObject({ decision: 'open' })
  })

  test('in a dry run publishes and approves nothing', async () => {
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate({ 'dry-run': 'true' })
    expect(result.outputs).toMatchObject({ decision: 'open', approval: 'none' })
    expect(world.sandbox.state.checkRuns('acme/shop')).toEqual([])
    expect(world.sandbox.state.requests.filter((one) => one.method !== 'GET')).toEqual([])
  })
})

describe('promote-gate fails closed', () => {
  const closed = async (inputs: Readonly<Record<string, string>> = {}) => {
    const { code, outputs } = await world.gate(inputs)
    expect(code).toBe(1)
    expect(outputs['decision']).not.toBe('open')
    return outputs
  }

  test('when the token may not read the policy', async () => {
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const respond = { status: 403, body: { message: 'Resource not accessible by integration' } }
    world.sandbox.inject({ match: { path: '/contents/' }, times: 10, respond })
    expect(await closed()).toMatchObject({ decision: 'error' })
  })

  test('when there is no policy where it should be, or it makes no sense', async () => {
    expect(await closed({ policy: '.github/other.yml' })).toMatchObject({
      decision: 'error',
      reason: 'NO_GATE_POLICY',
    })
    await world.close()
    world = await openWorld('require: []\n')
    expect(await closed()).toMatchObject({ decision: 'error', reason: 'BAD_GATE_POLICY' })
  })

  test('when nothing is required', async () => {
    expect(await closed({ policy: '' })).toMatchObject({ decision: 'error', reason: 'NOTHING_REQUIRED' })
  })

  test('when the verdict is of a schema from the future', async () => {
    world.file('sluice-report/verdict.json', '{"schema":2,"outcome":"pass"}')
    expect(unmet(await world.gate())).toEqual(['evidence_refused'])
  })
})
