import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { replay, type RecordedRequest, type ReplayPlan, type ReplayIo } from '@sluice/shadow'
import { afterEach, describe, expect, test } from 'vitest'
import { responseRecord } from '../../../packages/shadow/src/formats/http-record.ts'
import { noteUnanswered } from '../../../packages/shadow/src/sources/replay.ts'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

/** A server on loopback that remembers what it was asked. */
async function service(answer: (url: string) => { readonly wait?: number; readonly body: string }) {
  const seen: { readonly method: string; readonly url: string; readonly headers: Record<string, unknown> }[] =
    []
  const server = createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    const { wait = 0, body } = answer(request.url ?? '')
    setTimeout(() => response.setHeader('set-cookie', 'secret=1').end(body), wait)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`), seen }
}

function world(): ReplayIo {
  return {
    fetch: globalThis.fetch,
    now: () => performance.now(),
    sleep: async (ms, signal) => void (await delay(ms, undefined, { signal })),
    random: seeded(1),
    signal: new AbortController().signal,
  }
}

function get(id: number, method = 'GET'): RecordedRequest {
  return {
    id: String(id),
    method,
    path: `/items/${id}?q=1`,
    headers: { authorization: 'Bearer t0ken' },
    body: undefined,
    at: id * 10,
  }
}

const plan = (arms: ReplayPlan['arms'], more: Partial<ReplayPlan> = {}): ReplayPlan => ({
  arms,
  rate: { perSecond: 1000 },
  methods: ['GET'],
  concurrency: 8,
  timeoutMs: 20_000,
  maxBytes: 10_000,
  warmUp: 0,
  ...more,
})

async function run(requests: readonly RecordedRequest[], settings: ReplayPlan) {
  const records: string[][] = settings.arms.map(() => [])
  const replayed = await replay(requests, settings, (arm, record) => records[arm]?.push(record), world())
  return { records, replayed }
}

describe('replay', () => {
  test('every request reaches both arms, marked as shadow traffic, and neither cookies nor tokens are kept', async () => {
    const [a, b] = [
      await service(() => ({ body: '{"big":9007199254740993}' })),
      await service(() => ({ body: 'text' })),
    ]
    const requests = Array.from({ length: 20 }, (_, id) => get(id))
    const { records, replayed } = await run(
      requests,
      plan([
        { name: 'primary', base: a.url },
        { name: 'candidate', base: b.url },
      ]),
    )
    expect(replayed.sent).toBe(40)
    expect(records.map((arm) => arm.length)).toEqual([20, 20])
    expect(a.seen.every(({ headers }) => headers['x-sluice-shadow'] === 'primary')).toBe(true)
    expect(a.seen.map(({ url }) => url).sort()).toEqual(requests.map(({ path }) => `/base${path}`).sort())
    expect(records[0]?.[0]).toContain('"body":{"big":9007199254740993}')
    expect(records.flat().join()).not.toMatch(/secret|t0ken/)
  })

  test('records tell the method and path of a request, no query, and of its headers only those that are wanted', async () => {
    const a = await service(() => ({ body: '1' }))
    const requests = [get(1), { ...get(2), headers: { 'x-region': 'eu', 'x-user': 'ann' } }]
    const settings = plan([{ name: 'primary', base: a.url }], { keptHeaders: ['X-Region', 'x-other'] })
    const { records } = await run(requests, settings)
    const facts = records[0]?.map((record) => (JSON.parse(record) as { request: unknown }).request)
    expect(facts).toEqual([
      { method: 'GET', path: '/items/1' },
      { method: 'GET', path: '/items/2', headers: { 'X-Region': 'eu' } },
    ])
  })

  test('requests that could write are withheld and counted', async () => {
    const a = await service(() => ({ body: '1' }))
    const { replayed } = await run(
      [get(1), get(2, 'POST'), get(3, 'DELETE')],
      plan([{ name: 'primary', base: a.url }]),
    )
    expect(a.seen.map(({ method }) => method)).toEqual(['GET'])
    expect(replayed.lost.get('withheld')).toBe(2)
  })

  test('a pair with a time-out, no connection or too large an answer is counted by reason', async () => {
    const slow = await service((url) => ({
      body: url.includes('/2') ? 'x'.repeat(20_000) : '1',
      wait: url.includes('/1') ? 20_000 : 0,
    }))
    const fast = await service(() => ({ body: '1' }))
    const arms = [
      { name: 'primary', base: fast.url },
      { name: 'candidate', base: slow.url },
    ]
    const { records, replayed } = await run([get(0), get(1), get(2)], plan(arms, { timeoutMs: 2000 }))
    expect(Object.fromEntries(replayed.lost)).toEqual({
      'timed out on the candidate': 1,
      'larger than the limit on the candidate': 1,
    })
    expect(replayed.unanswered).toEqual({ primaryOnly: 0, candidateOnly: 1, both: 0, late: [0, 1] })
    expect(records.map((arm) => arm.length)).toEqual([1, 1])
    const gone = [
      { name: 'primary', base: fast.url },
      { name: 'candidate', base: new URL('http://127.0.0.1:1/') },
    ]
    const { lost, unanswered } = (await run([get(5)], plan(gone))).replayed
    expect(lost.get('no connection to the candidate')).toBe(1)
    expect(unanswered).toEqual({ primaryOnly: 0, candidateOnly: 1, both: 0, late: [0, 0] })
  })

  test('an answer that breaks off is told as such, and bytes that are no text are kept apart', async () => {
    const broken = createServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('1')
      setTimeout(() => response.destroy(), 20)
    })
    servers.push(broken)
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
    const base = new URL(`http://127.0.0.1:${(broken.address() as AddressInfo).port}`)
    const { lost } = (await run([get(1)], plan([{ name: 'candidate', base }]))).replayed
    expect(Object.fromEntries(lost)).toEqual({ 'no whole answer from the candidate': 1 })
    const record = (...bytes: readonly number[]): string =>
      responseRecord({ id: '1', status: 200, headers: [], body: Buffer.from(bytes), latencyMs: undefined })
    expect(record(0xff, 0x41)).not.toBe(record(0xfe, 0x41))
    expect(JSON.parse(record(...Buffer.from('é')))).toMatchObject({ body: 'é', response_bytes: 2 })
    expect(JSON.parse(record(0xff, 0x41))).toMatchObject({ body: 'base64:/0E=', response_bytes: 2 })
  })

  test('what an arm never answered counts as failed, and as slower than the time it had', () => {
    const words = { requirements: 'error rate <= 0.2%\np99.5 latency_ms <= 800' }
    const log = ndjson(
      Array.from({ length: 3000 }, (_, id) => ({ id, status: 200, latency_ms: 20 + (id % 9) })),
    )
    const summary = compared([log, log], words)
    const findings = () => verdictOn(summary, words).evidence.map(({ metric, finding }) => [metric, finding])
    expect(findings()).toEqual(
      expect.arrayContaining([
        ['error rate <= 0.2%', 'fine'],
        ['p99.5 latency_ms <= 800', 'fine'],
      ]),
    )
    noteUnanswered(summary, { primaryOnly: 0, candidateOnly: 30, both: 0, late: [0, 30] }, 1000)
    expect(findings()).toEqual(
      expect.arrayContaining([
        ['error rate <= 0.2%', 'worse'],
        ['p99.5 latency_ms <= 800', 'worse'],
      ]),
    )
    const rate = verdictOn(summary, words).evidence.find(({ metric }) => metric === 'error rate <= 0.2%')
    expect(rate?.observed.candidate).toMatchObject({ trials: 3030, events: 30 })
  })

  test('latency counts from when a request was due, so that a queue is not hidden', async () => {
    const a = await service(() => ({ body: '1', wait: 50 }))
    const requests = Array.from({ length: 6 }, (_, id) => get(id))
    const { records } = await run(
      requests,
      plan([{ name: 'primary', base: a.url }], { concurrency: 1, timeoutMs: 5000 }),
    )
    const latencies = (records[0] ?? []).map(
      (record) => (JSON.parse(record) as { latency_ms: number }).latency_ms,
    )
    expect(Math.max(...latencies)).toBeGreaterThan(200)
  })

  test('warm-up requests are sent and not compared', async () => {
    const a = await service(() => ({ body: '1' }))
    const { records, replayed } = await run(
      [get(1), get(2), get(3)],
      plan([{ name: 'primary', base: a.url }], { warmUp: 2 }),
    )
    expect(a.seen).toHaveLength(3)
    expect(replayed).toMatchObject({ sent: 3, bytes: 3, warmedUp: 2 })
    expect(records[0]).toHaveLength(1)
  })

  test('recorded times are kept, at the asked speed', async () => {
    const a = await service(() => ({ body: '1' }))
    const began = performance.now()
    await run([get(0), get(20)], plan([{ name: 'primary', base: a.url }], { rate: { speed: 2 } }))
    expect(performance.now() - began).toBeGreaterThanOrEqual(95)
  })
})
