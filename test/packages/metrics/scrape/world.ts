import { openSource, type MetricQuery, type MetricSource, type Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { observeOne } from '../../../servers/observe.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'

export const never = new AbortController().signal
export const INTERVAL = 10_000
const stops: (() => Promise<void>)[] = []

/** Stops the servers of every world there was. */
export async function endWorlds(): Promise<void> {
  await Promise.all(stops.splice(0).map((stop) => stop()))
}

export const errors: MetricQuery = {
  name: 'error rate',
  kind: 'proportion',
  events: 'requests_total{code=~"5.."}',
  trials: 'requests_total',
}

export interface World {
  page: { baseline: string; candidate: string }
  now: number
  requests: number
  readonly settings: Record<string, string>
  readonly open: (more?: Record<string, string>) => MetricSource
}

/** Two services whose pages and whose clock the test sets. */
export async function world(): Promise<World> {
  const server = await startLoopback((request, response) => {
    made.requests++
    const text = request.url === '/b' ? made.page.baseline : made.page.candidate
    if (text === 'down') response.writeHead(500).end()
    else response.end(text)
  })
  stops.push(server.stop)
  const settings = { 'baseline-url': `${server.url}/b`, 'candidate-url': `${server.url}/c`, attempts: '1' }
  const made: World = {
    page: { baseline: counts(0, 0), candidate: counts(0, 0) },
    now: 1_000_000,
    requests: 0,
    settings,
    open: (more = {}) => openSource('scrape', { ...settings, ...more }, { ...testIo(), now: () => made.now }),
  }
  return made
}

export function counts(good: number, bad: number, started?: number): string {
  const start = started === undefined ? '' : `process_start_time_seconds ${started}\n`
  return `# TYPE requests_total counter\nrequests_total{code="200"} ${good}\nrequests_total{code="500"} ${bad}\n${start}`
}

/** The slots of ten seconds from 1,000,000 on that have ended at `now`. */
function spanUntil(now: number, weight = 5): Span {
  const n = Math.floor((now - 1_000_000) / INTERVAL)
  const slots = Array.from({ length: n }, (_, i) => ({
    from: 1_000_000 + i * INTERVAL,
    to: 1_000_000 + (i + 1) * INTERVAL,
    weight,
  }))
  return { slots, intervalMs: INTERVAL, baseline: 'v1', candidate: 'v2' }
}

export async function look(
  source: MetricSource,
  it: World,
  afterMs: number,
  query = errors,
): Promise<Samples> {
  it.now += afterMs
  return await observeOne(source, query, spanUntil(it.now))
}

export const proportion = (events: number, trials: number): unknown => ({
  kind: 'proportion',
  events,
  trials,
})
