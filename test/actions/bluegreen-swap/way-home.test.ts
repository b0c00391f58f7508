import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '@sluice/traffic'
import { startUpstream, type Upstream } from '../../acceptance/support/upstreams.ts'
import { load } from './constant-load.ts'
import { openStage, type Stage } from './stage.ts'

/** The embedded proxy's own page shows both colours, under the names that its settings give them. */
const METRICS = `
- name: error rate
  kind: proportion
  events: sluice_proxy_requests_total{arm="$arm",code="500"} or vector(0)
  trials: sluice_proxy_requests_total{arm="$arm"}
  limit: 50%
  margin: 10 points
`

describe('from green home to blue, with 5 % held back on green, judged on the page of the embedded proxy', () => {
  let stage: Stage
  let blue: Upstream
  let green: Upstream
  let proxy: Proxy
  beforeEach(async () => {
    stage = await openStage()
    blue = await startUpstream('baseline', 0)
    green = await startUpstream('candidate', 0)
    proxy = await startProxy({ baseline: blue.url, candidate: green.url, weight: 100 })
  })
  afterEach(async () => {
    await proxy.close(0)
    await Promise.all([blue.close(), green.close(), stage.close()])
  })

  async function goHome() {
    let ended = false
    const loading = load(proxy.url, { perSecond: 300, enough: () => ended })
    const page = `${proxy.adminUrl}/metrics`
    const { outputs, log } = await stage.swap({
      router: 'proxy',
      'router-settings': `url: ${proxy.adminUrl}`,
      smoke: `url: ${blue.url}/metrics`,
      source: 'scrape',
      'source-settings': JSON.stringify({ 'baseline-url': page, 'candidate-url': page }),
      metrics: METRICS,
      watch: '{ for: 1s, at-most: 40s, every: 500ms, hold-back: 5%, arms: baseline candidate }',
    })
    ended = true
    await loading
    return { outputs, log, served: (await fetch(proxy.url)).headers.get('x-version') }
  }

  test('a sound blue gets everyone', async () => {
    const { outputs, log, served } = await goHome()
    expect(outputs, log).toMatchObject({ decision: 'swapped', outcome: 'pass', live: 'blue' })
    expect(served).toBe('baseline')
  })

  test('a blue that fails more than green is sent back, however sound green is', async () => {
    blue.errors = 0.25
    const { outputs, log, served } = await goHome()
    expect(outputs, log).toMatchObject({
      decision: 'swapped-back',
      reason: 'regression_found',
      live: 'green',
    })
    expect(served).toBe('candidate')
  })

  test('a green that fails does not condemn the blue that replaces it', async () => {
    green.errors = 0.25
    const { outputs, log } = await goHome()
    expect(outputs, log).toMatchObject({ decision: 'swapped', outcome: 'pass', live: 'blue' })
  })
})
