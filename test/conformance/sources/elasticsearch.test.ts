import { ELASTIC_KEY, startElasticsearch, type Doc } from '../../servers/elasticsearch.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
const agg = (definition: object): string =>
  JSON.stringify({ query: { term: { version: '$arm' } }, aggs: { found: definition } })

describeSource(
  'elasticsearch',
  async (happened) => {
    const docs: readonly Doc[] = slots.flatMap(({ from }) =>
      (['baseline', 'candidate'] as const).flatMap((arm, i): readonly Doc[] => {
        const common = { version: `v${i + 1}`, '@timestamp': from + 1000 }
        const served = happened === 'nothing' ? { events: 0, trials: 0 } : happened[arm]
        return [
          ...Array.from({ length: served.trials }, (_, k): Doc => ({
            ...common,
            kind: 'request',
            status: k < served.events ? 500 : 200,
          })),
          ...[1, 1, 4, 4].map((value): Doc => ({
            ...common,
            kind: 'other',
            size: value,
            seconds: value / 4,
          })),
          ...[0, 1, 2, 3].map((): Doc => ({ ...common, kind: 'crash' })),
        ]
      }),
    )
    const server = await startElasticsearch(() => docs)
    const size = agg({ extended_stats: { field: 'size' } })
    return {
      settings: {
        url: server.url,
        index: 'logs-shop-*',
        'api-key': ELASTIC_KEY,
        attempts: '1',
        timeout: '5s',
      },
      query: {
        name: 'errors',
        kind: 'proportion',
        events: 'version:"$arm" AND kind:request AND status:>=500',
        trials: 'version:"$arm" AND kind:request',
      },
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
            events: 'version:"$arm" AND kind:crash',
            exposure: '$window',
          },
          arm: { kind: 'count', events: 4, exposure: 30 },
        },
        mean: {
          query: { name: 'size', kind: 'mean', n: size, mean: size, stddev: size },
          arm: { kind: 'summary', n: 4, mean: 2.5, m2: 9 },
        },
        quantile: {
          query: {
            name: 'p95',
            kind: 'quantile',
            histogram: agg({ range: { field: 'seconds', ranges: [{ to: 0.6 }, { from: 0.6 }] } }),
          },
          arm: { kind: 'histogram', bounds: [0.6], counts: [2, 2] },
        },
        series: {
          query: { name: 'largest', kind: 'series', value: agg({ max: { field: 'size' } }) },
          arm: { kind: 'values', values: [4] },
        },
        scalar: {
          query: { name: 'total', kind: 'scalar', value: agg({ sum: { field: 'size' } }) },
          arm: { kind: 'scalar', value: 10 },
        },
      },
    }
  },
  { http: true },
)
