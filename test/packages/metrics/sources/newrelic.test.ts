import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import {
  NEW_RELIC_KEY,
  startNewRelic,
  type NewRelicStandIn,
  type NrqlAnswer,
} from '../../../servers/newrelic.ts'
import { observeOne } from '../../../servers/observe.ts'

const STRANGE = `it's \\ v2' OR '1' = '1`
const slots = [0, 1].map((i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight: 5 }))
const span: Span = { slots, intervalMs: 60_000, baseline: 'v1', candidate: STRANGE }
const FROM = `FROM Transaction WHERE version = '$arm'`
const BOTH = `SELECT filter(count(*), WHERE error IS true) AS events, count(*) AS trials ${FROM}`
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: BOTH, trials: BOTH }

let server: NewRelicStandIn
let said: NrqlAnswer | undefined
let io: TestIo
beforeEach(async () => {
  said = undefined
  server = await startNewRelic(
    ({ arm, until }) => said ?? [{ events: arm === STRANGE ? 6 : 1, trials: 60 + (until > 60_000 ? 1 : 0) }],
  )
})
afterEach(async () => {
  if (server.server.listening) await server.stop()
})

function open(settings: Readonly<Record<string, string>> = {}): MetricSource {
  io = testIo()
  const all = { account: '1234', url: server.url, 'api-key': NEW_RELIC_KEY, attempts: '1', ...settings }
  return openSource('newrelic', all, io)
}

describe('source newrelic', () => {
  test('asks both numbers, versions and intervals in one request, and a name with quotes is one name', async () => {
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks).toMatchObject([
      { baseline: { events: 1, trials: 60 }, candidate: { events: 6, trials: 60 } },
      { baseline: { events: 1, trials: 61 }, candidate: { events: 6, trials: 61 } },
    ])
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.queries).toHaveLength(4)
    expect(io.masked).toContain(NEW_RELIC_KEY)
  })

  test.each([
    ['NRQL Syntax Error: Error at line 1', 'INVALID_INPUT', 'QUERY_REFUSED'],
    ['Unknown function cuont()', 'BAD_USER_INPUT', 'QUERY_REFUSED'],
  ])('%s stops the run, with the metric', async (message, errorClass, code) => {
    said = { message, errorClass }
    await expect(observeOne(open(), errors, span)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/metric "errors": New Relic refused events/),
    })
  })

  test.each([
    ['Query timed out', 'TIMEOUT', 'source_unreachable', /took too long/],
    ['Query limit exceeded', 'TOO_MANY_REQUESTS', 'rate_limited', /too often/],
    ['You do not have access', 'FORBIDDEN', 'source_refused', /does not let this key/],
    ['Something broke', 'SERVER_ERROR', 'source_refused', /Something broke/],
  ])(
    'the error %s, which comes with status 200, is an absence',
    async (message, errorClass, absence, words) => {
      said = { message, errorClass }
      const { blocks } = await observeOne(open(), errors, span)
      for (const { baseline, candidate } of blocks)
        for (const arm of [baseline, candidate])
          expect(arm).toMatchObject({ kind: 'absent', absence, detail: expect.stringMatching(words) })
    },
  )

  test.each([
    [BOTH, 100, 'source_refused'],
    [`${BOTH} LIMIT 20`, 20, 'source_refused'],
    [`${BOTH} LIMIT MAX`, 5000, 'source_refused'],
    [`${BOTH} AND name = 'limit 5'`, 100, 'source_refused'],
    [`${BOTH} LIMIT 20`, 19, undefined],
    [`${BOTH} LIMIT MAX`, 100, undefined],
  ])('%s with %i rows may have been cut: %s', async (value, rows, absence) => {
    said = Array.from({ length: rows }, (_, i) => ({ events: i, trials: 60 }))
    const { blocks } = await observeOne(open(), { name: 'all', kind: 'series', value }, span)
    for (const { candidate } of blocks) {
      if (absence === undefined) expect(JSON.stringify(candidate)).not.toMatch(/may not be all/)
      else expect(candidate).toMatchObject({ absence, detail: expect.stringMatching(/may not be all/) })
    }
  })

  test('an error of one query leaves the others as they are', async () => {
    const slow: MetricQuery = {
      name: 'slow',
      kind: 'scalar',
      value: `SELECT max(depth) ${FROM} AND slow = 1`,
    }
    await server.stop()
    server = await startNewRelic(({ text }) =>
      text.includes('slow')
        ? { message: 'Query timed out', errorClass: 'TIMEOUT' }
        : [{ events: 1, trials: 60 }],
    )
    const [first, second] = await open().observe([errors, slow], span, new AbortController().signal)
    expect(first?.blocks[1]?.candidate).toMatchObject({ events: 1, trials: 60 })
    expect(second?.blocks[1]?.candidate).toMatchObject({ absence: 'source_unreachable' })
  })

  test('an account that the key may not read, and a wrong key, are told and shown nowhere', async () => {
    const other = await observeOne(open({ account: '99' }), errors, span)
    expect(other.blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/Access denied/),
    })
    const wrong = await observeOne(open({ 'api-key': 'NRAK-WRONG' }), errors, span)
    expect(wrong.blocks[0]?.baseline).toMatchObject({ detail: expect.stringMatching(/401.*credentials/) })
    expect(JSON.stringify([wrong, io.lines])).not.toContain('NRAK-WRONG')
  })

  test.each([
    [`SELECT count(*) ${FROM} SINCE 1 hour ago`, /leave out SINCE/],
    [`SELECT count(*) ${FROM} TIMESERIES`, /leave out TIMESERIES/],
    [`SELECT count(*) ${FROM} FACET host`, /leave out FACET/],
    [`SELECT count(*) ${FROM} -- only errors`, /leave out comments/],
    [`SELECT count(*) ${FROM} // only errors`, /leave out comments/],
    [`SHOW EVENT TYPES WHERE version = '$arm'`, /begins with SELECT or FROM/],
    ['SELECT count(*) FROM Transaction', /must contain \$arm/],
  ])('%s is refused before anything is asked', async (text, words) => {
    const query = { ...errors, events: text }
    await expect(observeOne(open(), query, { ...span, slots: [] })).rejects.toThrow(words)
    expect(server.requests).toEqual([])
  })

  test('a word such as since inside quotes is no clause', async () => {
    const text = `SELECT count(*) AS trials, 1 AS events FROM Transaction WHERE version = '$arm'`
    const named = { ...span, candidate: 'since until' }
    const { blocks } = await observeOne(open(), { ...errors, events: text, trials: text }, named)
    expect(blocks[0]?.candidate).toMatchObject({ kind: 'proportion' })
  })

  test('an answer with neither data nor errors is refused', async () => {
    server.always = { status: 200, body: '{"data":{"actor":{}}}' }
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[0]?.candidate).toMatchObject({ absence: 'source_refused' })
  })

  test('the key must be given', () => {
    const bare = { ...testIo(), env: () => undefined }
    expect(() => openSource('newrelic', { account: '1' }, bare)).toThrow('NEW_RELIC_API_KEY')
  })
})
