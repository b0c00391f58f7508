import { resolve } from 'node:path'
import {
  duration,
  listOf,
  percent,
  text,
  withDefault,
  yamlOf,
  type Field,
  type Io,
  itemOf,
} from '@sluice/action'
import type { CheckResult } from '@sluice/judge'
import {
  rateField,
  readRequests,
  replay,
  WITHHELD_METHOD,
  type ReplayRate,
  type Replayed,
} from '@sluice/shadow'

/** Recorded requests to send to the target before anyone meets it. */
export interface Soak {
  readonly requests: string
  readonly url: string
  readonly rate: ReplayRate
  readonly methods: readonly string[]
  /** Largest share of requests that may fail: without an answer, or with a status of 500 and above. */
  readonly limit: number
  /** 99 of 100 requests must be answered within this many milliseconds, counted from when they were due. */
  readonly withinMs: number
}

const fields = {
  requests: text('path of an NDJSON file of recorded requests'),
  url: text('address; `$colour` becomes the target'),
  rate: withDefault('20/s', rateField),
  methods: withDefault('GET, HEAD', listOf(text('method'))),
  limit: withDefault('1%', percent({ min: 0, max: 50 })),
  within: withDefault('5s', duration()),
}

/** The `soak` input. */
export const soakField: Field<Soak> = yamlOf('`requests`, `url`, `rate`, `limit`, `within`', (data) => {
  const { within, ...given } = itemOf(fields, data, 'soak')
  return { ...given, withinMs: within }
})

const TIMEOUT_MS = 30_000
const MOST = 1_000_000

/** Replays them open-loop with shadow-compare's engine. Withheld methods are told, and sending nothing is no pass. */
export async function runSoak(soak: Soak, target: string, io: Io, signal: AbortSignal): Promise<CheckResult> {
  const requests = readRequests([resolve(io.facts.workspace, soak.requests)], MOST)
  const latencies: number[] = []
  let failed = 0
  const keep = (_: number, record: string): void => {
    const { status, latency_ms: ms } = JSON.parse(record) as {
      readonly status: number
      readonly latency_ms?: number
    }
    if (status >= 500) failed++
    if (ms !== undefined) latencies.push(ms)
  }
  const plan = {
    arms: [{ name: target, base: new URL(soak.url.replaceAll('$colour', target)) }],
    ...{ rate: soak.rate, methods: soak.methods, concurrency: 256, timeoutMs: TIMEOUT_MS },
    ...{ maxBytes: 1_000_000, warmUp: 0 },
  }
  const world = {
    fetch: io.fetch,
    now: () => performance.now(),
    sleep: io.sleep,
    random: Math.random,
    signal,
  }
  const replayed = await replay(requests, plan, keep, world)
  return { name: `soak of ${target}`, at: io.now(), ...soaked(soak, replayed, failed, latencies) }
}

/** What the soak came to. */
export function soaked(
  soak: Pick<Soak, 'limit' | 'withinMs'>,
  replayed: Pick<Replayed, 'sent' | 'lost'>,
  answeredBadly: number,
  latencies: readonly number[],
): Pick<CheckResult, 'finding' | 'detail'> {
  const withheld = replayed.lost.get(WITHHELD_METHOD) ?? 0
  const unanswered = [...replayed.lost.values()].reduce((sum, count) => sum + count, 0) - withheld
  const failed = answeredBadly + unanswered
  if (replayed.sent === 0)
    return {
      finding: 'unknown',
      detail: `no request was sent; ${withheld} ${withheld === 1 ? 'was' : 'were'} withheld because of the method`,
    }
  const p99 = latencies.toSorted((a, b) => a - b)[Math.ceil(0.99 * latencies.length) - 1]
  const slow = p99 === undefined || p99 > soak.withinMs
  const bad = failed / replayed.sent > soak.limit
  const words = [
    `${failed} of ${replayed.sent} requests failed (limit ${Number((soak.limit * 100).toPrecision(6))}%)`,
    p99 === undefined
      ? 'none was answered'
      : `99% of the answers took at most ${Math.round(p99)} ms (limit ${soak.withinMs} ms)`,
    ...(withheld === 0 ? [] : [`${withheld} withheld because of the method`]),
  ]
  return { finding: bad || slow ? 'worse' : 'fine', detail: words.join('; ') }
}
