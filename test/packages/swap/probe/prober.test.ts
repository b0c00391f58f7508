import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { downtimeOf, downtimeText, failureText, probeSamples, startProber, type Probe } from '@sluice/swap'
import { quietIo, serve } from '../world.ts'

const ANY_2XX = { status: ['2xx'], header: {}, json: {}, text: undefined }
const options = (url: string) => ({ urls: [url], expected: ANY_2XX, rate: 100, timeoutMs: 400 })

test('an outage shows as failed probes and as a gap of its length', async () => {
  let down = false
  await using server = await serve((_, response) => {
    if (down) response.destroy()
    else response.end('ok')
  })
  // Long enough for a busy machine: only what the server does may fail.
  const prober = startProber({ ...options(server.url), timeoutMs: 20_000 }, quietIo())
  await delay(300)
  const began = performance.now()
  down = true
  await delay(250)
  down = false
  await delay(300)
  const downtime = downtimeOf(await prober.stop())
  expect(downtime.requests).toBeGreaterThan(70)
  expect(downtime.failed).toBeGreaterThan(15)
  expect(downtime.longestGapMs).toBeGreaterThan(200)
  expect(downtime.longestGapMs).toBeLessThan(performance.now() - began)
})

test.each([
  [{ status: ['2xx', '404'] }, 'fine', undefined],
  [{}, 'fine', 'status 404, expected 2xx'],
  [{ status: ['404'], text: 'all well' }, 'an error page', 'the body does not contain all well'],
  [{ status: ['404'], header: { 'x-colour': 'green' } }, 'fine', 'header x-colour is "blue", expected green'],
  [{ status: ['404'], json: { '$.ok': 'true' } }, '{"ok":false}', '$.ok is "false", expected true'],
])('with %j an answer of 404 and %j fails for %s', async (more, body, why) => {
  await using server = await serve((_, response) => response.writeHead(404, { 'x-colour': 'blue' }).end(body))
  const prober = startProber(
    { ...options(server.url), timeoutMs: 20_000, expected: { ...ANY_2XX, ...more } },
    quietIo(),
  )
  await delay(50)
  const probes = await prober.stop()
  expect(probes.length).toBeGreaterThan(0)
  expect(probes.every(({ failed }) => failed === (why !== undefined))).toBe(true)
  if (why === undefined) expect(failureText(probes)).toBeUndefined()
  else expect(failureText(probes)).toContain(why)
})

test('a redirect is what it is, and several addresses are asked in turn', async () => {
  await using moved = await serve((_, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
  )
  await using sound = await serve((_, response) => response.end('ok'))
  const both = { ...options(moved.url), urls: [moved.url, sound.url], timeoutMs: 20_000 }
  const prober = startProber(both, quietIo())
  await delay(100)
  const probes = await prober.stop()
  expect(new Set(probes.map(({ status }) => status))).toEqual(new Set([302, 200]))
  expect(failureText(probes)).toMatch(/status 302, expected 2xx\. Example: http/)
})

test('requests are sent on time while earlier ones hang', async () => {
  await using server = await serve(() => undefined)
  const prober = startProber(options(server.url), quietIo())
  await delay(300)
  const probes = await prober.stop()
  expect(probes.length).toBeGreaterThan(20)
  expect(probes.every((probe) => probe.failed && probe.status === 0)).toBe(true)
})

const probe = (at: number, failed: boolean): Probe => ({ at, ms: 5, status: failed ? 503 : 200, failed })

describe('downtime', () => {
  test('runs from the first failure to the next success, and the longest run counts', () => {
    const probes = [
      probe(0, false),
      probe(10, true),
      probe(20, false),
      probe(30, true),
      probe(40, true),
      probe(50, false),
    ]
    expect(downtimeOf(probes)).toMatchObject({ requests: 6, failed: 3, longestGapMs: 20, p50Ms: 5 })
  })

  test('that has not ended is counted to the end of the last probe', () => {
    expect(downtimeOf([probe(0, false), probe(10, true), probe(20, true)]).longestGapMs).toBe(15)
  })

  test('that was not measured is not called none', () => {
    expect(downtimeText(downtimeOf([]))).toMatch(/not measured/)
  })
})

test('an interval without probes is an absence and not a zero', () => {
  const slots = [
    { from: 0, to: 100, weight: 100 },
    { from: 100, to: 200, weight: 100 },
  ]
  const { blocks } = probeSamples('probe failures', [probe(10, true), probe(20, false)], slots)
  expect(blocks.map((block) => block.candidate)).toMatchObject([
    { kind: 'proportion', events: 1, trials: 2 },
    { kind: 'absent', absence: 'no_data' },
  ])
})

test('a process too slow for the rate keeps no more in flight than it could be waiting for', async () => {
  let inFlight = 0
  let most = 0
  const waiting: (() => void)[] = []
  let now = 0
  const io = {
    now: () => now,
    fetch: async () => {
      most = Math.max(most, ++inFlight)
      await new Promise<void>((resolve) => void waiting.push(resolve))
      return new Response('ok')
    },
  }
  const prober = startProber({ ...options('http://unanswered.example'), timeoutMs: 400 }, io)
  // A minute in which nothing was sent: 6,000 probes are due at once.
  now = 60_000
  await delay(50)
  const probes = prober.stop()
  for (const answer of waiting) answer()
  expect(most).toBe(140)
  expect(await probes).toHaveLength(140)
})
