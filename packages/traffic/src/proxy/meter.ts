import type { ProxyArm } from './split.ts'

const ARMS = ['baseline', 'candidate'] as const

/** Upper bounds in seconds, a quarter apart: 0.5 ms to about a minute. A p95 is read from them to within some percent. */
const LATENCY_BOUNDS: readonly number[] = Array.from({ length: 53 }, (_, i) =>
  Number((0.0005 * 1.25 ** i).toPrecision(3)),
)

interface ArmMeter {
  readonly codes: Map<number, number>
  readonly buckets: number[]
  seconds: number
  inFlight: number
}

/** Counts requests per arm since `startedAt` (epoch milliseconds), by status code and latency; `expose` is the Prometheus text of it. */
export interface Meter {
  /** Notes the beginning of a request and returns what notes its end, once, with the code it ended in. */
  readonly begin: (arm: ProxyArm) => (code: number) => void
  readonly inFlight: (arm: ProxyArm) => number
  readonly expose: (weight: number) => string
}

export function createMeter(startedAt: number): Meter {
  const arms = { baseline: newArm(), candidate: newArm() }
  return {
    begin: (name) => {
      const arm = arms[name]
      const began = performance.now()
      let open = true
      arm.inFlight++
      return (code) => {
        if (!open) return
        open = false
        arm.inFlight--
        note(arm, code, (performance.now() - began) / 1000)
      }
    },
    inFlight: (arm) => arms[arm].inFlight,
    expose: (weight) => expose(arms, weight, startedAt),
  }
}

/** 502 is there from the first: a series that only appears with the first error cannot be told from a wrong label. */
function newArm(): ArmMeter {
  const codes = new Map([
    [200, 0],
    [502, 0],
  ])
  return { codes, buckets: new Array<number>(LATENCY_BOUNDS.length + 1).fill(0), seconds: 0, inFlight: 0 }
}

function note(arm: ArmMeter, code: number, seconds: number): void {
  arm.codes.set(code, (arm.codes.get(code) ?? 0) + 1)
  arm.seconds += seconds
  const index = bucketOf(seconds)
  arm.buckets[index] = (arm.buckets[index] ?? 0) + 1
}

function bucketOf(seconds: number): number {
  let low = 0
  let high = LATENCY_BOUNDS.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (seconds <= (LATENCY_BOUNDS[middle] ?? Infinity)) high = middle
    else low = middle + 1
  }
  return low
}

function expose(arms: Readonly<Record<ProxyArm, ArmMeter>>, weight: number, startedAt: number): string {
  const lines = [
    '# HELP process_start_time_seconds When this process began to count, in Unix seconds.',
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${startedAt / 1000}`,
    '# HELP sluice_proxy_weight Share of requests sent to the candidate, in percent.',
    '# TYPE sluice_proxy_weight gauge',
    `sluice_proxy_weight ${weight}`,
    '# HELP sluice_proxy_in_flight Requests being answered.',
    '# TYPE sluice_proxy_in_flight gauge',
    ...ARMS.map((name) => `sluice_proxy_in_flight{arm="${name}"} ${arms[name].inFlight}`),
    '# HELP sluice_proxy_requests_total Requests answered, by arm and status code.',
    '# TYPE sluice_proxy_requests_total counter',
    ...ARMS.flatMap((name) =>
      [...arms[name].codes].map(
        ([code, count]) => `sluice_proxy_requests_total{arm="${name}",code="${code}"} ${count}`,
      ),
    ),
    '# HELP sluice_proxy_request_duration_seconds From the first byte in to the last byte out.',
    '# TYPE sluice_proxy_request_duration_seconds histogram',
    ...ARMS.flatMap((name) => histogramLines(name, arms[name])),
  ]
  return `${lines.join('\n')}\n`
}

function histogramLines(name: ProxyArm, arm: ArmMeter): readonly string[] {
  const metric = 'sluice_proxy_request_duration_seconds'
  let total = 0
  const buckets = arm.buckets.map((count, i) => {
    total += count
    return `${metric}_bucket{arm="${name}",le="${LATENCY_BOUNDS[i] ?? '+Inf'}"} ${total}`
  })
  return [
    ...buckets,
    `${metric}_sum{arm="${name}"} ${arm.seconds}`,
    `${metric}_count{arm="${name}"} ${total}`,
  ]
}
