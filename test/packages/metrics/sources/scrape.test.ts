import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { afterEach, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'

const never = new AbortController().signal
const INTERVAL = 10_000
const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

const errors: MetricQuery = {
  name: 'error rate',
  kind: 'proportion',
  events: 'requests_total{code=~"5.."}',
  trials: 'requests_total',
}

interface World {
  page: { baseline: string; candidate: string }
  now: number
  requests: number
  readonly settings: Record<string, string>
  readonly open: (more?: Record<string, string>) => MetricSource
}

/** Two services whose pages and whose clock the test sets. */
async function world(): Promise<World> {
  const server = await startLoopback((request, response) => {
    made.requests++
    const text = request.url === '/b' ? made.page.baseline : made.page.candidate
    if (text === 'down') response.writeHead(500).end()
    else response.end(text)
  })
  stops.push(server.stop)
  const settings = { 'baseline-url': `${server.url}/b`, 'candidate-url': `${server.url}/c`, attempts: '1' }
  const made: World = {
    page: { baseline: counts(0, 0), candidate: counts(0, 0) },
    now: 1_000_000,
    requests: 0,
    settings,
    open: (more = {}) => openSource('scrape', { ...settings, ...more }, { ...testIo(), now: () => made.now }),
  }
  return made
}

function counts(good: number, bad: number, started?: number): string {
  const start = started === undefined ? '' : `process_start_time_seconds ${started}\n`
  return `# TYPE requests_total counter\nrequests_total{code="200"} ${good}\nrequests_total{code="500"} ${bad}\n${start}`
}

/** The slots of ten seconds from 1,000,000 on that have ended at `now`. */
function spanUntil(now: number, weight = 5): Span {
  const n = Math.floor((now - 1_000_000) / INTERVAL)
  const slots = Array.from({ length: n }, (_, i) => ({
    from: 1_000_000 + i * INTERVAL,
    to: 1_000_000 + (i + 1) * INTERVAL,
    weight,
  }))
  return { slots, intervalMs: INTERVAL, baseline: 'v1', candidate: 'v2' }
}

async function look(source: MetricSource, it: World, afterMs: number, query = errors): Promise<Samples> {
  it.now += afterMs
  return await source.observe(query, spanUntil(it.now), never)
}

const proportion = (events: number, trials: number): unknown => ({ kind: 'proportion', events, trials })

describe('source scrape', () => {
  test('a block is what both arms’ counters grew by between two looks', async () => {
    const it = await world()
    const source = it.open()
    await look(source, it, 0)
    it.page = { baseline: counts(950, 50), candidate: counts(48, 2) }
    await look(source, it, INTERVAL + 20)
    it.page = { baseline: counts(1900, 60), candidate: counts(90, 9) }
    const { blocks } = await look(source, it, INTERVAL)
    expect(blocks).toEqual([
      {
        from: 1_000_000,
        to: 1_010_000,
        weight: 5,
        baseline: proportion(50, 1000),
        candidate: proportion(2, 50),
      },
      {
        from: 1_010_000,
        to: 1_020_000,
        weight: 5,
        baseline: proportion(10, 960),
        candidate: proportion(7, 49),
      },
    ])
  })

  test('what was not looked at is not observed, and never zero', async () => {
    const it = await world()
    const { blocks } = await look(it.open(), it, INTERVAL)
    expect(blocks[0]?.baseline).toMatchObject({ kind: 'absent', absence: 'not_observed' })
  })

  test('a counter that fell began again at zero', async () => {
    const it = await world()
    const source = it.open()
    it.page = { baseline: counts(1000, 10), candidate: counts(500, 5) }
    await look(source, it, 0)
    it.page = { baseline: counts(1100, 12), candidate: counts(40, 7) }
    const { blocks } = await look(source, it, INTERVAL)
    // The candidate's successes were reset; its failures went from 5 to 7.
    expect(blocks[0]).toMatchObject({ baseline: proportion(2, 102), candidate: proportion(2, 42) })
  })

  test('a process that was started anew is noticed even where a counter has overtaken its old value', async () => {
    const it = await world()
    const source = it.open()
    it.page = { baseline: counts(100, 1, 5000), candidate: counts(100, 1, 5000) }
    await look(source, it, 0)
    it.page = { baseline: counts(300, 3, 5000), candidate: counts(300, 3, 5900) }
    const { blocks } = await look(source, it, INTERVAL)
    expect(blocks[0]).toMatchObject({ baseline: proportion(2, 202), candidate: proportion(3, 303) })
  })

  test('a later job goes on from the state file; the hours between count once, and only if no restart can hide', async () => {
    const it = await world()
    const state = join(mkdtempSync(join(tmpdir(), 'sluice-scrape-')), 'deep', 'state.json')
    await look(it.open({ state }), it, 0)
    it.page = { baseline: counts(1000, 10), candidate: counts(50, 1) }
    await look(it.open({ state }), it, 5 * INTERVAL)
    expect((await look(it.open({ state }), it, 0)).blocks.at(-1)?.baseline).toMatchObject({
      absence: 'not_observed',
    })

    const told = join(mkdtempSync(join(tmpdir(), 'sluice-scrape-')), 'state.json')
    it.page = { baseline: counts(2000, 20, 7), candidate: counts(100, 2, 7) }
    await look(it.open({ state: told }), it, 0)
    it.page = { baseline: counts(3000, 35, 7), candidate: counts(150, 4, 7) }
    const { blocks } = await look(it.open({ state: told }), it, 3 * INTERVAL)
    expect(blocks.slice(5, 7).map((block) => block.baseline)).toMatchObject([
      { absence: 'not_observed' },
      { absence: 'not_observed' },
    ])
    expect(blocks[7]).toMatchObject({ baseline: proportion(15, 1015), candidate: proportion(2, 52) })
  })

  test('an unreadable state file is an error, not an empty history', async () => {
    const it = await world()
    const state = join(mkdtempSync(join(tmpdir(), 'sluice-scrape-')), 'state.json')
    for (const text of ['', '{"schema":2}', '{"schema":1,"looks":[["k",[[1,null]]]]}']) {
      writeFileSync(state, text)
      await expect(look(it.open({ state }), it, 0)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' })
      expect(readFileSync(state, 'utf8')).toBe(text)
    }
  })

  test('an arm that is down makes its own blocks unreachable, and the other’s stay', async () => {
    const it = await world()
    const source = it.open()
    await look(source, it, 0)
    it.page = { baseline: counts(90, 10), candidate: 'down' }
    const { blocks } = await look(source, it, INTERVAL)
    expect(blocks[0]).toMatchObject({
      baseline: proportion(10, 100),
      candidate: { absence: 'source_unreachable' },
    })
  })

  test.each(['<html>login</html>', 'requests_total{code="200" 5', 'requests_total{code="200"} five'])(
    'a page like %j is refused',
    async (page) => {
      const it = await world()
      const source = it.open()
      await look(source, it, 0)
      it.page = { baseline: counts(90, 10), candidate: page }
      expect((await look(source, it, INTERVAL)).blocks[0]?.candidate).toMatchObject({
        absence: 'source_refused',
      })
    },
  )

  test('metrics observed together read each page once', async () => {
    const it = await world()
    const source = it.open()
    await Promise.all([
      look(source, it, 0),
      look(source, it, 0, { ...errors, name: 'again' }),
      look(source, it, 0),
    ])
    expect(it.requests).toBe(2)
  })

  test('histograms are summed over instances and paths, whatever order their bounds are in', async () => {
    const it = await world()
    const histogram = (scale: number): string =>
      ['+Inf', '10', '2.5', '0.5']
        .map((le, i) => `latency_bucket{path="/a",le="${le}"} ${(4 - i) * scale}`)
        .join('\n')
    it.page = { baseline: histogram(10), candidate: '' }
    const source = it.open({
      'baseline-url': `${it.settings['baseline-url']}\n${it.settings['baseline-url']}`,
    })
    const query: MetricQuery = { name: 'p95', kind: 'quantile', histogram: 'latency' }
    await look(source, it, 0, query)
    it.page = { baseline: histogram(15), candidate: '' }
    const { blocks } = await look(source, it, INTERVAL, query)
    expect(blocks[0]).toMatchObject({
      baseline: { kind: 'histogram', bounds: [0.5, 2.5, 10], counts: [10, 10, 10, 10] },
      candidate: { kind: 'absent', absence: 'no_data' },
    })
  })

  test('one page for both arms needs texts that name the arm', async () => {
    const it = await world()
    const source = it.open({ 'candidate-url': it.settings['baseline-url'] ?? '' })
    await expect(look(source, it, 0)).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringContaining('$arm'),
    })
    const named: MetricQuery = {
      ...errors,
      events: 'hits{v="$arm",code="500"} or vector(0)',
      trials: 'sum(increase(hits{v="$arm"}[$window]))',
    }
    it.page.baseline = 'hits{v="v1"} 10\nhits{v="v2"} 5'
    await look(source, it, 0, named)
    it.page.baseline = 'hits{v="v1"} 110\nhits{v="v2"} 12'
    const { blocks } = await look(source, it, INTERVAL, named)
    expect(blocks[0]).toMatchObject({ baseline: proportion(0, 100), candidate: proportion(0, 7) })
  })

  test('events that match nothing in either arm are not zero', async () => {
    const it = await world()
    const source = it.open()
    const wrong = { ...errors, events: 'requests_total{status=~"5.."}' }
    await look(source, it, 0, wrong)
    it.page = { baseline: counts(90, 10), candidate: counts(90, 10) }
    const { blocks } = await look(source, it, INTERVAL, wrong)
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'no_data',
      detail: expect.stringContaining('or vector(0)'),
    })
  })

  test.each([
    'rate(requests_total[5m])',
    'requests_total{code=500}',
    'requests_total{code=~"("}',
    'a + b',
    '',
  ])('the text %j is refused with the metric’s name', async (events) => {
    const it = await world()
    await expect(look(it.open(), it, 0, { ...errors, events })).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringContaining('error rate'),
    })
  })
})
