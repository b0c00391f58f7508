import { NEW_RELIC_KEY, startNewRelic } from '../../servers/newrelic.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
const FROM = `FROM Transaction WHERE version = '$arm'`

describeSource(
  'newrelic',
  async (happened) => {
    const server = await startNewRelic(({ text, arm }) => {
      if (text.includes('crashes')) return [{ 'sum.crashes': 4 }]
      if (text.includes('stddev')) return [{ n: 10, mean: 2.5, stddev: 0.5 }]
      if (text.includes('<= 0.5')) return [{ '0.5': 4, '+Inf': 9 }]
      if (text.includes('heap')) return [{ heap: 1 }, { heap: 2 }]
      if (text.includes('depth')) return [{ 'max.depth': 7 }]
      if (happened === 'nothing') return [{ events: null, trials: null }]
      const { events, trials } = happened[arm === 'v1' ? 'baseline' : 'candidate']
      return [{ events, trials }]
    })
    const both = `SELECT filter(count(*), WHERE error IS true) AS events, count(*) AS trials ${FROM}`
    return {
      settings: { account: '1234', url: server.url, 'api-key': NEW_RELIC_KEY, attempts: '1', timeout: '5s' },
      query: { name: 'errors', kind: 'proportion', events: both, trials: both },
      span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => server.requests.length,
      breakWith: (fault) => {
        if (fault === 'late') server.lateMs = 50
        else if (fault === 'nulls') server.nulls = true
        else server.always = fault
      },
      kinds: {
        count: {
          query: {
            name: 'crashes',
            kind: 'count',
            events: `SELECT sum(crashes) ${FROM}`,
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
                `SELECT count(size) AS n, average(size) AS mean, stddev(size) AS stddev ${FROM}`,
              ]),
            ),
          },
          arm: { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
        },
        quantile: {
          query: {
            name: 'p95',
            kind: 'quantile',
            histogram: `SELECT filter(count(*), WHERE duration <= 0.5) AS '0.5', count(*) AS '+Inf' ${FROM}`,
          },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
        },
        series: {
          query: { name: 'heap', kind: 'series', value: `SELECT heap ${FROM}` },
          arm: { kind: 'values', values: [1, 2] },
        },
        scalar: {
          query: { name: 'depth', kind: 'scalar', value: `SELECT max(depth) ${FROM}` },
          arm: { kind: 'scalar', value: 7 },
        },
      },
    }
  },
  { http: true },
)
