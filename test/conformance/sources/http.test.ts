import { setTimeout } from 'node:timers/promises'
import { startLoopback } from '../../servers/loopback.ts'
import { describeSource, type Fault } from '../metric-source.ts'

const arms = { v1: 'baseline', v2: 'candidate' } as const
const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))

describeSource(
  'http',
  async (happened) => {
    let fault: Fault | undefined
    let requests = 0
    const server = await startLoopback(async (request, response) => {
      requests += 1
      const { searchParams } = new URL(request.url ?? '', 'http://service')
      if (fault === 'late') {
        if (requests % 2 === 1) await setTimeout(30)
      } else if (fault !== undefined && fault !== 'nulls') {
        return void response.writeHead(fault.status, fault.headers).end(fault.body)
      }
      const arm = arms[searchParams.get('version') as keyof typeof arms]
      const counts = happened === 'nothing' || fault === 'nulls' ? null : happened[arm]
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          data: { failed: counts?.events ?? null, all: counts?.trials ?? null },
          n: 10,
          mean: 2.5,
          deviation: '0.5',
          times: { '0.5': 4, '+Inf': 9 },
          pods: [{ heap: 1 }, { heap: 2 }],
        }),
      )
    })
    return {
      settings: {
        url: `${server.url}/stats?version=$arm&from=$from&to=$to`,
        attempts: '1',
        timeout: '2s',
      },
      query: { name: 'errors', kind: 'proportion', events: 'data.failed', trials: 'data.all' },
      span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
      goDown: server.stop,
      stop: async () => {
        if (server.server.listening) await server.stop()
      },
      requests: () => requests,
      breakWith: (given) => void (fault = given),
      kinds: {
        count: {
          query: { name: 'crashes', kind: 'count', events: 'n', exposure: '$window' },
          arm: { kind: 'count', events: 10, exposure: 30 },
        },
        mean: {
          query: { name: 'size', kind: 'mean', n: 'n', mean: 'mean', stddev: 'deviation' },
          arm: { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
        },
        quantile: {
          query: { name: 'p95', kind: 'quantile', histogram: 'times' },
          arm: { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
        },
        series: {
          query: { name: 'heap', kind: 'series', value: 'pods[].heap' },
          arm: { kind: 'values', values: [1, 2] },
        },
        scalar: {
          query: { name: 'size', kind: 'scalar', value: 'mean' },
          arm: { kind: 'scalar', value: 2.5 },
        },
      },
    }
  },
  { http: true },
)
