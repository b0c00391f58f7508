import { listen, type Listening } from './listen.ts'

/** How one version behaves, from now on. */
export interface Behaviour {
  /** Share of requests that fail. */
  readonly errors: number
  /** Seconds that a request takes, by share of requests. */
  readonly latency: readonly (readonly [seconds: number, share: number])[]
}

export const SOUND: Behaviour = {
  errors: 0.01,
  latency: [
    [0.04, 0.5],
    [0.09, 0.44],
    [0.2, 0.06],
  ],
}
export const FAILING: Behaviour = { ...SOUND, errors: 0.06 }
export const SLOW: Behaviour = {
  ...SOUND,
  latency: [
    [0.09, 0.4],
    [0.2, 0.4],
    [0.45, 0.2],
  ],
}

/** A request for the other arm that comes later than this belongs to another look. */
const PAIR_MS = 2000

// Close around 0.2 s, where p95 is, so that they show a margin of 30 %.
const BOUNDS = [0.05, 0.1, 0.19, 0.22, 0.25, 0.5, 1]

/** Metrics of both versions, growing with time, the router's weight and their behaviour. */
export interface Arms extends Listening {
  baseline: Behaviour
  /** A version called `control` at `/metrics` that gets as much as the candidate, from the baseline's part; none while undefined. */
  control: Behaviour | undefined
  candidate: Behaviour
  /** Requests per second over both arms. */
  rate: number
  /** Replaces the answer of `/metrics`, for faults. */
  answer:
    | ((arm: 'baseline' | 'candidate') => { readonly status: number; readonly body: string } | undefined)
    | undefined
}

/**
 * Serves `/baseline/metrics`, `/candidate/metrics`, and at `/metrics` both with a label `version` (of these `names`); counters are exact
 * expectations, so nothing is left to chance.
 */
export async function startArms(
  weight: () => number,
  rate: number,
  names = { baseline: 'baseline', candidate: 'candidate' },
): Promise<Arms> {
  const counters = { baseline: newCounters(), candidate: newCounters(), control: newCounters() }
  let last = performance.now()
  let shown = { at: -Infinity, baseline: '', candidate: '', given: new Set<string>() }
  const server = await listen((request, response) => {
    advance()
    if (request.url === '/metrics') {
      response.setHeader('content-type', 'text/plain; version=0.0.4')
      return void response.end(bothArms())
    }
    const arm = request.url?.startsWith('/candidate') === true ? 'candidate' : 'baseline'
    const { status, body } = arms.answer?.(arm) ?? { status: 200, body: sameMoment(arm) }
    response.writeHead(status).end(body)
  })
  const arms: Arms = {
    ...server,
    baseline: SOUND,
    candidate: SOUND,
    control: undefined,
    rate,
    answer: undefined,
  }

  function advance(): void {
    const now = performance.now()
    const requests = (arms.rate * (now - last)) / 1000
    last = now
    const part = (requests * weight()) / 100
    const beside = arms.control === undefined ? 0 : Math.min(part, requests - part)
    grow(counters.baseline, requests - part - beside, arms.baseline)
    grow(counters.candidate, part, arms.candidate)
    grow(counters.control, beside, arms.control ?? SOUND)
  }
  /** One look asks for both arms, on a busy machine at two moments: the second is told what was true at the first. */
  function sameMoment(arm: 'baseline' | 'candidate'): string {
    if (shown.given.has(arm) || last - shown.at > PAIR_MS) {
      const [baseline, candidate] = [expose(counters.baseline), expose(counters.candidate)]
      shown = { at: last, baseline, candidate, given: new Set() }
    }
    shown.given.add(arm)
    return shown[arm]
  }
  function bothArms(): string {
    const { baseline, candidate } = names
    const each = [
      expose(counters.baseline, `version="${baseline}",`),
      expose(counters.candidate, `version="${candidate}",`),
    ]
    return [
      ...each,
      ...(arms.control === undefined ? [] : [expose(counters.control, 'version="control",')]),
    ].join('')
  }
  const ticking = setInterval(advance, 20)
  ticking.unref()
  return arms
}

interface Counters {
  requests: number
  errors: number
  readonly buckets: number[]
}

function newCounters(): Counters {
  return { requests: 0, errors: 0, buckets: BOUNDS.map(() => 0) }
}

function grow(counters: Counters, requests: number, { errors, latency }: Behaviour): void {
  counters.requests += requests
  counters.errors += requests * errors
  for (const [seconds, share] of latency) {
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound)
    counters.buckets[bucket] = (counters.buckets[bucket] ?? 0) + requests * share
  }
}

function expose({ requests, errors, buckets }: Counters, label = ''): string {
  const total = Math.floor(requests)
  const failed = Math.min(total, Math.floor(errors))
  let below = 0
  return [
    '# TYPE http_requests_total counter',
    `http_requests_total{${label}code="200"} ${total - failed}`,
    `http_requests_total{${label}code="500"} ${failed}`,
    '# TYPE http_request_duration_seconds histogram',
    ...BOUNDS.map((bound, i) => {
      below += buckets[i] ?? 0
      return `http_request_duration_seconds_bucket{${label}le="${bound}"} ${Math.min(total, Math.floor(below))}`
    }),
    `http_request_duration_seconds_bucket{${label}le="+Inf"} ${total}`,
    `http_request_duration_seconds_count{${label}} ${total}`,
    '',
  ].join('\n')
}
