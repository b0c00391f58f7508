import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scrapedTwice, seriesLines, startPrometheus, type Prometheus } from '../servers/prometheus.ts'
import { available } from '../servers/program.ts'
import { FAILING, SLOW, SOUND } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'

const METRICS = `
- name: error rate
  kind: proportion
  events: sum(increase(http_requests_total{version="$arm",code=~"5.."}[$window]))
  trials: sum(increase(http_requests_total{version="$arm"}[$window]))
  margin: 1 points
- name: p95 latency
  kind: quantile
  quantile: 0.95
  histogram: sum by (le) (increase(http_request_duration_seconds_bucket{version="$arm"}[$window]))
  margin: 30%
`

const PAST_SECONDS = 1000

/** Counters of the stable version before the test: a thousand seconds of 300 requests a second, scraped every second. */
function past(now: number): string {
  const from = Math.floor(now / 1000) * 1000 - (PAST_SECONDS + 30) * 1000
  const series = (labels: string, perSecond: number) =>
    seriesLines(
      labels,
      from,
      1000,
      Array.from({ length: PAST_SECONDS }, (_, i) => Math.floor(perSecond * i)),
    )
  const below = { '0.05': 0.5, '0.1': 0.94, '0.19': 0.94, '0.22': 1, '0.25': 1, '0.5': 1, '1': 1, '+Inf': 1 }
  return [
    '# TYPE http_requests counter',
    series('http_requests_total{version="baseline",code="200",pod="old"}', 297),
    series('http_requests_total{version="baseline",code="500",pod="old"}', 3),
    '# TYPE http_request_duration_seconds_bucket gauge',
    ...Object.entries(below).map(([le, share]) =>
      series(`http_request_duration_seconds_bucket{version="baseline",le="${le}",pod="old"}`, 300 * share),
    ),
  ].join('\n')
}

describe.skipIf(!available('prometheus', 'promtool'))('canary-step asks a real Prometheus', () => {
  let stage: Stage
  let prometheus: Prometheus
  beforeEach(async () => {
    stage = await openStage()
    prometheus = await startPrometheus({
      targets: [new URL(stage.arms.url).host],
      history: past(Date.now()),
    })
    await scrapedTwice(prometheus, 'http_requests_total')
  })
  afterEach(async () => {
    expect(stage.sandbox.state.violations).toEqual([])
    await prometheus.stop()
    await stage.close()
  })

  /** Four scrapes to a block, which is the least that the documentation advises. */
  const canary = async (metrics = METRICS, maxWait = '90s') =>
    await stage.canary({
      source: 'prometheus',
      'source-settings': `{ url: "${prometheus.url}", scrape-interval: 1s }`,
      metrics,
      ladder: '10, 50, 100',
      interval: '4s',
      'max-wait': maxWait,
    })

  test('a sound candidate climbs on counts that Prometheus scraped, and is promoted', async () => {
    const { outputs, code, log } = await canary()
    expect(outputs, log).toMatchObject({ outcome: 'pass', decision: 'promote', weight: '100' })
    expect(code).toBe(0)
    expect(stage.router.weights).toEqual([0, 10, 50, 100])
    // What the past showed travels in the verdict, so that anyone can judge again.
    const { evidence, policy } = stage.verdict()
    expect(evidence.map(({ noise }) => noise)).toEqual(['learned', 'learned'])
    expect(policy.document.metrics.map(({ history }) => history?.seconds)).toEqual([4, 4])
    expect(evidence[0]?.notes?.join(' ')).toMatch(/Events of the baseline varied no more than chance alone/)
  }, 180_000)

  test.each([
    ['fails', 'error rate', FAILING],
    ['is slow', 'p95 latency', SLOW],
  ])(
    'a candidate that %s is rolled back for its %s',
    async (_, metric, behaviour) => {
      stage.arms.candidate = behaviour
      const { outputs, code, log } = await canary()
      expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
      expect(code).toBe(1)
      expect(stage.router.weights).toEqual([0, 10, 0])
      expect(stage.verdict().evidence.find(({ finding }) => finding === 'worse')?.metric).toBe(metric)
    },
    180_000,
  )

  describe('beside a control of equal size, which differs from the stable version', () => {
    const [errorsOnly = ''] = METRICS.split('- name: p95')
    // The stable version is old and full of errors; stable, control and candidate have three labels.
    beforeEach(() => {
      stage.arms.baseline = FAILING
      stage.arms.control = SOUND
    })
    const besideControl = async () =>
      await stage.canary({
        source: 'prometheus',
        'source-settings': `{ url: "${prometheus.url}", scrape-interval: 1s }`,
        metrics: errorsOnly,
        baseline: 'control',
        share: '50%',
        ladder: '10, 25, 100',
        interval: '4s',
        'max-wait': '90s',
      })

    test('a sound candidate passes each step with requests of that step', async () => {
      const { outputs, code, log } = await besideControl()
      expect(outputs, log).toMatchObject({ outcome: 'pass', decision: 'promote', weight: '100' })
      expect(code).toBe(0)
      expect(stage.router.weights).toEqual([0, 10, 25, 100])
      expect(log).toContain(
        'Preflight, inputs: "candidate" is compared with the control "control" only, and should get 50% of the requests of these two',
      )
      const { evidence, policy, exposed } = stage.verdict()
      expect(policy.document).toMatchObject({ stages: 2, share: 0.5 })
      expect(evidence[0]?.notes?.join(' ')).toContain(
        '"candidate" was compared with the control "control" only.',
      )
      // Exposed is a part of all traffic, not of the two versions that are compared.
      expect(exposed?.share).toBeLessThan(0.25)
      for (const weight of [10, 25])
        expect(
          evidence[0]?.samples.blocks.filter((block) => block.weight === weight).length,
        ).toBeGreaterThanOrEqual(3)
    }, 180_000)

    test('a candidate that fails as often as the stable version is worse than the control', async () => {
      stage.arms.candidate = FAILING
      const { outputs, code, log } = await besideControl()
      expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
      expect(code).toBe(1)
      expect(stage.router.weights).toEqual([0, 10, 0])
    }, 180_000)
  })

  test('a label that no series carries is no data: nothing begins, and the log names the query', async () => {
    const { outputs, code, log } = await canary(METRICS.replaceAll('version=', 'verzion='), '5s')
    expect(outputs, log).toMatchObject({ outcome: 'inconclusive', decision: 'error', weight: '0' })
    expect(code).toBe(1)
    expect(log).toContain('verzion="baseline"')
    expect(stage.router.weights).toEqual([0])
  }, 180_000)
})
