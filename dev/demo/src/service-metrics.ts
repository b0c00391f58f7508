const BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] as const

/** Requests, latencies and wrong answers of one version of the service, as Prometheus text. */
export class ServiceMetrics {
  private readonly buckets: number[] = BOUNDS.map(() => 0)
  // Codes that have not happened yet are zero, not absent: nobody could tell silence from success otherwise.
  private readonly codes = new Map([
    [200, 0],
    [500, 0],
  ])
  private seconds = 0
  private answers = 0
  private wrong = 0

  served(seconds: number, code: number, right: boolean): void {
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1)
    this.seconds += seconds
    this.answers += 1
    if (!right) this.wrong += 1
    const bucket = BOUNDS.findIndex((bound) => seconds <= bound)
    if (bucket >= 0) this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1
  }

  text(): string {
    let below = 0
    return [
      '# TYPE http_requests_total counter',
      ...[...this.codes].map(([code, count]) => `http_requests_total{code="${code}"} ${count}`),
      '# TYPE answers_total counter',
      `answers_total ${this.answers}`,
      '# TYPE wrong_answers_total counter',
      `wrong_answers_total ${this.wrong}`,
      '# TYPE http_request_duration_seconds histogram',
      ...BOUNDS.map((bound, i) => {
        below += this.buckets[i] ?? 0
        return `http_request_duration_seconds_bucket{le="${bound}"} ${below}`
      }),
      `http_request_duration_seconds_bucket{le="+Inf"} ${this.answers}`,
      `http_request_duration_seconds_sum ${this.seconds}`,
      `http_request_duration_seconds_count ${this.answers}`,
      '',
    ].join('\n')
  }
}
