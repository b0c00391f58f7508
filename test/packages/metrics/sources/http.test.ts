import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { observeOne } from '../../../servers/observe.ts'

interface Asked {
  readonly method: string
  readonly url: string
  readonly body: string
  readonly authorization: string
}

const never = new AbortController().signal
const STRANGE = `it's "v2" \\ \`x\` & more`
const span: Span = {
  slots: [0, 1].map((i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: STRANGE,
}
const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: 'failed', trials: 'all' }

let service: Loopback
let asked: Asked[]
let answer: (url: URL, body: string) => unknown
beforeEach(async () => {
  asked = []
  answer = () => ({ failed: 1, all: 100 })
  service = await startLoopback(async (request, response) => {
    let body = ''
    for await (const part of request) body += String(part)
    const { method = '', url = '', headers } = request
    asked.push({ method, url, body, authorization: headers.authorization ?? '' })
    const said = answer(new URL(url, 'http://service'), body)
    response.end(typeof said === 'string' ? said : JSON.stringify(said))
  })
})
afterEach(async () => await service.stop())

const open = (settings: Record<string, string> = {}, path = '/stats?v=$arm&from=$from&to=$to') =>
  openSource('http', { url: service.url + path, attempts: '1', ...settings }, testIo())

describe('source http', () => {
  test('asks once for each version and interval, however many numbers one answer holds', async () => {
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks.map(({ candidate }) => candidate)).toEqual([
      { kind: 'proportion', events: 1, trials: 100 },
      { kind: 'proportion', events: 1, trials: 100 },
    ])
    expect(asked).toHaveLength(4)
    expect(new URL(asked[0]?.url ?? '', service.url).search).toBe('?v=v1&from=0&to=30')
  })

  test('puts a strange name of a version into address, body and expression as it is', async () => {
    answer = (url, body) => {
      const version = body === '' ? url.searchParams.get('v') : (JSON.parse(body) as { v: string }).v
      return { versions: [{ name: version ?? '', failed: 2, all: 50 }], [version ?? '']: { all: 50 } }
    }
    const byRawText: MetricQuery = {
      name: 'errors',
      kind: 'proportion',
      events: "versions[?name=='$arm'].failed",
      trials: '$arm.all',
    }
    const byLiteral = { ...byRawText, trials: 'versions[?name==`"$arm"`] | [0].all' }
    const byQuotedName = { ...byRawText, trials: '"$arm".all' }
    const post = { body: '{"v": "$arm", "from": "${from:iso}", "to": ${to:ms}}' }
    for (const query of [byRawText, byLiteral, byQuotedName]) {
      for (const source of [open(), open(post, '/stats')]) {
        const { blocks } = await observeOne(source, query, span)
        expect(blocks[1]?.candidate).toEqual({ kind: 'proportion', events: 2, trials: 50 })
      }
    }
    const last = asked.at(-1)
    expect(last?.method).toBe('POST')
    expect(JSON.parse(last?.body ?? '')).toMatchObject({ from: '1970-01-01T00:00:30.000Z', to: 60_000 })
  })

  test('tells the versions apart in one answer', async () => {
    answer = () => ({ v1: { failed: 3, all: 900 }, [STRANGE]: { failed: 1, all: 100 } })
    const query = { ...errors, events: '"$arm".failed', trials: '"$arm".all' }
    const { blocks } = await observeOne(open({}, '/all?from=$from&to=$to'), query, span)
    expect(blocks[0]).toMatchObject({ baseline: { events: 3 }, candidate: { events: 1 } })
    expect(asked).toHaveLength(2)
  })

  test('takes an address of a metric’s own behind the shared one', async () => {
    answer = (url) => (url.pathname === '/api/errors' ? { n: 4 } : { n: 80 })
    const query: MetricQuery = {
      name: 'errors',
      kind: 'proportion',
      events: '/errors?v=$arm&from=${from:ms}&to=${to:ms} -> n',
      trials: '/requests?v=$arm&from=$from&to=$to -> n + `20`',
    }
    const { blocks } = await observeOne(open({}, '/api/'), query, span)
    expect(blocks[1]?.baseline).toEqual({ kind: 'proportion', events: 4, trials: 100 })
    expect(asked.map(({ url }) => url)).toContain('/api/errors?v=v1&from=30000&to=60000')
  })

  test('sends the login of the address as a header, and no login to the log', async () => {
    const url = service.url.replace('://', '://ann:s3cret@')
    const source = openSource('http', { url: `${url}/s?v=$arm&f=$from&t=$to`, attempts: '1' }, testIo())
    await observeOne(source, errors, span)
    expect(asked[0]).toMatchObject({
      url: '/s?v=v1&f=0&t=30',
      authorization: `Basic ${Buffer.from('ann:s3cret').toString('base64')}`,
    })
  })

  test.each([
    ['no number', { failed: 'many', all: 1 }, 'source_refused', /"many", which is not a number/],
    ['an object', { failed: { n: 1 }, all: 1 }, 'source_refused', /which is not a number/],
    ['several numbers', { failed: [1, 2], all: 10 }, 'source_refused', /must return one/],
    ['null', { failed: null, all: 10 }, 'no_data', /events/],
    ['NaN as text', { failed: 'NaN', all: 10 }, 'not_a_number', /events/],
    ['no JSON', 'failed=1', 'source_refused', /no JSON/],
  ])('never takes %s for a zero', async (_, said, absence, detail) => {
    answer = () => said
    const { blocks } = await observeOne(open(), errors, span)
    expect(blocks[0]?.baseline).toMatchObject({ absence, detail: expect.stringMatching(detail) })
  })

  test('a function that is given nothing is a refusal with its reason', async () => {
    const query = { ...errors, events: 'sum(failed)' }
    const { blocks } = await observeOne(open(), query, span)
    expect(blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/sum/),
    })
  })

  test('says before any traffic moves what each expression finds now', async () => {
    const query = { ...errors, trials: 'missing' }
    expect(await open().probe?.(query, 'v1', 60_000, never)).toEqual([
      { part: 'events', asked: '/stats -> failed', found: 1, value: 1, hints: [] },
      { part: 'trials', asked: '/stats -> missing', found: 0, hints: ['The expression found null.'] },
    ])
    answer = () => '<html><title>Sign in</title></html>'
    expect(await open().probe?.(errors, 'v1', 60_000, never)).toMatchObject([
      { found: 0, hints: [expect.stringMatching(/source_refused: .*perhaps a login page/)] },
      { found: 0 },
    ])
  })

  test('reads histograms from objects and from pairs', async () => {
    answer = ({ searchParams }) =>
      searchParams.get('v') === 'v1'
        ? { t: { '0.1': 20, '0.5': '30', '+Inf': 31 } }
        : {
            t: [
              [0.1, 20],
              ['Inf', 31],
            ],
          }
    const query: MetricQuery = { name: 'p95', kind: 'quantile', histogram: 't' }
    const { blocks } = await observeOne(open(), query, span)
    expect(blocks[0]?.baseline).toEqual({ kind: 'histogram', bounds: [0.1, 0.5], counts: [20, 10, 1] })
    expect(blocks[0]?.candidate).toEqual({ kind: 'histogram', bounds: [0.1], counts: [20, 11] })
  })

  test.each([
    [{ events: 'failed[' }, /events: "failed\[" is no JMESPath/],
    [{ events: '/errors?v=$arm' }, /write `ADDRESS -> EXPRESSION`/],
  ])('refuses the text %j before anything is asked', async (texts, words) => {
    const begun = { ...span, slots: [] }
    await expect(open().observe([{ ...errors, ...texts }], begun, never)).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringMatching(words),
    })
    expect(asked).toHaveLength(0)
  })

  test('refuses addresses that would give every interval or both versions the same answer', async () => {
    const timeless = open({}, '/stats?v=$arm').observe([errors], span, never)
    await expect(timeless).rejects.toThrow(/must contain \$from and \$to/)
    const armless = open({}, '/stats?from=$from&to=$to').observe([errors], span, never)
    await expect(armless).rejects.toThrow(/must contain \$arm/)
    expect(() => openSource('http', { url: 'ftp://x/$from$to' }, testIo())).toThrow(
      /begins with http:\/\/ or https:\/\//,
    )
  })
})
