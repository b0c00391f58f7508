import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLogs, type InsightsRows, type LogsStandIn } from '../../../servers/aws-logs.ts'
import { AWS_KEYS, awsIo } from '../../../servers/aws-stand-in.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { observeOne } from '../../../servers/observe.ts'

const STRANGE = `it's "v2" | \\ limit 0`
const slots = [0, 1].map((i) => ({ from: 250 + i * 30_000, to: 250 + (i + 1) * 30_000, weight: 5 }))
const span: Span = { slots, intervalMs: 30_000, baseline: 'v1', candidate: STRANGE }
const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'filter version = "$arm" and status >= 500 | stats count(*) as events',
  trials: 'filter version = "$arm" | stats count(*) as trials',
}

let server: LogsStandIn
let io: TestIo
/** How many failed, and how many there were; undefined leaves the row out, as Logs Insights does. */
let found: (arm: 'v1' | 'other', events: boolean) => string | undefined
beforeEach(async () => {
  found = (arm, events) => (events ? (arm === 'v1' ? '1' : '6') : '60')
  server = await startLogs(({ text }): InsightsRows => {
    const value = found(text.includes('"v1"') ? 'v1' : 'other', text.includes('status'))
    return value === undefined ? [] : [{ 'count(*)': value }]
  })
  io = awsIo(server.url)
})
afterEach(async () => {
  if (server.server.listening) await server.stop()
})

function open(settings: Readonly<Record<string, string>> = {}): MetricSource {
  const all = { 'log-groups': '/shop/web, /shop/api', region: 'eu-central-1', ...settings }
  return openSource('cloudwatch-logs', all, io)
}

describe('source cloudwatch-logs', () => {
  test('asks for whole seconds of an interval, and a name with quotes is one text', async () => {
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks).toMatchObject([
      { baseline: { events: 1, trials: 60 }, candidate: { events: 6, trials: 60 } },
      { baseline: { events: 1, trials: 60 }, candidate: { events: 6, trials: 60 } },
    ])
    expect(server.started).toHaveLength(8)
    // The first second that begins inside, and the last one that does.
    expect(new Set(server.started.map(({ startTime, endTime }) => `${startTime}-${endTime}`))).toEqual(
      new Set(['1-30', '31-60']),
    )
    const texts = new Set(server.started.map(({ text }) => text))
    expect(texts).toContain(`filter version = "it\\'s \\"v2\\" | \\\\ limit 0" | stats count(*) as trials`)
    const [call] = server.calls
    expect(JSON.parse(call?.body ?? '')).toMatchObject({ logGroupIdentifiers: ['/shop/web', '/shop/api'] })
  })

  test('waits for a query, and stops one that takes too long', async () => {
    server.logs.polls = 2
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[1]?.candidate).toMatchObject({ events: 6, trials: 60 })
    expect(server.stopped).toEqual([])
    server.logs.polls = 1_000
    const late = await observeOne(open({ 'query-timeout': '500ms' }), errors, span)
    expect(late.blocks[1]?.candidate).toMatchObject({
      absence: 'source_unreachable',
      detail: expect.stringMatching(/Logs Insights: no answer within 0.5 s/),
    })
    await expect.poll(() => server.stopped.length, { timeout: 30_000 }).toBeGreaterThan(0)
  })

  test('a cancelled run stops its queries', async () => {
    server.logs.polls = 1_000
    const stop = new AbortController()
    const looked = observeOne(open(), errors, span, stop.signal)
    await expect.poll(() => server.started.length, { timeout: 30_000 }).toBe(5)
    const reason = new Error('stopped')
    stop.abort(reason)
    await expect(looked).rejects.toBe(reason)
    await expect.poll(() => new Set(server.stopped).size, { timeout: 30_000 }).toBe(5)
  })

  test('no row of errors is zero where the query is known to match or says so, and else no data', async () => {
    found = (_, events) => (events ? undefined : '60')
    const unknown = await observeOne(open(), errors, span)
    expect(unknown.blocks[0]?.candidate).toMatchObject({
      absence: 'no_data',
      detail: expect.stringMatching(/matched no/),
    })
    const said = await observeOne(open(), { ...errors, events: `${errors.events} or 0` }, span)
    expect(said.blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 0, trials: 60 })
    expect(server.started.every(({ text }) => !text.includes('or 0'))).toBe(true)
    found = (arm, events) => (events && arm === 'v1' ? undefined : events ? '6' : '60')
    const matched = await observeOne(open(), errors, span)
    expect(matched.blocks[0]?.baseline).toEqual({ kind: 'proportion', events: 0, trials: 60 })
  })

  test('a candidate without any line is no data, and never zero of zero', async () => {
    found = (arm) => (arm === 'v1' ? '60' : undefined)
    const { blocks } = await observeOne(open(), { ...errors, events: `${errors.events} or 0` }, span)
    expect(blocks[0]).toMatchObject({
      baseline: { kind: 'proportion' },
      candidate: { kind: 'absent', absence: 'no_data' },
    })
  })

  test('a name inside a regular expression means itself', async () => {
    const events = 'filter version like /^${arm:regex}$/ and status >= 500 | stats count(*)'
    await observeOne(open(), { ...errors, events }, { ...span, candidate: 'feature/v1.2' })
    expect(server.started.map(({ text }) => text)).toContain(
      'filter version like /^feature\\/v1\\.2$/ and status >= 500 | stats count(*)',
    )
  })

  test('rows that may not be all are refused', async () => {
    const raw: MetricQuery = {
      name: 'p95',
      kind: 'quantile',
      histogram: 'filter version = "$arm" | fields ms',
    }
    await server.stop()
    server = await startLogs(() => Array.from({ length: 10_000 }, (_, i) => ({ ms: String(i) })))
    io = awsIo(server.url)
    const { blocks } = await observeOne(open(), raw, span)
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/more than 10000 rows: aggregate/),
    })
  })

  test('a query that is no query stops the run, with the metric', async () => {
    server.logs.refuse = { code: 'MalformedQueryException', message: 'unexpected symbol found |' }
    await expect(observeOne(open(), errors, span)).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/"errors": Logs Insights refused events.*unexpected symbol/),
    })
  })

  test.each([
    ['LimitExceededException', 'rate_limited'],
    ['ThrottlingException', 'rate_limited'],
    ['ResourceNotFoundException', 'source_refused'],
    ['AccessDeniedException', 'source_refused'],
  ])('%s is %s', async (code, absence) => {
    server.logs.refuse = { code, message: 'the reason' }
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[0]?.candidate).toMatchObject({ absence, detail: expect.stringMatching(/the reason/) })
  })

  test.each([
    ['Failed', 'source_refused'],
    ['Cancelled', 'source_refused'],
    ['Timeout', 'source_unreachable'],
  ])('a query that ends as %s is %s, and no zero', async (status, absence) => {
    server.logs.status = status
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[0]?.candidate).toMatchObject({ kind: 'absent', absence })
  })

  test.each([
    ['filter version = "$arm"', /count with `stats`/],
    ['SOURCE logGroups() | filter version = "$arm" | stats count(*)', /log-groups/],
    ['filter version like /^$arm$/ | stats count(*)', /between slashes, write \$\{arm:regex\}/],
    ['stats count(*)', /must contain \$arm/],
  ])('%s is refused before anything is asked', async (events, words) => {
    await expect(observeOne(open(), { ...errors, events }, { ...span, slots: [] })).rejects.toThrow(words)
    expect(server.calls).toEqual([])
  })

  test('missing credentials are told in words, and keys are in no message', async () => {
    const bare = { ...testIo(), env: (name: string) => (name === 'AWS_REGION' ? 'eu-central-1' : undefined) }
    const source = openSource('cloudwatch-logs', { 'log-groups': 'g' }, bare)
    const { blocks } = await observeOne(source, errors, span)
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/no credentials for AWS/),
    })
    expect(JSON.stringify([blocks, io.lines])).not.toContain(AWS_KEYS.secret)
  })
})
