import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { downtimeOf, downtimeText, probeSamples, startProber, type Probe } from '@sluice/swap'
import { quietIo, serve } from '../world.ts'

const options = (url: string) => ({ url, rate: 100, timeoutMs: 400 })

test('an outage shows as failed probes and as a gap of its length', async () => {
  let down = false
  await using server = await serve((_, response) => {
    if (down) response.destroy()
    else response.end('ok')
  })
  const prober = startProber(options(server.url), quietIo())
  await delay(300)
  down = true
  await delay(250)
  down = false
  await delay(300)
  const downtime = downtimeOf(await prober.stop())
  expect(downtime.requests).toBeGreaterThan(70)
  expect(downtime.failed).toBeGreaterThan(15)
  expect(downtime.longestGapMs).toBeGreaterThan(200)
  expect(downtime.longestGapMs).toBeLessThan(400)
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
