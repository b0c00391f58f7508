import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '@sluice/traffic'
import { rehearseField } from '../../../actions/bluegreen-swap/src/rehearse-field.ts'
import { serve } from '../../packages/swap/world.ts'
import { openStage, type Stage } from './stage.ts'

type Colour = Awaited<ReturnType<typeof serve>>

let stage: Stage
let blue: Colour
let green: Colour
let proxy: Proxy
let greenStatus = 200

beforeEach(async () => {
  greenStatus = 200
  stage = await openStage()
  blue = await serve((_, response) => response.end('blue'))
  green = await serve((request, response) =>
    response.writeHead(request.url === '/healthz' ? 200 : greenStatus).end('green'),
  )
  proxy = await startProxy({ baseline: blue.url, candidate: green.url })
})
afterEach(async () => {
  await proxy.close(0)
  await blue[Symbol.asyncDispose]()
  await green[Symbol.asyncDispose]()
  await stage.close()
})

const inputs = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  router: 'proxy',
  'router-settings': `url: ${proxy.adminUrl}`,
  smoke: `url: ${green.url}/healthz`,
  watch: `{ for: 1s, at-most: 100s, every: 250ms, probe: '${proxy.url}', probe-rate: 100, probe-limit: 2% }`,
  ...more,
})

test('three swaps and three ways back lose no request, end on blue, and are reported round by round', async () => {
  const { outputs, summary, code, log } = await stage.swap(inputs({ rehearse: '3' }))
  expect(outputs, log).toMatchObject({
    decision: 'swapped-back',
    reason: 'rehearsed',
    outcome: 'pass',
    live: 'blue',
    'failed-probes': '0',
  })
  expect(code).toBe(0)
  expect(proxy.weight()).toBe(0)
  expect(summary).toMatch(
    /Rehearsed 3 of 3 times\. Moving all traffic took \d+ ms \(median\) and \d+ ms at most\./,
  )
  expect(summary.match(/^\| (blue|green) \| \d+ \| 0 of \d+ \|/gm)).toHaveLength(6)
  expect(stage.states()[0]?.at(-1)).toBe('inactive')
  expect(stage.stories()[0]?.at(-1)).toBe('Rehearsed, with all traffic back on the baseline.')
})

test('ends at the first round that loses requests, with everyone on blue', async () => {
  greenStatus = 500
  const { outputs, summary, code } = await stage.swap(inputs({ rehearse: '{ times: 5 }' }))
  expect(outputs).toMatchObject({ decision: 'swapped-back', reason: 'regression_found', live: 'blue' })
  expect(code).toBe(1)
  expect(proxy.weight()).toBe(0)
  expect(summary).toContain('Rehearsed 1 of 5 times')
})

test.each(['SIGINT', 'SIGKILL'] as const)('%s in the middle puts everyone back on blue', async (signal) => {
  await stage.swap(inputs({ rehearse: '50' }), {
    onStart: (child) => {
      const poll = setInterval(() => {
        if (proxy.weight() !== 100) return
        clearInterval(poll)
        child.kill(signal)
      }, 20)
    },
  })
  expect(proxy.weight()).toBe(0)
  expect(stage.states()[0]?.at(-1)).toBe('inactive')
})

test('is refused outside of its hours, and nothing moves', async () => {
  const hour = new Date().getUTCHours()
  const two = (value: number): string => String((value + 24) % 24).padStart(2, '0')
  const between = `${two(hour + 3)}:00-${two(hour + 5)}:00`
  const { outputs } = await stage.swap(inputs({ rehearse: `{ times: 2, between: '${between}' }` }))
  expect(outputs).toMatchObject({ decision: 'error', reason: 'OUTSIDE_HOURS' })
  expect(proxy.weight()).toBe(0)
  expect(stage.states()).toEqual([])
})

describe('the input rehearse', () => {
  test('is a count, or a mapping', () => {
    expect(rehearseField.parse('10')).toEqual({ times: 10, between: undefined })
    expect(rehearseField.parse("{ times: 2, between: '22:00-05:30' }")).toEqual({
      times: 2,
      between: [1320, 330],
    })
  })

  test.each(['0', '101', 'often', '{ between: 22:00-05:00 }', "{ times: 2, between: '25:00-05:00' }"])(
    'refuses %s',
    (given) => expect(() => rehearseField.parse(given)).toThrow(),
  )
})

test('a dry run fails on metrics that nobody answers, and quotes address and query', async () => {
  const { outputs, log } = await stage.swap(
    inputs({
      'dry-run': 'true',
      source: 'prometheus',
      'source-settings': 'url: http://127.0.0.1:1/',
      metrics:
        '[{ name: errors, kind: proportion, events: \'sum(errors{v="$arm"})\', trials: \'sum(all{v="$arm"})\', limit: 1% }]',
    }),
  )
  expect(outputs, log).toMatchObject({ decision: 'error', reason: 'PREFLIGHT_FAILED' })
  expect(log).toMatch(/"errors", `events` has no data for the baseline "blue"[^]*127\.0\.0\.1:1/)
  expect(log).toContain('Asked: sum(errors{v="blue"})')
})

test('a dry run fails where a colour is down, names it, and changes nothing', async () => {
  await blue[Symbol.asyncDispose]()
  const { outputs, log, code } = await stage.swap(inputs({ 'dry-run': 'true' }))
  expect(outputs).toMatchObject({ decision: 'error', reason: 'PREFLIGHT_FAILED' })
  expect(log).toMatch(/problem: router: no server of the baseline is up: .*ECONNREFUSED/)
  expect(code).toBe(1)
  expect(stage.states()).toEqual([])
})
