import { DATADOG_KEYS, startDatadogStandIn } from '../../servers/datadog.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight }))
const of = (metric: string): string => `sum:${metric}{version:$arm}.as_count()`

describeSource(
  'datadog',
  async (happened) => {
    const server = await startDatadogStandIn(({ head, metric, filter }, tenSeconds) => {
      if (metric === 'time') return head === 'count' ? 3 : 2
      if (metric === 'crashes') return 2
      if (metric === 'alive') return 10
      if (metric === 'depth') return tenSeconds % 2 === 0 ? 3 : 7
      if (happened === 'nothing') return undefined
      const { events, trials } = happened[filter['version'] === 'v1' ? 'baseline' : 'candidate']
      // All of a minute in its first ten seconds.
      return tenSeconds % 6 === 0 ? (metric === 'errors' ? events : trials) : 0
    })
    return {
      settings: { ...DATADOG_KEYS, url: server.url, attempts: '1', timeout: '2s' },
      query: { name: 'errors', kind: 'proportion', events: of('errors'), trials: of('requests') },
      span: { slots, intervalMs: 60_000, baseline: 'v1', candidate: 'V2' },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => server.requests.length,
      breakWith: (fault) => {
        if (fault === 'nulls') server.nulls = true
        else if (fault === 'late') server.lateMs = 30
        else server.always = fault
      },
      kinds: {
        count: {
          query: { name: 'crashes', kind: 'count', events: of('crashes'), exposure: of('alive') },
          arm: { kind: 'count', events: 12, exposure: 60 },
        },
        quantile: {
          query: { name: 'p95', kind: 'quantile', histogram: 'buckets(time{version:$arm}, 0.5)' },
          arm: { kind: 'histogram', bounds: [0.5], counts: [12, 6] },
        },
        series: {
          query: { name: 'depths', kind: 'series', value: 'avg:depth{version:$arm}' },
          arm: { kind: 'values', values: [3, 7, 3, 7, 3, 7] },
        },
        scalar: {
          query: { name: 'depth', kind: 'scalar', value: 'max:depth{version:$arm}' },
          arm: { kind: 'scalar', value: 7 },
        },
      },
    }
  },
  { http: true },
)
