import { generateKeyPairSync } from 'node:crypto'
import { createGateApp, type GateApp } from '@sluice/gate/app'
import { carry } from '@sluice/verdict'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPlainGitHub, type PlainGitHub } from '../plain-github.ts'
import { publicKey, SHA, signed, verdict } from '../world.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const POLICY = `require: [canary-step]\nservice: api\nmax-age: 9000d\npublic-keys: |\n  ${publicKey.trim().replaceAll('\n', '\n  ')}\n`
/** Lists show what was written only after this long. */
const LAG_MS = 400

let plain: PlainGitHub
let app: GateApp
beforeEach(async () => {
  plain = await startPlainGitHub({ lagMs: LAG_MS })
  plain.state.repositories.push('acme/shop')
  plain.state.files.set('acme/shop:.github/sluice-gate.yml', POLICY)
  app = start()
})
afterEach(async () => {
  await app.close(0)
  await plain.close()
})

function start(): GateApp {
  return createGateApp({
    appId: '1',
    privateKey,
    webhookSecret: 'webhook-secret-0123456789',
    apiUrl: plain.url,
    policyPath: '.github/sluice-gate.yml',
    organizationPolicy: 'optional',
    rejudge: () => [],
    log: { info: () => {}, warning: () => {}, error: () => {} },
    now: Date.now,
    reconcileMs: 0,
    settleMs: 1,
    lagMs: LAG_MS,
    retryBaseMs: 1,
    lanes: 4,
  })
}

function waiting(id: number): {
  readonly kind: 'asked'
  readonly repository: string
  readonly runId: number
  readonly environment: string
  readonly deploymentId: number
} {
  plain.state.runs.set(id, {
    id,
    status: 'waiting',
    head_sha: SHA,
    event: 'push',
    path: '.github/workflows/release.yml',
    head_branch: 'main',
    created_at: new Date().toISOString(),
    html_url: '',
    conclusion: null,
  })
  plain.state.pending.set(id, ['production'])
  const deploymentId = plain.state.deployment({ sha: SHA, environment: 'production' })
  return { kind: 'asked', repository: 'acme/shop', runId: id, environment: 'production', deploymentId }
}

const check = (finding: 'fine' | 'worse'): void =>
  void plain.state.check(
    SHA,
    'Sluice canary-step (production, api)',
    carry(signed(verdict(finding)).text ?? ''),
  )

test('while lists lag, evidence that is posted just before the question still opens', async () => {
  check('fine')
  app.take(waiting(7))
  await app.queue.idle()
  expect(plain.state.answers).toEqual([{ runId: 7, environment: 'production', state: 'approved' }])
})

test('an answer that got lost on its way back is not given twice', async () => {
  check('fine')
  plain.spoil(/^POST .*deployment_protection_rule$/, 'lost')
  app.take(waiting(7))
  await app.queue.idle()
  await app.reconcile()
  await app.queue.idle()
  expect(plain.state.answers.filter(({ state }) => state === 'approved')).toHaveLength(1)
})

test('GitHub that fails while evidence is read neither opens nor rejects; the answer comes when it is back', async () => {
  check('worse')
  plain.spoil(/check-runs$/, 'down', 6)
  app.take(waiting(7))
  await app.queue.idle()
  await app.reconcile()
  await app.queue.idle()
  expect(plain.state.answers).toEqual([{ runId: 7, environment: 'production', state: 'rejected' }])
})

test('two copies give one answer for each of thirty jobs', async () => {
  check('fine')
  const second = start()
  const asked = Array.from({ length: 30 }, (_, i) => waiting(100 + i))
  for (const one of asked) {
    app.take(one)
    second.take(one)
  }
  await Promise.all([app.queue.idle(), second.queue.idle()])
  await second.close(0)
  const answered = plain.state.answers.filter(({ state }) => state === 'approved').map(({ runId }) => runId)
  expect(answered.toSorted((a, b) => a - b)).toEqual(asked.map(({ runId }) => runId))
})
