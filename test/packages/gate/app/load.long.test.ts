import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openWorld, SECRET, type World } from './world.ts'

let world: World
afterEach(async () => {
  await world.close()
})

/** Each makes GitHub send about six webhooks: a question, checks, jobs and deployment statuses. */
const RUNS = 110
const WEBHOOKS = 500
const REPEATED = 20

/** The same mix every time: a multiplicative generator, so that a failure can be had again. */
function dice(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

test('under load, with webhooks lost, doubled and out of order, a copy killed and GitHub failing, every job gets one answer, the right one', async () => {
  world = await openWorld()
  const roll = dice(20_261_123)
  const first = await world.start({ settleMs: 50, retryBaseMs: 20 })
  const second = await world.start({ settleMs: 50, retryBaseMs: 20 })

  // GitHub falters now and then.
  for (let i = 0; i < 30; i++) {
    const respond = i % 2 === 0 ? { status: 502 } : { status: 429, headers: { 'retry-after': '0' } }
    world.sandbox.inject({
      match: { path: /actions\/runs|contents|access_tokens/ },
      skip: 100 * i + Math.floor(roll() * 60),
      respond,
    })
  }

  const expected = new Map<number, string>()
  const acknowledged: number[] = []
  const began = performance.now()
  for (let i = 0; i < RUNS; i++) {
    const { sha } = world.repository.commit()
    const good = roll() < 0.6
    // One webhook in twenty is lost on the way here.
    if (roll() < 0.05)
      world.sandbox.inject({ match: { webhook: 'deployment_protection_rule' }, respond: 'drop' })
    if (roll() < 0.05) world.sandbox.inject({ match: { webhook: 'check_run' }, respond: 'drop' })
    // One in a hundred is overtaken by the one after it.
    if (roll() < 0.01)
      world.sandbox.inject({ match: { webhook: 'deployment_protection_rule' }, respond: { delayMs: 300 } })
    const early = roll() < 0.5
    if (early) await world.canary(sha, good ? 20 : 900)
    const run = world.repository.run({ headSha: sha, environments: ['production'] })
    if (!early) await world.canary(sha, good ? 20 : 900)
    expected.set(run.id, good ? 'approved' : 'rejected')
    if (i === RUNS / 2) first.kill()
    await sleep(Math.max(0, (i * 8000) / RUNS - (performance.now() - began)))
  }
  await world.sandbox.settled()

  // One in a hundred arrives twice, and as many come again under a new id, as someone would replay them.
  const sent = world.sandbox.state.deliveries.filter((one) => one.appId === world.app.id)
  for (let i = 0; i < REPEATED; i++) {
    const one = sent[Math.floor(roll() * sent.length)]
    const again = i % 2 === 0 ? {} : { 'x-github-delivery': `again-${i}` }
    const start = performance.now()
    const headers = { ...one?.requestHeaders, ...again }
    const response = await fetch(`${world.url}/webhook`, {
      method: 'POST',
      headers,
      body: one?.payload ?? '',
    })
    acknowledged.push(performance.now() - start)
    expect(response.status).toBe(202)
  }
  for (let i = 0; i < 3; i++) {
    await second.app.queue.idle()
    await second.app.reconcile()
    await world.sandbox.settled()
  }
  await second.app.queue.idle()

  const answers = world.sandbox.state.runs('acme/shop').map((run) => {
    const given = run.reviews.filter((one) => one.state !== 'pending').map((one) => one.state)
    return [run.id, given.join()] as const
  })
  expect(answers.filter(([id, given]) => given !== expected.get(id))).toEqual([])
  expect(answers).toHaveLength(RUNS)

  const latencies = [
    ...acknowledged,
    ...sent.filter((one) => one.statusCode === 202).map((one) => one.duration),
  ].sort((a, b) => a - b)
  // Counted at the end: how many there are before depends on how fast the machine is.
  const all = world.sandbox.state.deliveries.filter((one) => one.appId === world.app.id)
  expect(all.length + acknowledged.length).toBeGreaterThanOrEqual(WEBHOOKS)
  // GitHub gives up after ten seconds.
  expect(latencies[Math.floor(latencies.length * 0.99)]).toBeLessThan(10_000)

  const log = world.log.join('\n')
  expect(log).not.toContain(SECRET)
  expect(log).not.toMatch(/ghs_|PRIVATE KEY|eyJ[\w-]+\./)
}, 400_000)
