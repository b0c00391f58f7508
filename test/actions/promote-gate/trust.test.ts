import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inputs as swapInputs } from '../../../actions/bluegreen-swap/src/inputs.ts'
import { inputs as canaryInputs } from '../../../actions/canary-step/src/inputs.ts'
import { inputs as gateInputs } from '../../../actions/promote-gate/src/inputs.ts'
import { inputs as shadowInputs } from '../../../actions/shadow-compare/src/inputs.ts'
import { openWorld, POLICY, publicKey, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => await world.close())

describe('settings that decide about trust do not come from the workspace', () => {
  const ACTIONS = { canaryInputs, gateInputs, shadowInputs, swapInputs }
  const COMMON = ['sha', 'artifact', 'github-token', 'signing-key']

  test.each(Object.entries(ACTIONS))('in %s the common ones are marked', (_, inputs) => {
    const fields: Readonly<Record<string, { readonly trusted?: boolean }>> = inputs
    expect(COMMON.filter((name) => fields[name]?.trusted !== true)).toEqual([])
  })

  const OWN: readonly (readonly [string, string])[] = [
    ['policy', 'evil.yml'],
    ['public-key', 'MCowBQYDK2VwAyEA'],
    ['require', 'shadow-compare'],
    ['signed', 'false'],
    ['organization-policy', 'optional'],
    ['run-id', '17'],
    ['sha', 'a'.repeat(40)],
    ['artifact', `sha256:${'a'.repeat(64)}`],
    ['target-environment', 'staging'],
    ['from', 'files'],
    ['approve', 'none'],
    ['app-id', '7'],
    ['when-inconclusive', 'pass'],
    ['fail-step', 'false'],
    ['service', 'other'],
    ['environment', 'staging'],
  ]
  test.each(OWN)('%s in .github/sluice.yml of the branch is refused', async (name, value) => {
    world.file('.github/sluice.yml', `${name}: "${value}"\n`)
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const { outputs, log, code } = await world.gate()
    expect(outputs).toMatchObject({ decision: 'error', reason: 'UNTRUSTED_SETTING' })
    expect(log).toContain(`${name}: is set in .github/sluice.yml, which a pull request can change`)
    expect(code).toBe(1)
    expect(world.sandbox.state.requests).toEqual([])
  })
})

test('evidence that is a symbolic link is refused, not followed', async () => {
  world.file('elsewhere.json', world.evidence())
  world.file('sluice-report/readme.txt', '')
  symlinkSync(
    join(world.workspace, 'elsewhere.json'),
    join(world.workspace, 'sluice-report/verdict.signed.json'),
  )
  const { outputs, summary } = await world.gate()
  expect(outputs).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
  expect(summary).toContain('unreadable')
})

test('a fail in a check counts although only files are read', async () => {
  await world.check(world.evidence(900, Date.now() - 3_600_000))
  world.file('sluice-report/verdict.signed.json', world.evidence(20))
  expect((await world.gate()).outputs).toMatchObject({ decision: 'closed', reason: 'earlier_attempt_failed' })
})

test('on a comment the head of the pull request is meant, not the default branch', async () => {
  world.file('sluice-report/verdict.signed.json', world.evidence())
  const event = { issue: { number: world.pull, pull_request: {} }, comment: { body: '/sluice gate' } }
  const { outputs } = await world.gate({}, { event: 'issue_comment', payload: event })
  expect(outputs).toMatchObject({ decision: 'open' })
})

describe('the policy of the organization', () => {
  const organization = (policy: string) =>
    world.sandbox.repository({ owner: 'acme', name: '.github', files: { 'sluice-gate.yml': policy } })

  test('holds although the repository asks for less, and the report says so', async () => {
    await world.close()
    world = await openWorld(`${POLICY}min-trials: 1\n`)
    organization('require: [canary-step]\nmin-trials: 1000000\n')
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const result = await world.gate()
    expect(result.outputs).toMatchObject({ decision: 'waiting', reason: 'too_few_trials' })
    expect(result.log).toContain('min-trials')
  })

  test('holds although the step names no policy file', async () => {
    organization('require: [canary-step, shadow-compare]\n')
    world.file('sluice-report/verdict.signed.json', world.evidence())
    const { outputs } = await world.gate({ policy: '', require: 'canary-step', 'public-key': publicKey })
    expect(outputs).toMatchObject({ decision: 'waiting', reason: 'evidence_missing' })
  })

  test('that is required and cannot be read is an error', async () => {
    world.file('sluice-report/verdict.signed.json', world.evidence())
    expect((await world.gate({ 'organization-policy': 'required' })).outputs).toMatchObject({
      decision: 'error',
      reason: 'NO_ORGANIZATION_POLICY',
    })
  })
})
