import { openSource, type MetricQuery, type ProbeFinding } from '@sluice/metrics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { available } from '../../../servers/program.ts'
import { seriesLines, startPrometheus, type Prometheus } from '../../../servers/prometheus.ts'
import { selectorsIn } from '../../../../packages/metrics/src/prometheus/probe.ts'

const at = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000
const history = [
  '# TYPE http_requests counter',
  seriesLines('http_requests_total{version="v1",code="200"}', at, 5_000, [0, 10, 20, 30, 40]),
  seriesLines('http_requests_total{version="v1",code="500"}', at, 5_000, [0, 1, 2, 3, 4]),
].join('\n')

describe.runIf(available('prometheus', 'promtool'))('a probe of a real Prometheus', () => {
  let server: Prometheus
  beforeAll(async () => void (server = await startPrometheus({ history })))
  afterAll(async () => void (await server?.stop()))

  const probe = async (query: MetricQuery, arm: string): Promise<readonly ProbeFinding[]> => {
    const io = { ...testIo(), now: () => at + 20_000 }
    const source = openSource('prometheus', { url: server.url }, io)
    const found = await source.probe?.(query, arm, 20_000, new AbortController().signal)
    return found ?? []
  }
  const errors = (metric: string, label: string): MetricQuery => ({
    name: 'errors',
    kind: 'proportion',
    events: `sum(increase(${metric}{${label}="$arm",code=~"5.."}[$window]))`,
    trials: `sum(increase(${metric}{${label}="$arm"}[$window]))`,
  })

  test('says how many series there are and what they come to', async () => {
    const [events, trials] = await probe(errors('http_requests_total', 'version'), 'v1')
    expect(events).toMatchObject({ part: 'events', found: 1, hints: [] })
    expect(trials).toMatchObject({ part: 'trials', found: 1, value: expect.closeTo(44, 0) })
  })

  test.each([
    ['a version that nothing has', 'http_requests_total', 'version', 'v2', /no version="v2"; it has "v1"/],
    ['a label that does not exist', 'http_requests_total', 'verison', 'v1', /has no label verison/],
    [
      'a metric that does not exist',
      'http_request_total',
      'version',
      'v1',
      /did you mean http_requests_total\?/,
    ],
  ])('%s is told with what exists', async (_, metric, label, arm, words) => {
    for (const finding of await probe(errors(metric, label), arm)) {
      expect(finding).toMatchObject({ found: 0, hints: [expect.stringMatching(words)] })
    }
  })

  test('a query that is wrong is a hint and not a crash', async () => {
    const wrong: MetricQuery = { name: 'x', kind: 'scalar', value: 'sum(' }
    expect(await probe(wrong, 'v1')).toMatchObject([
      { found: 0, hints: [expect.stringMatching(/parse error/)] },
    ])
  })
})

test('selectors of a query are found, with matchers by equality only', () => {
  expect(selectorsIn('sum(rate(a:b_total{x="1",y!="2",z=~"3.*"}[1m])) / c{ d = "e\\"}" }')).toEqual([
    { name: 'a:b_total', matchers: [{ label: 'x', wanted: '1' }] },
    { name: 'c', matchers: [{ label: 'd', wanted: 'e"}' }] },
  ])
})
