import { generateKeyPairSync } from 'node:crypto'
import { createGateApp } from '@sluice/gate/app'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPlainGitHub, type PlainGitHub } from '../plain-github.ts'

const MINUTE = 60_000
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

let plain: PlainGitHub
beforeEach(async () => {
  plain = await startPlainGitHub()
})
afterEach(async () => await plain.close())

function start(clock: { at: number }) {
  return createGateApp({
    appId: '1',
    privateKey,
    webhookSecret: 'webhook-secret-0123456789',
    apiUrl: plain.url,
    policyPath: '.github/sluice-gate.yml',
    organizationPolicy: 'optional',
    rejudge: () => [],
    log: { info: () => {}, warning: () => {}, error: () => {} },
    now: () => clock.at,
    reconcileMs: 0,
    settleMs: 1,
    lagMs: 1,
    retryBaseMs: 1,
    lanes: 4,
  })
}

test('a thousand idle repositories cost fewer than 500 requests an hour', async () => {
  plain.state.repositories.push(...Array.from({ length: 1000 }, (_, i) => `acme/service-${i}`))
  const clock = { at: Date.now() }
  const app = start(clock)
  // The first round asks every repository: nobody knows what happened before the start.
  await app.reconcile()
  const first = plain.requests.length
  expect(plain.requests.filter(({ path }) => path.endsWith('/actions/runs'))).toHaveLength(1000)
  const hourLater = async (): Promise<void> => {
    for (let minute = 1; minute <= 60; minute++) {
      clock.at += MINUTE
      await app.reconcile()
    }
  }
  await hourLater()
  // In the second hour, no token of the first round is left.
  const before = plain.requests.length
  expect(before).toBeGreaterThan(first + 60)
  await hourLater()
  const hour = plain.requests.length - before
  expect(hour).toBeGreaterThan(60)
  expect(hour).toBeLessThan(500)
  await app.close(0)
}, 900_000)

test('asks every repository in its turn, and a new one as soon as it is listed', async () => {
  plain.state.repositories.push('acme/a', 'acme/b', 'acme/c')
  const clock = { at: Date.now() }
  const app = start(clock)
  const asked = (): readonly string[] =>
    plain.requests
      .filter(({ path }) => path.endsWith('/actions/runs'))
      .map(({ path }) => path.split('/')[3] ?? '')
  await app.reconcile()
  expect(asked()).toEqual(['a', 'b', 'c'])
  clock.at += MINUTE
  await app.reconcile()
  clock.at += MINUTE
  await app.reconcile()
  expect(new Set(asked().slice(3))).toEqual(new Set(['a', 'b', 'c']))
  plain.state.repositories.push('acme/new')
  clock.at += 60 * MINUTE
  await app.reconcile()
  expect(asked()).toContain('new')
  await app.close(0)
})

test('looks again, every round, at a job that waits, although no webhook tells of it and it is not the turn of its repository', async () => {
  plain.state.repositories.push(...Array.from({ length: 9 }, (_, i) => `acme/service-${i}`))
  plain.state.files.set('acme/service-8:.github/sluice-gate.yml', 'require: [canary-step]\nsigned: false\n')
  const sha = 'a'.repeat(40)
  plain.state.runs.set(7, {
    id: 7,
    status: 'waiting',
    head_sha: sha,
    event: 'push',
    path: '.github/workflows/release.yml',
    head_branch: 'main',
    created_at: new Date().toISOString(),
    html_url: '',
    conclusion: null,
  })
  plain.state.pending.set(7, ['production'])
  plain.state.deployment({ sha, environment: 'production' })
  const clock = { at: Date.now() }
  const app = start(clock)
  await app.reconcile()
  await app.queue.idle()
  const reads = (): number => plain.requests.filter(({ path }) => path.endsWith('/runs/7')).length
  const before = reads()
  expect(before).toBeGreaterThan(0)
  for (let round = 1; round <= 3; round++) {
    clock.at += MINUTE
    await app.reconcile()
    await app.queue.idle()
  }
  expect(reads()).toBeGreaterThanOrEqual(before + 3)
  await app.close(0)
})
