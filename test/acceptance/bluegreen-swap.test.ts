import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../actions/bluegreen-swap/stage.ts'
import { listen, type Listening } from './support/listen.ts'
import { fakeRouter, type FakeRouter } from './support/router.ts'

let stage: Stage
let router: FakeRouter
let green: Listening
/** What green answers to its smoke check, and what users meet once it serves. */
let status = { smoke: 200, users: 200 }
beforeEach(async () => {
  status = { smoke: 200, users: 200 }
  stage = await openStage()
  router = await fakeRouter(0)
  green = await listen((request, response) =>
    response.writeHead(request.url === '/healthz' ? status.smoke : status.users).end(),
  )
})
afterEach(async () => {
  expect(stage.sandbox.state.violations).toEqual([])
  await Promise.all([router.close(), green.close()])
  await stage.close()
})

const swap = async (more: Readonly<Record<string, string>> = {}) =>
  await stage.swap({
    router: 'proxy',
    'router-settings': `url: ${router.url}`,
    smoke: `url: ${green.url}/healthz`,
    watch: `{ for: 1s, at-most: 10s, every: 250ms, probe: '${green.url}', probe-rate: 200, probe-limit: 2% }`,
    ...more,
  })

test('the bundle swaps to a sound green, and blue only then becomes inactive', async () => {
  const { outputs, code, log } = await swap()
  expect(outputs, log).toMatchObject({
    decision: 'swapped',
    outcome: 'pass',
    live: 'green',
    'failed-probes': '0',
  })
  expect(code).toBe(0)
  expect(router.weights).toEqual([0, 100])
  expect(stage.stories()[0]?.slice(-2)).toEqual(['Promoted to 100%.', 'Finished at 100%.'])
  expect(stage.verdict()).toMatchObject({ outcome: 'pass', details: { kind: 'swap', target: 'green' } })
})

test('the bundle refuses a green that its smoke check finds broken, and nobody meets it', async () => {
  status.smoke = 503
  const { outputs, code, summary } = await swap()
  expect(outputs).toMatchObject({ decision: 'refused', outcome: 'fail', reason: 'checks_failed' })
  expect(code).toBe(1)
  expect(summary).toContain('Status 503')
  expect(router.weights).toEqual([0])
})

test('the bundle swaps back from a green that fails its users', async () => {
  status.users = 500
  const { outputs, code } = await swap()
  expect(outputs).toMatchObject({
    decision: 'swapped-back',
    outcome: 'fail',
    reason: 'regression_found',
    live: 'blue',
  })
  expect(code).toBe(1)
  expect(router.weights).toEqual([0, 100, 0])
  expect(stage.states()[0]?.at(-1)).toBe('failure')
})

test('the bundle prints the plan in a dry run and changes nothing', async () => {
  const { outputs, log } = await swap({ 'dry-run': 'true' })
  expect(outputs['reason']).toBe('DRY_RUN')
  expect(log).toContain('move 100% to green')
  expect(router.weights).toEqual([0])
  expect(stage.states()).toEqual([])
})

test('the bundle tells every bad input at once', async () => {
  const { outputs, code, log } = await swap({ watch: 'for: soon', retire: 'never', smoke: 'nothing' })
  expect(outputs).toMatchObject({ decision: 'error', reason: 'BAD_INPUT' })
  expect(code).toBe(1)
  for (const name of ['watch', 'retire', 'smoke']) expect(log).toContain(`${name}:`)
})
