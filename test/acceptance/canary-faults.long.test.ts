import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen, type Listening } from './support/listen.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
let opened: Listening[] = []
beforeEach(async () => {
  stage = await openStage()
})
afterEach(async () => {
  await stage.close()
  await Promise.all(opened.map((server) => server.close()))
  opened = []
})

const vector = (value: string) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: {}, value: [0, value] }] },
  })
const matrix = (value: string) => (url: URL) => {
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)))
  const values = []
  for (let t = start ?? 0; t <= (end ?? 0) + 1e-9; t += step ?? 1) values.push([t, value])
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: {}, values }] },
  })
}

const PROMETHEUS_METRICS = `
- name: error rate
  kind: proportion
  events: sum(increase(errors_total{version="$arm"}[$window]))
  trials: sum(increase(requests_total{version="$arm"}[$window]))
  margin: 1 points
`

type Answer = { readonly status: number; readonly body: string } | 'never' | 'drop'

const values =
  (value: string) =>
  (url: URL): Answer => ({
    status: 200,
    body: url.pathname.endsWith('query_range') ? matrix(value)(url) : vector(value),
  })

/** A Prometheus that is well until the candidate has traffic, and then answers every query like this. */
async function prometheus(answer: (url: URL) => Answer, wellFirst = true): Promise<string> {
  const server = await listen((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      for (const [key, value] of new URLSearchParams(body)) url.searchParams.set(key, value)
      const well = wellFirst && Math.max(...stage.router.weights) === 0
      const given = well ? values('100')(url) : answer(url)
      if (given === 'never') return
      if (given === 'drop') return void request.socket.destroy()
      response.writeHead(given.status, { 'content-type': 'application/json' }).end(given.body)
    })
  })
  opened.push(server)
  return server.url
}

const EMPTY = '{"status":"success","data":{"resultType":"matrix","result":[]}}'

describe('canary-step when the metrics fail', () => {
  const cases: readonly (readonly [string, (url: URL) => Answer])[] = [
    ['is down', () => 'drop'],
    ['never answers', () => 'never'],
    ['answers 500', () => ({ status: 500, body: '{}' })],
    ['answers NaN', values('NaN')],
    ['answers +Inf', values('+Inf')],
    ['answers nothing', () => ({ status: 200, body: EMPTY })],
    ['answers HTML', () => ({ status: 200, body: '<html>sign in</html>' })],
  ]
  test.each(cases)('Prometheus %s: nothing passes and nothing climbs', async (_, answer) => {
    const url = await prometheus(answer)
    const { outputs, code } = await stage.canary({
      source: 'prometheus',
      'source-settings': `url: ${url}\ntimeout: 500ms`,
      metrics: PROMETHEUS_METRICS,
      'max-wait': '1500ms',
    })
    expect(outputs['outcome']).toBe('inconclusive')
    expect(['hold', 'roll-back']).toContain(outputs['decision'])
    expect(code).toBe(1)
    expect(Math.max(...stage.router.weights)).toBe(5)
    expect(stage.router.weight()).toBe(0)
    const [check] = stage.sandbox.state.checkRuns('acme/shop')
    expect([check?.status, check?.conclusion]).toEqual(
      outputs['decision'] === 'hold' ? ['in_progress', null] : ['completed', 'action_required'],
    )
  })

  test('an unreachable source ends in a roll-back, for nobody can watch', async () => {
    const { outputs } = await stage.canary({
      source: 'prometheus',
      'source-settings': `url: ${await prometheus(() => 'drop')}\ntimeout: 300ms`,
      metrics: PROMETHEUS_METRICS,
      'max-wait': '4s',
      'blind-for': '750ms',
    })
    expect(outputs).toMatchObject({ decision: 'roll-back', reason: 'source_unavailable', weight: '0' })
    expect(stage.router.weights).toEqual([0, 5, 0])
  })
})

describe('canary-step before anyone meets the candidate', () => {
  test('a first run lists every problem at once, and writes nothing to router or record', async () => {
    const { outputs, log, code } = await stage.canary({
      source: 'prometheus',
      'source-settings': `url: ${await prometheus(() => ({ status: 200, body: EMPTY }), false)}`,
      metrics: PROMETHEUS_METRICS,
      baseline: 'v1',
      candidate: 'v1',
    })
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'preflight_failed', weight: '0' })
    expect(code).toBe(1)
    expect(log).toContain('the preflight found 3 problems')
    expect(log).toContain('baseline and candidate have the same name, "v1"')
    expect(log).toMatch(/`events` has no data for the baseline "v1"[^]*Asked: sum\(increase\(errors_total/)
    expect(log).toMatch(/`trials` has no data for the baseline "v1"/)
    expect(stage.router.weights).toEqual([0])
    expect(stage.sandbox.state.deployments('acme/shop')).toEqual([])
    const [check] = stage.sandbox.state.checkRuns('acme/shop')
    expect([check?.status, check?.conclusion]).toEqual(['completed', 'action_required'])
    expect(check?.title).toContain('the preflight found 3 problems')
    expect(stage.sandbox.state.comments('acme/shop', stage.pull)[0]?.body).toContain('has no data')
  })
})

describe('canary-step when the router fails', () => {
  test('one that refuses leaves traffic where it was', async () => {
    stage.router.fault = 'refuse'
    const { outputs, code } = await stage.canary()
    expect(outputs).toMatchObject({ outcome: 'inconclusive', decision: 'error', reason: 'router_refused' })
    expect(code).toBe(1)
    expect(stage.router.weights).toEqual([0])
  })

  test('one that lies on read-back is found out, and nothing is judged', async () => {
    stage.router.fault = 'lie'
    const { outputs } = await stage.canary({
      'max-wait': '1s',
      'router-settings': `url: ${stage.router.url}\nshift-within: 1s\nundo-within: 1s`,
    })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'router_not_confirmed' })
    expect(stage.router.weight()).toBe(0)
  }, 60_000)

  test('one that is not there ends the step before anything is recorded', async () => {
    const { outputs } = await stage.canary({ 'router-settings': 'url: http://127.0.0.1:9' })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'router_unavailable' })
    expect(stage.sandbox.state.deployments('acme/shop')).toEqual([])
  })
})

describe('canary-step with bad inputs', () => {
  test('every problem is reported at once, with what was given and what is accepted', async () => {
    const { outputs, log } = await stage.canary({
      interval: 'soon',
      confidence: '200%',
      ladder: '50, 5',
      router: 'magic',
    })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'BAD_INPUT', outcome: 'inconclusive' })
    for (const part of [
      'interval: must be',
      '"soon"',
      'confidence: must be',
      'ladder: must be',
      'router: must be one of',
      '"magic"',
    ]) {
      expect(log).toContain(part)
    }
    expect(stage.router.weights).toEqual([0])
  })

  test('a dry run fails with every problem at once: a dead router and wrong settings of the source', async () => {
    const { outputs, log, code } = await stage.canary({
      'dry-run': 'true',
      'router-settings': 'url: http://127.0.0.1:1/',
      'source-settings': 'url: http://127.0.0.1:1/',
    })
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'PREFLIGHT_FAILED' })
    expect(log).toMatch(/problem: router: the proxy did not answer at http:\/\/127\.0\.0\.1:1\//)
    expect(log).toContain('problem: metrics: url: is not a known name; did you mean urls?')
    expect(code).toBe(1)
  })

  test('a dry run prints the plan and changes nothing', async () => {
    const { outputs, log } = await stage.canary({ 'dry-run': 'true' })
    expect(outputs).toMatchObject({ decision: 'hold', reason: 'DRY_RUN' })
    expect(log).toContain('5% → 50% → 100%')
    expect(stage.router.weights).toEqual([0])
    expect(stage.sandbox.state.requests.filter((r) => r.method !== 'GET')).toEqual([])
  })
})
