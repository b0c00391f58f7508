import { openSource, type MetricQuery, type Past } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { afterEach, describe, expect, test } from 'vitest'
import {
  startFakePrometheus,
  type FakePrometheus,
  type FakeSeries,
} from '../../../servers/fake-prometheus.ts'
import { testIo } from '../../../servers/io.ts'

const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'events($arm)[$window]',
  trials: 'trials($arm)[$window]',
}
const latency: MetricQuery = { name: 'p95', kind: 'quantile', histogram: 'buckets($arm)[$window]' }
const past: Past = { arm: 'v1', from: 0, to: 200 * 60_000, intervalMs: 60_000 }
const never = new AbortController().signal

let server: FakePrometheus
afterEach(async () => await server.stop())

async function read(
  answer: (query: string) => readonly FakeSeries[],
  queries: readonly MetricQuery[] = [errors, latency],
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly Samples[]> {
  server = await startFakePrometheus(answer)
  const source = openSource('prometheus', { url: server.url, attempts: '1', ...settings }, testIo())
  if (source.past === undefined) throw new Error('the source cannot be asked for the past')
  return await source.past(queries, past, never)
}

function answered(query: string): readonly FakeSeries[] {
  if (query.startsWith('events(v1)')) return [{ at: (ms) => (ms % 120_000 === 0 ? 3 : 1) }]
  if (query.startsWith('trials(v1)')) return [{ at: () => 900 }]
  return ['0.1', '+Inf'].map((le, i) => ({ labels: { le }, at: () => 100 * (i + 1) }))
}

describe('the past of the baseline', () => {
  test('comes by one query for all metrics, whole intervals in order, without a candidate', async () => {
    const [rates, spread] = await read(answered)
    expect(server.asked).toHaveLength(1)
    expect(server.asked[0]?.query).toContain('events(v1)[60s]')
    expect(server.asked[0]?.query).not.toContain('candidate')
    expect(rates?.blocks).toHaveLength(200)
    expect(rates?.blocks[1]).toEqual({
      from: 60_000,
      to: 120_000,
      weight: 0,
      baseline: { kind: 'proportion', events: 3, trials: 900 },
      candidate: { kind: 'absent', absence: 'not_observed' },
    })
    expect(spread?.blocks.at(-1)?.baseline).toEqual({ kind: 'histogram', bounds: [0.1], counts: [100, 100] })
  })

  test('is read where a query frontend moved the points, without asking again', async () => {
    server = await startFakePrometheus(answered)
    server.shiftMs = 7_000
    const source = openSource('prometheus', { url: server.url, attempts: '1' }, testIo())
    const [rates] = (await source.past?.([errors], past, never)) ?? []
    expect(server.asked).toHaveLength(1)
    expect(rates?.blocks[0]).toMatchObject({ from: 7_000, to: 67_000 })
  })

  test('an interval without a series of events counts as zero where others have one', async () => {
    const [rates] = await read((query) =>
      query.startsWith('events')
        ? [{ at: (ms) => (ms === 120_000 ? 2 : undefined) }]
        : query.startsWith('trials')
          ? [{ at: () => 900 }]
          : [],
    )
    expect(rates?.blocks.slice(0, 2).map(({ baseline }) => baseline)).toMatchObject([
      { events: 0 },
      { events: 2 },
    ])
  })

  test('events that never matched a series are no zeros: nothing can be learned from them', async () => {
    const [rates] = await read((query) => (query.startsWith('trials') ? [{ at: () => 900 }] : []))
    expect(rates?.blocks.every(({ baseline }) => baseline.kind === 'absent')).toBe(true)
  })

  test('counts that `increase()` extrapolated are scaled back, as in the rollout', async () => {
    const query = { ...errors, trials: 'trials(v1) + 0 * increase(x{v="$arm"}[$window])' }
    const [rates] = await read(answered, [query], { 'scrape-interval': '15s' })
    expect(rates?.blocks[0]?.baseline).toMatchObject({ trials: 675 })
  })

  test('a server that fails leaves no blocks, and says why', async () => {
    server = await startFakePrometheus(answered)
    server.always = { status: 503, body: 'busy' }
    const source = openSource('prometheus', { url: server.url, attempts: '1' }, testIo())
    const [rates] = (await source.past?.([errors], past, never)) ?? []
    expect(rates).toMatchObject({ blocks: [], notes: [expect.stringContaining('503')] })
  })
})
