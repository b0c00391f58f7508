import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen, type Listening } from '../../acceptance/support/listen.ts'
import { fakeRouter, type FakeRouter } from '../../acceptance/support/router.ts'
import { startPrometheus, type Prometheus } from '../../servers/prometheus.ts'
import { available } from '../../servers/program.ts'
import { openStage, type Stage } from './stage.ts'

const PER_SECOND = 400
const STEP_MS = 250
const AROUND_MS = 60_000

const METRICS = `
- name: error rate
  kind: proportion
  events: sum(increase(http_requests_total{version="$arm",code="500"}[$window]))
  trials: sum(increase(http_requests_total{version="$arm"}[$window]))
  limit: 10%
  margin: 1 points
`

/** Counters of both colours from a minute ago to a minute ahead, so that the test need not wait for scrapes. */
function history(errors: Readonly<Record<string, number>>): string {
  const began = Date.now() - AROUND_MS
  const lines = Object.entries(errors).flatMap(([version, share]) =>
    [
      ['200', 1 - share],
      ['500', share],
    ].flatMap(([code, part]) =>
      Array.from({ length: (2 * AROUND_MS) / STEP_MS }, (_, i) => {
        const count = (i * STEP_MS * PER_SECOND * Number(part)) / 1000
        return `http_requests_total{version="${version}",code="${code}"} ${count} ${(began + i * STEP_MS) / 1000}`
      }),
    ),
  )
  return ['# TYPE http_requests counter', ...lines].join('\n')
}

describe.runIf(available('prometheus', 'promtool'))('before and after, from a real Prometheus', () => {
  let stage: Stage
  let router: FakeRouter
  let green: Listening
  let prometheus: Prometheus
  beforeEach(async () => {
    stage = await openStage()
    router = await fakeRouter(0)
    green = await listen((_, response) => response.end())
    prometheus = await startPrometheus({ history: history({ blue: 0.005, green: 0.06 }) })
  })
  afterEach(async () => {
    await prometheus.stop()
    await Promise.all([router.close(), green.close()])
    await stage.close()
  })

  test(
    'a green worse than blue was, within its limit, is kept: the report shows the comparison, and says nothing rests on it',
    { timeout: 40_000 },
    async () => {
      const { outputs, summary, log } = await stage.swap({
        router: 'proxy',
        'router-settings': `url: ${router.url}`,
        smoke: `url: ${green.url}`,
        source: 'prometheus',
        'source-settings': `url: ${prometheus.url}`,
        metrics: METRICS,
        watch: '{ for: 5s, at-most: 30s, every: 1s }',
      })
      expect(outputs, log).toMatchObject({ decision: 'swapped', outcome: 'pass' })
      const [advice] = stage
        .verdict()
        .evidence.filter(({ metric }) => metric === 'error rate, before and after')
      expect(advice).toMatchObject({ critical: false })
      expect(advice?.observed.baseline.value).toBeCloseTo(0.005, 3)
      expect(advice?.observed.candidate.value).toBeCloseTo(0.06, 3)
      expect(summary).toMatch(/error rate, before and after.*never decides/)
    },
  )
})
