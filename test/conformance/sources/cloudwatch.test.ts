import { startCloudWatchStandIn } from '../../servers/aws-cloudwatch.ts'
import { awsIo } from '../../servers/aws-stand-in.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 120_000, to: (i + 1) * 120_000, weight }))
const of = (name: string, stat = 'Sum'): string => `${stat}(Shop:${name}{Arm="$arm"})`

describeSource(
  'cloudwatch',
  async (happened) => {
    const server = await startCloudWatchStandIn(({ stat, metric, dimensions }, minute) => {
      if (stat.startsWith('TC')) return { 'TC(:0.5)': 2, 'TC(0.5:)': 1 }[stat]
      if (metric === 'crashes') return 2
      if (metric === 'depth') return minute % 2 === 0 ? 3 : 7
      if (happened === 'nothing') return undefined
      const { events, trials } = happened[dimensions['Arm'] === 'v1' ? 'baseline' : 'candidate']
      const all = metric === 'errors' ? events : trials
      // Two minutes in an interval; the first one has one more where that is needed.
      return minute % 2 === 0 ? Math.ceil(all / 2) : Math.floor(all / 2)
    })
    return {
      settings: { attempts: '1', timeout: '2s' },
      io: awsIo(server.url),
      query: { name: 'errors', kind: 'proportion', events: of('errors'), trials: of('requests') },
      span: { slots, intervalMs: 120_000, baseline: 'v1', candidate: 'v2' },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => server.calls.length,
      breakWith: (fault) => {
        if (fault === 'nulls') server.nulls = true
        else if (fault !== 'late') server.always = fault
      },
      kinds: {
        count: {
          query: {
            name: 'crashes',
            kind: 'count',
            events: of('crashes'),
            exposure: of('crashes', 'SampleCount'),
          },
          arm: { kind: 'count', events: 4, exposure: 4 },
        },
        quantile: {
          query: { name: 'p95', kind: 'quantile', histogram: 'buckets(Shop:time{Arm="$arm"}, 0.5)' },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 2] },
        },
        series: {
          query: { name: 'depths', kind: 'series', value: of('depth', 'Average') },
          arm: { kind: 'values', values: [3, 7] },
        },
        scalar: {
          query: { name: 'depth', kind: 'scalar', value: of('depth', 'Maximum') },
          arm: { kind: 'scalar', value: 7 },
        },
      },
    }
  },
  { http: true },
)
