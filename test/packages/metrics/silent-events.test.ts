import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { expect, test } from 'vitest'
import { startFakePrometheus } from '../../servers/fake-prometheus.ts'
import { testIo } from '../../servers/io.ts'
import { startLoopback } from '../../servers/loopback.ts'
import { observeOne } from '../../servers/observe.ts'

const never = new AbortController().signal
const slots = (first: number): Span['slots'] =>
  [0, 1].map((i) => ({ from: first + i * 60_000, to: first + (i + 1) * 60_000, weight: 5 }))
const spanAt = (first: number): Span => ({
  slots: slots(first),
  intervalMs: 60_000,
  baseline: 'v1',
  candidate: 'v2',
})
const doubtful = { kind: 'absent', absence: 'no_data', detail: expect.stringMatching(/matched no series/) }

test('a look without any traffic does not prove that an events query of Prometheus can match', async () => {
  let traffic = false
  const server = await startFakePrometheus((query) =>
    query.startsWith('served') && traffic ? [{ at: () => 100 }] : [],
  )
  const source = openSource('prometheus', { url: server.url }, testIo())
  const errors: MetricQuery = {
    name: 'errors',
    kind: 'proportion',
    events: 'misspelt($arm, $window)',
    trials: 'served($arm, $window)',
  }
  await observeOne(source, errors, spanAt(0))
  traffic = true
  const { blocks } = await observeOne(source, errors, spanAt(600_000))
  expect(blocks).toMatchObject([
    { baseline: doubtful, candidate: doubtful },
    { baseline: doubtful, candidate: doubtful },
  ])
  await server.stop()
})

const WHERE = 'WHERE version = $arm AND time >= $from AND time < $to'
const errorsOf = (measurement: string): MetricQuery => ({
  name: 'errors',
  kind: 'proportion',
  events: `SELECT count(v) FROM ${measurement} ${WHERE}`,
  trials: `SELECT count(v) FROM served ${WHERE}`,
})

/** An InfluxDB that knows requests only, and none before a time; events of the first interval time out if told so. */
async function startInfluxLike(fault: { timesOut: boolean; knowsFrom: number }) {
  return await startLoopback((request, response) => {
    const text = new URL(request.url ?? '', 'http://x').searchParams.get('q') ?? ''
    const from = Number(/time >= (\d+)ms/.exec(text)?.[1])
    const series = [{ name: 'served', columns: ['time', 'count'], values: [[0, 1000]] }]
    const found = text.includes('FROM served') && from >= fault.knowsFrom ? { series } : {}
    const isLate = fault.timesOut && !text.includes('FROM served') && from === 0
    response.end(JSON.stringify({ results: [isLate ? { error: 'timeout reached' } : found] }))
  })
}

test.each([
  ['a look without traffic', { timesOut: false, knowsFrom: 600_000 }],
  ['a query that failed', { timesOut: true, knowsFrom: 0 }],
])('%s does not prove that an events query of InfluxDB can match', async (_, fault) => {
  const server = await startInfluxLike(fault)
  const source = openSource('influxdb', { url: server.url, database: 'd', attempts: '1' }, testIo())
  await source.observe([errorsOf('misspelt')], spanAt(0), never)
  const { blocks } = await observeOne(source, errorsOf('misspelt'), spanAt(600_000))
  expect(blocks).toMatchObject([
    { baseline: doubtful, candidate: doubtful },
    { baseline: doubtful, candidate: doubtful },
  ])
  await server.stop()
})

test('once it has matched, silence is zero', async () => {
  const server = await startInfluxLike({ timesOut: false, knowsFrom: 0 })
  const source = openSource('influxdb', { url: server.url, database: 'd', attempts: '1' }, testIo())
  // Trials as events match; asked again where nothing is found, they are zero.
  const same = { ...errorsOf('served'), events: errorsOf('served').trials ?? '' }
  const { blocks } = await observeOne(source, same, spanAt(0))
  expect(blocks[0]?.candidate).toEqual({ kind: 'proportion', events: 1000, trials: 1000 })
  await server.stop()
})
