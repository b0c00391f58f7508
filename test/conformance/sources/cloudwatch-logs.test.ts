import { startLogs, type InsightsRows } from '../../servers/aws-logs.ts'
import { awsIo } from '../../servers/aws-stand-in.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
const of = (stats: string): string => `filter version = "$arm" | stats ${stats}`

describeSource(
  'cloudwatch-logs',
  async (happened) => {
    const server = await startLogs(({ text }): InsightsRows => {
      if (text.includes('crashes')) return [{ crashes: '4' }]
      if (text.includes('stddev')) return [{ n: '10', mean: '2.5', stddev: '0.5' }]
      if (text.includes('le_0_5')) return [{ le_0_5: '4', le_inf: '9' }]
      if (text.includes('heap')) return [{ heap: '1' }, { heap: '2' }]
      if (text.includes('depth')) return [{ depth: '7' }]
      if (happened === 'nothing') return []
      const { events, trials } = happened[text.includes('"v1"') ? 'baseline' : 'candidate']
      return [{ events: String(events), trials: String(trials) }]
    })
    const both = of('sum(failed) as events, count(*) as trials')
    return {
      settings: { 'log-groups': '/shop/web', attempts: '1', timeout: '5s' },
      io: awsIo(server.url),
      query: { name: 'errors', kind: 'proportion', events: both, trials: both },
      span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => server.calls.length,
      breakWith: (fault) => {
        if (fault === 'late') server.logs.uneven = true
        else if (fault === 'nulls') server.logs.nulls = true
        else server.logs.always = fault
      },
      kinds: {
        count: {
          query: {
            name: 'crashes',
            kind: 'count',
            events: of('sum(crashes) as crashes'),
            exposure: '$window',
          },
          arm: { kind: 'count', events: 4, exposure: 30 },
        },
        mean: {
          query: {
            name: 'size',
            kind: 'mean',
            ...Object.fromEntries(
              ['n', 'mean', 'stddev'].map((part) => [
                part,
                of('count(size) as n, avg(size) as mean, stddev(size) as stddev'),
              ]),
            ),
          },
          arm: { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
        },
        quantile: {
          query: {
            name: 'p95',
            kind: 'quantile',
            histogram: of('sum(seconds <= 0.5) as le_0_5, count(*) as le_inf'),
          },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
        },
        series: {
          query: { name: 'heap', kind: 'series', value: 'filter version = "$arm" | fields heap' },
          arm: { kind: 'values', values: [1, 2] },
        },
        scalar: {
          query: { name: 'depth', kind: 'scalar', value: of('max(depth) as depth') },
          arm: { kind: 'scalar', value: 7 },
        },
      },
    }
  },
  { http: true },
)
