import { startFakePrometheus } from '../../servers/fake-prometheus.ts'
import { describeSource, type Happened } from '../metric-source.ts'

const arms = { v1: 'baseline', v2: 'candidate' } as const

function answered(happened: Happened, query: string): number | undefined {
  const [, part, arm] = /^(events|trials)\((v1|v2)\)$/.exec(query) ?? []
  if (happened === 'nothing' || arm === undefined) return undefined
  return happened[arms[arm as keyof typeof arms]][part as 'events' | 'trials']
}

describeSource('prometheus', async (happened) => {
  const server = await startFakePrometheus((query) => [{ at: () => answered(happened, query) }])
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
  }
})
