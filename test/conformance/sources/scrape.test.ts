import type { MetricQuery, Span } from '@sluice/metrics'
import { testIo } from '../../servers/io.ts'
import { startLoopback } from '../../servers/loopback.ts'
import { describeSource, type Counts, type Fault } from '../metric-source.ts'

const query: MetricQuery = { name: 'errors', kind: 'proportion', events: 'bad_total', trials: 'all_total' }
const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
const span: Span = { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' }

describeSource('scrape', async (happened) => {
  let fault: Fault | undefined
  let requests = 0
  let now = 0
  const page = ({ events, trials }: Counts): string => {
    const intervals = now / 30_000
    return `bad_total ${1000 + events * intervals}\nall_total ${5000 + trials * intervals}\n`
  }
  const server = await startLoopback((request, response) => {
    requests++
    if (fault !== undefined && typeof fault === 'object') {
      response.writeHead(fault.status, fault.headers).end(fault.body)
      return
    }
    const arm = request.url === '/b' ? 'baseline' : 'candidate'
    response.end(happened === 'nothing' ? '# nothing\n' : page(happened[arm]))
  })
  return {
    settings: { 'baseline-url': `${server.url}/b`, 'candidate-url': `${server.url}/c`, attempts: '1' },
    query,
    span,
    io: { ...testIo(), now: () => now },
    before: async (source) => {
      for (const end of [0, ...slots.slice(0, -1).map(({ to }) => to)]) {
        now = end
        // The page that goes down was never seen: then no interval can be answered for.
        const seen = { ...span, slots: slots.filter(({ to }) => to <= now) }
        await source.observe([query], seen, new AbortController().signal)
      }
      now = span.slots.at(-1)?.to ?? 0
    },
    requests: () => requests,
    breakWith: (given) => {
      fault = given
    },
    goDown: server.stop,
    stop: async () => {
      if (server.server.listening) await server.stop()
    },
  }
})
