import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startFakePrometheus, type FakePrometheus } from '../../../servers/fake-prometheus.ts'
import { observeOne } from '../../../servers/observe.ts'
import { testIo, type TestIo } from '../../../servers/io.ts'

const never = new AbortController().signal
const span: Span = {
  slots: [0, 1, 2].map((i) => ({ from: 60_000 + i * 30_000, to: 90_000 + i * 30_000, weight: 5 })),
  intervalMs: 30_000,
  baseline: 'v1',
  candidate: 'v2',
}
const errors: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'bad($arm, $window)',
  trials: 'all($arm)',
}

let server: FakePrometheus
beforeAll(async () => {
  server = await startFakePrometheus((query) =>
    query === 'none' ? [] : [{ at: () => (query.startsWith('bad') ? 5 : 100) }],
  )
})
afterAll(async () => void (await server.stop()))
beforeEach(() => {
  server.faults.length = 0
  server.asked.length = 0
  server.extra = {}
  server.shiftMs = 0
})

async function observe(
  settings: Record<string, string> = {},
  io: TestIo = testIo(),
  signal = never,
): Promise<Samples> {
  const impatient = { ...io, sleep: async () => undefined }
  const source = openSource('prometheus', { url: `${server.url}/`, timeout: '20s', ...settings }, impatient)
  return await observeOne(source, errors, span, signal)
}

function absences(samples: Samples): readonly unknown[] {
  return samples.blocks.flatMap(({ baseline, candidate }) => [baseline, candidate])
}

const fine = { kind: 'proportion', events: 5, trials: 100 }
const broken = (absence: string, detail: RegExp): unknown => ({
  kind: 'absent',
  absence,
  detail: expect.stringMatching(detail),
})

describe('source prometheus, when things go wrong', () => {
  test('one range query covers all slots, both arms and all texts', async () => {
    expect(absences(await observe())).toEqual(new Array(6).fill(fine))
    expect(server.asked).toHaveLength(1)
    expect(server.asked[0]?.query).toContain('bad(v2, 30s)')
  })

  test('a hiccup is asked again', async () => {
    server.faults.push(
      { status: 503, body: 'busy' },
      { status: 429, body: '', headers: { 'retry-after': '0.2' } },
      'hang',
    )
    expect(absences(await observe({ attempts: '4', timeout: '1s' }))).toEqual(new Array(6).fill(fine))
    expect(server.asked).toHaveLength(4)
  })

  test.each([
    [
      'no one at the address',
      { url: 'http://127.0.0.1:9' },
      [],
      'source_unreachable',
      /ECONNREFUSED|bad port|9/,
    ],
    [
      'no such host',
      { url: 'http://nowhere.invalid' },
      [],
      'source_unreachable',
      /ENOTFOUND|EAI_AGAIN|nowhere/,
    ],
    [
      'silence',
      { timeout: '300ms' },
      new Array(12).fill('hang'),
      'source_unreachable',
      /no answer within 0.3 s/,
    ],
    [
      '500 and again 500',
      {},
      new Array(12).fill({ status: 500, body: 'boom' }),
      'source_unreachable',
      /500: boom/,
    ],
    [
      'a login page',
      {},
      [{ status: 200, body: '<html>sign in</html>' }],
      'source_refused',
      /web page, perhaps a login page: is this the address of a Prometheus\?.*sign in/,
    ],
    [
      'a redirect',
      {},
      [{ status: 302, body: '', headers: { location: 'http://elsewhere.invalid/' } }],
      'source_refused',
      /302/,
    ],
    ['401', {}, [{ status: 401, body: 'no' }], 'source_refused', /401/],
    [
      'an execution error',
      {},
      new Array(5).fill({
        status: 422,
        body: '{"status":"error","errorType":"execution","error":"many-to-many"}',
      }),
      'source_refused',
      /many-to-many/,
    ],
  ] as const)(
    '%s is an absence in every block of both arms',
    async (_, settings, faults, absence, detail) => {
      server.faults.push(...(faults as FakePrometheus['faults']))
      expect(absences(await observe(settings))).toEqual(new Array(6).fill(broken(absence, detail)))
    },
  )

  test('a partial result is not trusted', async () => {
    server.extra = { warnings: ['store gateway 3 unreachable'] }
    expect(absences(await observe())[0]).toEqual(broken('source_refused', /not complete: store gateway 3/))
    server.extra = { isPartial: true }
    expect(absences(await observe())[0]).toEqual(broken('source_refused', /not complete/))
  })

  test('a remark on the query’s style does no harm', async () => {
    server.extra = { warnings: ['PromQL info: metric might not be a counter'], infos: ['x'] }
    expect(absences(await observe())).toEqual(new Array(6).fill(fine))
  })

  test('native histograms are refused with what to ask for instead', async () => {
    const body = JSON.stringify({
      status: 'success',
      data: { resultType: 'matrix', result: [{ metric: {}, histograms: [] }] },
    })
    server.faults.push({ status: 200, body })
    expect(absences(await observe())[0]).toEqual(broken('source_refused', /classic buckets/))
  })

  test('a frontend that moves the points is asked instant by instant', async () => {
    server.shiftMs = 7_000
    expect(absences(await observe())).toEqual(new Array(6).fill(fine))
    expect(server.asked.filter(({ path }) => path === '/api/v1/query')).toHaveLength(3)
  })

  test('a wrong query is an error that quotes it, not an outage', async () => {
    const bad = { status: 400, body: '{"status":"error","errorType":"bad_data","error":"parse error"}' }
    server.faults.push(...new Array<typeof bad>(5).fill(bad))
    await expect(observe()).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringMatching(/\(v1|v2.*parse error/),
    })
  })

  test('a server that does not take joined queries is asked apart, and not joined again', async () => {
    const bad = { status: 400, body: '{"status":"error","errorType":"bad_data","error":"label_replace?"}' }
    server.faults.push(bad)
    const source = openSource('prometheus', { url: server.url }, testIo())
    const other = { ...span, slots: span.slots.map((slot) => ({ ...slot, weight: 50 })) }
    for (const slots of [span, other])
      expect(absences(await observeOne(source, errors, slots))).toEqual(new Array(6).fill(fine))
    expect(server.asked).toHaveLength(1 + 4 + 4)
    expect(source.memory()?.facts).toContain('apart')
  })

  test('a cancel ends the wait with its own reason', async () => {
    server.faults.push(...new Array<'hang'>(12).fill('hang'))
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    setTimeout(() => cancel.abort(reason), 50)
    await expect(observe({}, testIo(), cancel.signal)).rejects.toBe(reason)
  })

  test('the path prefix, credentials, headers and further parameters are sent; secrets are masked', async () => {
    const io = testIo()
    await observe(
      {
        url: `${server.url}/mimir/prometheus/`,
        username: 'me',
        password: 'pass-word',
        headers: 'X-Scope-OrgID: team',
      },
      io,
    )
    const [first] = server.asked
    expect(first?.path).toBe('/mimir/prometheus/api/v1/query_range')
    expect(first?.headers['authorization']).toBe(`Basic ${Buffer.from('me:pass-word').toString('base64')}`)
    expect(first?.headers['x-scope-orgid']).toBe('team')
    expect(io.masked).toContain('pass-word')
    await observe(
      { url: server.url.replace('//', '//user:in-url@'), headers: '{"X-Api-Key": "key-1234"}' },
      io,
    )
    expect(server.asked.at(-1)?.headers['authorization']).toBe(
      `Basic ${Buffer.from('user:in-url').toString('base64')}`,
    )
    expect(io.masked).toEqual(expect.arrayContaining(['in-url', 'key-1234']))
    await observe({ token: 'bearer-token' }, io)
    expect(server.asked.at(-1)?.headers['authorization']).toBe('Bearer bearer-token')
  })

  test('no absence repeats a password from the address', async () => {
    const samples = await observe({ url: 'http://me:hush-hush@127.0.0.1:9' })
    expect(JSON.stringify(samples)).not.toContain('hush-hush')
  })
})
