import { generateKeys, readSigningKey, signVerdict } from '@sluice/verdict'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { judgedVerdict } from '../actions/promote-gate/real-verdict.ts'
import { openWorld, POLICY, type World } from '../actions/promote-gate/world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld(POLICY)
})
afterEach(async () => {
  await world.close()
})

test('the bundle opens for a sound release, and a person who reviews by token lets the job go', async () => {
  world.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
  const run = world.repository.run({ headSha: world.sha, environments: ['production'] })
  world.file('sluice-report/verdict.signed.json', world.evidence())
  const result = await world.gate({
    approve: 'pending-deployment',
    'approve-token': world.sandbox.token({ kind: 'user', login: 'rita' }),
    'run-id': String(run.id),
  })
  expect(result.outputs).toMatchObject({ decision: 'open', approval: 'approved' })
  expect(run.status).toBe('in_progress')
})

test('the bundle closes for a release that failed', async () => {
  world.file('sluice-report/verdict.signed.json', world.evidence(900))
  expect((await world.gate()).outputs).toMatchObject({ decision: 'closed', reason: 'outcome_failed' })
})

test('the bundle refuses a forged verdict by name', async () => {
  const forger = readSigningKey(generateKeys().privateKey)
  world.file(
    'sluice-report/verdict.signed.json',
    signVerdict(judgedVerdict(world.subject, 0, Date.now()), forger, Date.now()),
  )
  const result = await world.gate()
  expect(result.code).toBe(1)
  expect(result.outputs).toMatchObject({ decision: 'closed', reason: 'evidence_refused' })
  expect(result.log).toContain('unknown_key')
})
