import { startFakePrometheus, type FakeSeries } from '../../servers/fake-prometheus.ts'
import { describeSource, type Fault, type Happened } from '../metric-source.ts'

const arms = { v1: 'baseline', v2: 'candidate' } as const

function answered(happened: Happened, query: string): number | undefined {
  const [, part, arm] = /^(events|trials)\((v1|v2)\)$/.exec(query) ?? []
  if (happened === 'nothing' || arm === undefined) return undefined
  return happened[arms[arm as keyof typeof arms]][part as 'events' | 'trials']
}

/** One series of the given value, or a histogram with two buckets. */
function seriesOf(happened: Happened, query: string): readonly FakeSeries[] {
  const constant = /^(?:constant|vector)\(([\d.]+)\)/.exec(query)?.[1]
  if (constant !== undefined) return [{ at: () => constant }]
  if (query.startsWith('buckets('))
    return [
      { labels: { le: '0.5' }, at: () => 4 },
      { labels: { le: '+Inf' }, at: () => 9 },
    ]
  if (query.startsWith('two(')) return ['a', 'b'].map((pod, i) => ({ labels: { pod }, at: () => i + 1 }))
  return [{ at: () => answered(happened, query) }]
}

describeSource(
  'prometheus',
  async (happened) => {
    let fault: Fault | undefined
    const server = await startFakePrometheus((query) =>
      fault === 'nulls' ? [{ at: () => 'null' }] : seriesOf(happened, query),
    )
    return {
      settings: { url: server.url, attempts: '1', timeout: '2s' },
      query: { name: 'errors', kind: 'proportion', events: 'events($arm)', trials: 'trials($arm)' },
      span: {
        slots: [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight })),
        intervalMs: 30_000,
        baseline: 'v1',
        candidate: 'v2',
      },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => server.asked.length,
      breakWith: (given) => {
        fault = given
        if (given === 'late') server.lateMs = 30
        else if (given !== 'nulls') server.always = given
      },
      kinds: {
        count: {
          query: { name: 'crashes', kind: 'count', events: 'constant(3) # $arm', exposure: '60' },
          arm: { kind: 'count', events: 3, exposure: 60 },
        },
        mean: {
          query: {
            name: 'size',
            kind: 'mean',
            n: 'constant(10) # $arm',
            mean: 'constant(2.5) # $arm',
            stddev: 'constant(0.5) # $arm',
          },
          arm: { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
        },
        quantile: {
          query: { name: 'p95', kind: 'quantile', histogram: 'buckets($arm)' },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
        },
        series: {
          query: { name: 'heap', kind: 'series', value: 'two($arm)' },
          arm: { kind: 'values', values: [1, 2] },
        },
        scalar: {
          query: { name: 'lag', kind: 'scalar', value: 'constant(7)' },
          arm: { kind: 'scalar', value: 7 },
        },
      },
    }
  },
  { http: true },
)
