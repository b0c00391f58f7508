import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import type { Arm } from '@sluice/verdict'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { remembering } from '../../../packages/metrics/src/memory.ts'
import type { Readings } from '../../../packages/metrics/src/reading.ts'
import { settleSilence } from '../../../packages/metrics/src/silent-events.ts'
import { startFakePrometheus, type FakePrometheus } from '../../servers/fake-prometheus.ts'
import { testIo } from '../../servers/io.ts'
import { observeOne } from '../../servers/observe.ts'

const MINUTE = 60_000
const never = new AbortController().signal

/** Four rungs of three intervals, each begun ten seconds after the one before has ended. */
const slots = [1, 5, 25, 50].flatMap((weight, rung) =>
  [0, 1, 2].map((i) => {
    const from = rung * (3 * MINUTE + 10_000) + i * MINUTE
    return { from, to: from + MINUTE, weight }
  }),
)
const end = slots.at(-1)?.to ?? 0
const span: Span = { slots, intervalMs: MINUTE, baseline: 'v1', candidate: 'v2' }

const six: readonly MetricQuery[] = [
  { name: 'errors', kind: 'proportion', events: 'bad($arm)', trials: 'all($arm)' },
  { name: 'timeouts', kind: 'proportion', events: 'slow($arm)', trials: 'all($arm)' },
  { name: 'crashes', kind: 'count', events: 'crash($arm)', exposure: '60' },
  { name: 'size', kind: 'mean', n: 'n($arm)', mean: 'mean($arm)', stddev: 'sd($arm)' },
  { name: 'p95', kind: 'quantile', histogram: 'bucket($arm)' },
  { name: 'heap', kind: 'series', value: 'heap($arm)' },
]

let server: FakePrometheus
let quiet = false
beforeAll(async () => {
  server = await startFakePrometheus((query) => {
    if (query.startsWith('bucket('))
      return ['1', '+Inf'].map((le, i) => ({ labels: { le }, at: () => 5 + i }))
    if (query.startsWith('bad(') && quiet) return []
    return [{ at: (ms) => (query.startsWith('all(') ? 100 + ms / MINUTE : 2) }]
  })
})
afterAll(async () => void (await server.stop()))
beforeEach(() => {
  server.asked.length = 0
  quiet = false
})

/** Looks at the end of every interval, as a rollout does, and counts the queries of each look. */
async function lookAtEach(jobs: 'one' | 'each'): Promise<{ queries: number[]; last: unknown }> {
  let now = 0
  const io = { ...testIo(), now: () => now }
  let source = openSource('prometheus', { url: server.url }, io)
  const queries: number[] = []
  let last: unknown
  for (const [i, slot] of slots.entries()) {
    now = slot.to
    if (jobs === 'each') {
      const memory: unknown = JSON.parse(JSON.stringify(source.memory()))
      source = openSource('prometheus', { url: server.url }, io, memory)
    }
    const before = server.asked.length
    last = await source.observe(six, { ...span, slots: slots.slice(0, i + 1) }, never)
    queries.push(server.asked.length - before)
  }
  return { queries, last }
}

describe('the memory of a source', () => {
  test('six metrics over four rungs cost at most twelve queries an interval', async () => {
    const { queries } = await lookAtEach('one')
    expect(Math.max(...queries)).toBeLessThanOrEqual(12)
    // 22 expressions in three queries; six right after a rung has begun, while the rung before may still gain samples.
    expect(queries.toSorted((a, b) => a - b)[6]).toBe(3)
  })

  test('an analysis that continues in a job of its own for every interval costs as much', async () => {
    const one = await lookAtEach('one')
    const each = await lookAtEach('each')
    expect(each.queries).toEqual(one.queries)
    expect(each.last).toEqual(one.last)
  })

  test('a look with memory gives what one range over everything gives', async () => {
    const { last } = await lookAtEach('each')
    const io = { ...testIo(), now: () => end }
    const whole = await openSource('prometheus', { url: server.url }, io).observe(six, span, never)
    expect(last).toEqual(whole)
    expect(server.asked.length).toBeGreaterThan(0)
  })

  test('an interval that has just ended is asked for again, because late samples may still arrive', async () => {
    let late = 0
    const lagging = await startFakePrometheus(() => [{ at: () => 10 + late }])
    try {
      let now = MINUTE
      const source = openSource('prometheus', { url: lagging.url }, { ...testIo(), now: () => now })
      const [query = six[0]] = six
      const first = { ...span, slots: slots.slice(0, 1) }
      if (query === undefined) throw new Error('no query')
      await observeOne(source, query, first)
      late = 5
      now = 2 * MINUTE
      const two = { ...span, slots: slots.slice(0, 2) }
      expect((await observeOne(source, query, two)).blocks[0]?.baseline).toMatchObject({ trials: 15 })
      late = 9
      expect((await observeOne(source, query, two)).blocks[0]?.baseline).toMatchObject({ trials: 15 })
    } finally {
      await lagging.stop()
    }
  })

  test('absences are asked for again, and never remembered', async () => {
    const source = openSource('prometheus', { url: server.url, attempts: '1' }, testIo())
    server.always = { status: 500, body: 'boom' }
    expect((await observeOne(source, six[0] as MetricQuery, span)).blocks[0]?.baseline.kind).toBe('absent')
    delete server.always
    expect((await observeOne(source, six[0] as MetricQuery, span)).blocks[0]?.baseline.kind).toBe(
      'proportion',
    )
  })

  test('that a query can match is remembered, so that silence stays zero in a later job', async () => {
    const io = { ...testIo(), now: () => end }
    const errors = six[0] as MetricQuery
    const begun = openSource('prometheus', { url: server.url }, io)
    await observeOne(begun, errors, { ...span, slots: slots.slice(0, 3) })
    quiet = true
    const later = openSource('prometheus', { url: server.url }, io, begun.memory())
    const { blocks, notes = [] } = await observeOne(later, errors, span)
    expect(blocks.at(-1)?.candidate).toMatchObject({ kind: 'proportion', events: 0 })
    // It did match in the first intervals, so nothing was silent for the whole time.
    expect(notes).toEqual([])
    const fresh = openSource('prometheus', { url: server.url }, io)
    expect((await observeOne(fresh, errors, span)).blocks[0]?.candidate).toMatchObject({ absence: 'no_data' })
  })

  test('another query under the same name is another metric', async () => {
    const io = { ...testIo(), now: () => end }
    const source = openSource('prometheus', { url: server.url }, io)
    const errors = six[0] as MetricQuery
    await observeOne(source, errors, span)
    const changed = await observeOne(source, { ...errors, trials: 'other($arm)' }, span)
    expect(changed.blocks[0]?.baseline).toMatchObject({ trials: 2 })
  })
})

describe('an interval without data', () => {
  /** Says which intervals each look asks for, where nothing has ever been counted for the candidate. */
  async function asksAtEach(
    looks: number,
    asksEach: boolean,
    absence: 'no_data' | 'source_unreachable' = 'no_data',
    candidate: Arm = { kind: 'absent', absence },
  ): Promise<number[]> {
    let now = 0
    let asked = 0
    const counted: Arm = { kind: 'proportion', events: 1, trials: 100 }
    const source = remembering(
      () => ({
        asksEach,
        observe: async (queries, wish) => {
          asked = wish.slots.length
          const blocks = wish.slots.map((slot) => ({
            ...slot,
            baseline: counted,
            candidate,
          }))
          return await Promise.resolve(queries.map(({ name }) => ({ metric: name, blocks })))
        },
      }),
      { now: () => now },
    )
    const [errors = six[0]] = six
    if (errors === undefined) throw new Error('no query')
    const counts: number[] = []
    for (let look = 1; look <= looks; look++) {
      now = look * MINUTE
      const all = Array.from({ length: look }, (_, i) => ({
        from: i * MINUTE,
        to: (i + 1) * MINUTE,
        weight: 5,
      }))
      const { blocks } = await observeOne(source, errors, { ...span, slots: all })
      expect(blocks).toHaveLength(look)
      expect(blocks.every(({ candidate }) => candidate.kind === 'absent')).toBe(true)
      counts.push(asked)
    }
    return counts
  }

  test('is asked for ten intervals more, and then no longer, where each costs a request', async () => {
    const counts = await asksAtEach(60, true)
    expect(Math.max(...counts)).toBe(12)
    expect(counts.slice(-10)).toEqual(Array.from({ length: 10 }, () => 12))
  })

  test('is always asked for where one request gives them all, or where the source failed', async () => {
    const all = Array.from({ length: 30 }, (_, i) => i + 1)
    expect(await asksAtEach(30, false)).toEqual(all)
    expect(await asksAtEach(30, true, 'source_unreachable')).toEqual(all)
    // Trials without any error yet: the first error makes zeros of them, so they must not be taken for empty.
    const events: Readings = {
      baseline: {},
      candidate: { events: [{ kind: 'nothing' }], trials: [{ kind: 'numbers', values: [900] }] },
    }
    const unproven = settleSilence(events, false).readings.candidate.events?.[0]
    if (unproven?.kind !== 'absent') throw new Error('it is not unproven')
    expect(await asksAtEach(30, true, 'no_data', unproven)).toEqual(all)
  })
})

describe('a source that hangs, whatever it is told', () => {
  const hangs = (signals: AbortSignal[] = []) =>
    remembering(
      () => ({
        observe: async (_, __, signal) => {
          signals.push(signal)
          return await new Promise<never>(() => undefined)
        },
      }),
      { now: () => end + MINUTE },
    )
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
  })

  test('is given up after two intervals: a look that sees nothing can be acted on', async () => {
    const signals: AbortSignal[] = []
    const looking = hangs(signals).observe(six, span, never)
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    const seen = await looking
    expect(seen.map(({ metric }) => metric)).toEqual(six.map(({ name }) => name))
    const arms = seen.flatMap(({ blocks }) =>
      blocks.flatMap(({ baseline, candidate }) => [baseline, candidate]),
    )
    expect(arms).toHaveLength(2 * six.length * slots.length)
    for (const arm of arms)
      expect(arm).toEqual({ kind: 'absent', absence: 'source_unreachable', detail: 'no answer within 120 s' })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  test('does not hold up a cancel', async () => {
    const cancel = new AbortController()
    const looking = hangs().observe(six, span, cancel.signal)
    const reason = new Error('the job was cancelled')
    cancel.abort(reason)
    await expect(looking).rejects.toBe(reason)
  })
})
