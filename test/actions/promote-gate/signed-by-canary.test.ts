import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commonInputs, connect, openPublisher } from '@sluice/publish'
import { factsFor } from '@sluice/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testIo } from '../../servers/io.ts'
import { judgedVerdict } from './real-verdict.ts'
import { openWorld, signingKey, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
})

/** What an action does last: shows its verdict, with the signing key where the user gave one. */
async function publish(key: string | undefined): Promise<string> {
  const facts = factsFor(world.sandbox, world.repository, {
    pull: world.pull,
    permissions: { checks: 'write' },
  })
  const io = testIo()
  const own = {
    ...io,
    facts: { ...io.facts, ...facts, runId: facts.runId ?? '1', workspace: world.workspace },
  }
  const connection = connect(
    { ...world.subject, artifact: undefined, sha: undefined, 'github-token': facts.token },
    own,
  )
  const asked = {
    publish: ['check'],
    'when-inconclusive': 'fail',
    'report-dir': 'canary',
    'signing-key': key,
  } as const
  const verdict = judgedVerdict(world.subject, 20, Date.now())
  const published = await openPublisher('canary-step', asked, connection, own).final(verdict, {
    decision: 'promote',
    did: 'was promoted',
    go: true,
  })
  return published['check-url']
}

test('what an action signs and publishes in its check is what the gate reads', async () => {
  expect(await publish(signingKey)).not.toBe('')
  expect((await world.gate({ from: 'checks' })).outputs).toMatchObject({ decision: 'open' })
})

test('the signed file is what the gate reads, and the plain one beside it is left alone', async () => {
  await publish(signingKey)
  expect(readFileSync(join(world.workspace, 'canary/verdict.signed.json'), 'utf8')).toContain('"payloadType"')
  const result = await world.gate({ verdicts: 'canary/verdict*.json' })
  expect(result.outputs).toMatchObject({ decision: 'open' })
  expect(result.summary).not.toContain('not_signed')
})

test('what was published without a key is refused where there is one', async () => {
  await publish(undefined)
  expect((await world.gate({ from: 'checks' })).summary).toContain('not_signed')
})

test('a key that cannot sign is refused when the inputs are read, and not repeated', () => {
  expect(() => commonInputs['signing-key'].parse('nonsense')).toThrow(/^signing key: must be Ed25519/)
})
