import { openSource, type MetricQuery } from '@sluice/metrics'
import { afterEach, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { counts, endWorlds, errors, INTERVAL, look, never, proportion, world } from '../scrape/world.ts'

afterEach(endWorlds)

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

  test('reads the pages of a version or slot by its name', async () => {
    const it = await world()
    const { 'baseline-url': first = '', 'candidate-url': second = '' } = it.settings
    const urls = `{ v2: ${first}, v1: ${second} }`
    const source = openSource('scrape', { urls, attempts: '1' }, { ...testIo(), now: () => it.now })
    await look(source, it, 0)
    it.page = { baseline: counts(950, 50), candidate: counts(48, 2) }
    const { blocks } = await look(source, it, INTERVAL)
    expect(blocks[0]).toMatchObject({ baseline: proportion(2, 50), candidate: proportion(50, 1000) })
    expect(source.rolesAreFixed).toBe(false)
    expect(it.open().rolesAreFixed).toBe(true)
  })

  test.each([
    [{ urls: '{ v1: http://a/metrics }' }, /urls: has no address for "v2"; it has v1/],
    [{ urls: '{ v1: http://a/metrics, v2: nonsense }' }, /urls.v2: must be/],
    [{ 'baseline-url': 'http://a/metrics' }, /give baseline-url and candidate-url, or urls/],
    [
      { 'baseline-url': 'http://a/m', urls: '{ v1: http://a/m }' },
      /give baseline-url and candidate-url, or urls/,
    ],
    [{}, /give baseline-url and candidate-url, or urls/],
  ])('refuses addresses that do not say where both versions are: %j', async (settings, words) => {
    const it = await world()
    const begin = async (): Promise<unknown> =>
      await openSource('scrape', settings, testIo()).observe(
        [errors],
        { slots: [], intervalMs: INTERVAL, baseline: 'v1', candidate: 'v2' },
        never,
      )
    await expect(begin()).rejects.toThrow(words)
    expect(it.requests).toBe(0)
  })

  test('slots that have just changed places are read anew, and no name of JavaScript is an address', async () => {
    const it = await world()
    const { 'baseline-url': first = '', 'candidate-url': second = '' } = it.settings
    const urls = `{ blue: ${first}, green: ${second} }`
    const source = openSource('scrape', { urls, attempts: '1' }, { ...testIo(), now: () => it.now })
    it.page = { baseline: counts(900, 0), candidate: counts(100, 0) }
    const slots = { slots: [], intervalMs: INTERVAL }
    await source.observe([errors], { ...slots, baseline: 'blue', candidate: 'green' }, never)
    const before = it.requests
    await source.observe([errors], { ...slots, baseline: 'green', candidate: 'blue' }, never)
    expect(it.requests - before).toBe(2)
    const strange = source.observe([errors], { ...slots, baseline: 'blue', candidate: 'constructor' }, never)
    await expect(strange).rejects.toThrow(/has no address for "constructor"/)
  })

  test('one page under two names needs texts that tell the versions apart', async () => {
    const it = await world()
    const page = it.settings['baseline-url'] ?? ''
    const source = openSource('scrape', { urls: `{ v1: ${page}, v2: ${page} }`, attempts: '1' }, testIo())
    await expect(look(source, it, 0)).rejects.toThrow(/must contain \$arm/)
  })

  test('a look from before the first interval does not begin it: traffic was split otherwise then', async () => {
    const it = await world()
    const source = it.open()
    it.now -= 100
    await look(source, it, 0)
    it.page = { baseline: counts(950, 50), candidate: counts(48, 2) }
    const { blocks } = await look(source, it, INTERVAL + 200)
    expect(blocks[0]?.candidate).toMatchObject({ kind: 'absent', absence: 'not_observed' })
  })

  test('pages that were not read at one moment are read again, and the closest reading counts', async () => {
    const it = await world()
    const source = it.open()
    await look(source, it, 0)
    let reads = 0
    const candidate = counts(48, 2)
    it.page = {
      get baseline() {
        reads++
        // The first reading takes half a second, in which the baseline goes on counting.
        if (reads > 1) return counts(950, 50)
        it.now += 500
        return counts(475, 25)
      },
      candidate,
    }
    const { blocks } = await look(source, it, INTERVAL)
    expect(reads).toBe(2)
    expect(blocks[0]).toMatchObject({ baseline: proportion(50, 1000), candidate: proportion(2, 50) })
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

  test('a failed look is forgotten when one right after it succeeds', async () => {
    const it = await world()
    const source = it.open()
    await look(source, it, 0)
    it.page = { baseline: counts(90, 10), candidate: 'down' }
    await look(source, it, INTERVAL)
    it.page.candidate = counts(9, 1)
    const { blocks } = await look(source, it, 900)
    expect(blocks[0]).toMatchObject({ baseline: proportion(10, 100), candidate: proportion(1, 10) })
  })

  test('a look that was missed is made up for by the next, once', async () => {
    const it = await world()
    const source = it.open()
    await look(source, it, 0)
    it.page = { baseline: counts(90, 10), candidate: 'down' }
    await look(source, it, INTERVAL)
    it.page = { baseline: counts(180, 20), candidate: counts(18, 2) }
    const { blocks } = await look(source, it, INTERVAL)
    expect(blocks.map(({ baseline }) => baseline)).toEqual([proportion(10, 100), proportion(10, 100)])
    expect(blocks.map(({ candidate }) => candidate)).toMatchObject([
      { absence: 'source_unreachable' },
      proportion(2, 20),
    ])
  })

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
