import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planCommand } from '../../../packages/cli/src/plan/main.ts'
import { available } from '../../servers/program.ts'
import { seriesLines, startPrometheus, type Prometheus } from '../../servers/prometheus.ts'
import { binomial, normal, seeded } from '../judge/sequential/rollout.ts'
import { runCommand } from './run-command.ts'

const STEP_MS = 15_000
const MINUTES = 300
const METRICS = `
- name: error rate
  kind: proportion
  events: sum(increase(http_requests_total{version="$arm",code="500"}[$window]))
  trials: sum(increase(http_requests_total{version="$arm"}[$window]))
  margin: 50%
- name: crashes
  kind: count
  events: sum(increase(http_requests_total{version="$arm",code="503"}[$window]))
  exposure: sum(increase(http_requests_total{version="$arm"}[$window]))
  margin: 50%
- name: p95 latency
  kind: quantile
  quantile: 0.95
  histogram: sum by (le) (increase(latency_bucket{version="$arm"}[$window]))
  margin: 50%
- name: payload
  kind: mean
  n: sum(increase(http_requests_total{version="$arm"}[$window]))
  mean: avg_over_time(payload{version="$arm"}[$window])
  stddev: payload_stddev{version="$arm"}
  margin: 10%
`

/** Counters of five hours: 2,000 requests a minute, 1 % of them errors, 0.5 % crashes, latencies around 100 ms. */
function past(now: number): string {
  const random = seeded(3)
  const count = (MINUTES * 60_000) / STEP_MS + 8
  const from = Math.floor(now / 60_000) * 60_000 - MINUTES * 60_000 - 60_000
  const totals = { ok: 0, errors: 0, crashes: 0 }
  const bounds = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.6]
  const shares = [0.1, 0.4, 0.25, 0.1, 0.06, 0.04, 0.03, 0.02]
  const below = bounds.map(() => 0)
  const rows = Array.from({ length: count }, () => {
    const [errors, crashes] = [binomial(random, 500, 0.01), binomial(random, 500, 0.005)]
    totals.errors += errors
    totals.crashes += crashes
    totals.ok += 500 - errors - crashes
    let [left, rest] = [500, 1]
    shares.forEach((share, i) => {
      const here = binomial(random, left, Math.min(1, share / rest))
      left -= here
      rest -= share
      for (let at = i; at < below.length; at++) below[at] = (below[at] ?? 0) + here
    })
    const payload = 100 + (10 / Math.sqrt(500)) * normal(random)
    return { ...totals, below: [...below], payload }
  })
  const line = (series: string, of: (row: (typeof rows)[number]) => number) =>
    seriesLines(series, from, STEP_MS, rows.map(of))
  const all = (row: (typeof rows)[number]) => row.ok + row.errors + row.crashes
  return [
    '# TYPE http_requests counter',
    line('http_requests_total{version="stable",code="200"}', ({ ok }) => ok),
    line('http_requests_total{version="stable",code="500"}', ({ errors }) => errors),
    line('http_requests_total{version="stable",code="503"}', ({ crashes }) => crashes),
    '# TYPE latency_bucket gauge',
    ...bounds.map((le, i) => line(`latency_bucket{version="stable",le="${le}"}`, (row) => row.below[i] ?? 0)),
    line('latency_bucket{version="stable",le="+Inf"}', all),
    '# TYPE payload gauge',
    line('payload{version="stable"}', ({ payload }) => payload),
    '# TYPE payload_stddev gauge',
    line('payload_stddev{version="stable"}', () => 10),
  ].join('\n')
}

interface Planned {
  readonly metrics: readonly {
    readonly name: string
    readonly noise: string
    readonly intervals: number
    readonly tolerated: readonly number[]
    readonly steps: readonly {
      readonly weight: number
      readonly rows: readonly {
        readonly question: string
        readonly times: number
        readonly median: number | null
      }[]
    }[]
  }[]
  readonly total: { readonly median: number }
}

describe.skipIf(!available('prometheus', 'promtool'))('sluice plan --source prometheus', () => {
  let prometheus: Prometheus
  beforeAll(async () => {
    prometheus = await startPrometheus({ history: past(Date.now()) })
  }, 60_000)
  afterAll(async () => await prometheus.stop())

  const plan = async (...more: readonly string[]) =>
    await runCommand(planCommand, [
      '--source',
      'prometheus',
      '--source-settings',
      `{ url: "${prometheus.url}", scrape-interval: 15s }`,
      '--metrics',
      METRICS,
      '--baseline',
      'stable',
      '--noise',
      '5h',
      ...more,
    ])

  test('plans every kind of metric at each step, with the noise that it learned', async () => {
    const { code, out, err } = await plan('--ladder', '5, 50', '--json')
    expect(code, err).toBe(0)
    const { metrics, total } = JSON.parse(out) as Planned
    expect(metrics.map(({ name, noise }) => [name, noise])).toEqual([
      ['error rate', 'learned'],
      ['crashes', 'learned'],
      ['p95 latency', 'learned'],
      ['payload', 'learned'],
    ])
    for (const { steps, intervals, name, tolerated } of metrics) {
      // A rate half as high again is no more than the margin of 50%.
      expect(tolerated, name).toEqual(name === 'payload' ? [1.1] : [1.1, 1.5])
      expect(intervals).toBeGreaterThan(280)
      expect(steps.map(({ weight }) => weight)).toEqual([5, 50])
      for (const { rows } of steps)
        expect(rows.map(({ question, times }) => [question, times])).toEqual([
          ['pass', 1],
          ...(name === 'payload' ? [['detect', 1.5]] : []),
          ['detect', 2],
        ])
    }
    const [least = NaN, most = NaN] = (metrics[0]?.steps ?? []).map(({ rows }) => rows[1]?.median ?? Infinity)
    // Half of the traffic shows twice the errors sooner than a twentieth.
    expect(most).toBeLessThan(least)
    expect(total.median).toBeGreaterThan(0)
  }, 120_000)

  test('as text and as Markdown', async () => {
    const one = ['--metrics', METRICS.split('- name: crashes')[0] ?? '', '--weight', '50']
    const text = await plan(...one)
    expect(text.code, text.err).toBe(0)
    expect(text.out).toMatch(/^Tried on the stable version's past, in intervals of 60 s/)
    expect(text.out).toMatch(/"error rate" \(margin 50%\): 25 requests\/s, (0\.9\d+|1\.0\d+)%; noise learned/)
    expect(text.out).toMatch(/find a rate ×2 +\d+ (s|min)/)
    expect(text.out).toMatch(/A sound candidate passes all steps after about \d+ min/)
    const shown = (METRICS.split('- name: crashes')[0] ?? '').replace(
      'margin: 50%',
      'margin: 50%\n  critical: false',
    )
    const open = await plan('--metrics', shown, '--weight', '50')
    expect(open.out, open.err).toContain(
      'None of the planned metrics is critical, so it is not known when a candidate passes.',
    )
    expect(text.out).toContain(
      'A candidate that is ×1.1 or ×1.5 worse is within the margin, so it is not found.',
    )
    const heap = `${one[1] ?? ''}- name: heap\n  kind: scalar\n  value: max(heap{version="$arm"})\n  limit: 9\n`
    const least = await plan('--metrics', heap, '--weight', '50')
    expect(least.out, least.err).toMatch(/passes all steps after at least \d+ min/)
    expect(least.out).toMatch(/"heap" has no plan: .* It must pass as well, which may take longer\./)
    const { out } = await plan(...one, '--markdown')
    expect(out).toMatch(/^### How long this canary takes\n/)
    expect(out).toMatch(/\| pass a sound candidate \| \d+ min/)
  }, 120_000)

  test('any regression is looked for where any regression fails', async () => {
    const one = ['--metrics', METRICS.split('- name: crashes')[0] ?? '', '--weight', '50', '--json']
    const { code, out, err } = await plan(...one, '--fail-when', 'any-regression')
    expect(code, err).toBe(0)
    const [metric] = (JSON.parse(out) as Planned).metrics
    expect(metric?.tolerated).toEqual([])
    expect(metric?.steps[0]?.rows.map(({ times }) => times)).toEqual([1, 1.1, 1.5, 2])
  }, 60_000)

  test('noise by instance is left out, for the versions are tried on different stretches of the past', async () => {
    const one = ['--metrics', METRICS.split('- name: crashes')[0] ?? '', '--weight', '50', '--json']
    const settings = `{ url: "${prometheus.url}", scrape-interval: 15s, instance-label: code }`
    const halves = await plan(...one, '--source-settings', settings)
    expect(halves.err).toContain('`instance-label` is left out of the plan')
    // Half of the label's values, the errors, would be 100% bad.
    expect((JSON.parse(halves.out) as Planned).metrics[0]).toMatchObject({ noise: 'learned' })
  }, 60_000)

  test('an option of another way to plan is refused', async () => {
    const margin = await plan('--margin', '10%', '--metric', 'error rate')
    expect([margin.code, margin.err]).toEqual([
      3,
      expect.stringContaining('--margin, --metric: not for a plan from a source'),
    ])
    const ladder = await runCommand(planCommand, ['--base-rate', '1%', '--traffic', '9/s', '--ladder', '5'])
    expect([ladder.code, ladder.err]).toEqual([
      3,
      expect.stringContaining('--ladder: only for a plan from a source'),
    ])
  })

  test('a version without a past, a server that does not answer and a source without a past are named', async () => {
    const nobody = await plan('--baseline', 'nobody')
    expect(nobody.code).toBe(3)
    expect(nobody.err).toContain('"error rate": the past of "nobody" has 0 intervals of 60 s with data')
    const settings = ['--source-settings', '{ url: "http://127.0.0.1:9", attempts: 1, timeout: 2s }']
    const away = await plan(...settings)
    expect(away.code, away.out).toBe(3)
    expect(away.err).toMatch(/127\.0\.0\.1:9|could not be r/)
    const whole = await plan('--weight', '100')
    expect(whole.err).toContain('no weight is below 100, so nothing is compared')
    const blind = await plan('--source', 'command', '--source-settings', '{ run: "true" }')
    expect(blind.err).toContain('the source command cannot read the past')
  }, 60_000)
})
