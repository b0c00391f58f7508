import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { createMeter } from '../../../../packages/traffic/src/proxy/meter.ts'
import { available } from '../../../servers/program.ts'

function busyMeter(): string {
  const meter = createMeter(1_700_000_000_500)
  for (let i = 0; i < 100; i++) meter.begin(i % 5 === 0 ? 'candidate' : 'baseline')(i % 25 === 0 ? 500 : 200)
  meter.begin('baseline')
  return meter.expose(20)
}

describe('the proxy’s own metrics', () => {
  test('count every request once, by arm and code, and those in flight', () => {
    const text = busyMeter()
    expect(text).toContain('sluice_proxy_weight 20\n')
    expect(text).toContain('sluice_proxy_in_flight{arm="baseline"} 1\n')
    expect(text).toContain('sluice_proxy_requests_total{arm="baseline",code="200"} 80\n')
    expect(text).toContain('sluice_proxy_requests_total{arm="candidate",code="200"} 16\n')
    expect(text).toContain('sluice_proxy_requests_total{arm="candidate",code="500"} 4\n')
    expect(text).toContain('sluice_proxy_request_duration_seconds_bucket{arm="candidate",le="+Inf"} 20\n')
    expect(text).toContain('process_start_time_seconds 1700000000.5\n')
  })

  test('show failures as zero before there is one', () => {
    expect(createMeter(0).expose(0)).toContain('sluice_proxy_requests_total{arm="candidate",code="502"} 0\n')
  })

  test('count an end only once', () => {
    const meter = createMeter(0)
    const end = meter.begin('candidate')
    end(200)
    end(502)
    expect(meter.inFlight('candidate')).toBe(0)
    expect(meter.expose(0)).toContain('{arm="candidate",code="502"} 0\n')
  })

  test.runIf(available('promtool'))('are what Prometheus itself calls well formed', () => {
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: busyMeter(), encoding: 'utf8' })
    expect(checked.stderr + checked.stdout).toBe('')
    expect(checked.status).toBe(0)
  })
})
