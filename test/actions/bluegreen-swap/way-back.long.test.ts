import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '@sluice/traffic'
import { serve } from '../../packages/swap/world.ts'
import { startLoopback, type Loopback } from '../../servers/loopback.ts'
import { openStage, type Stage } from './stage.ts'

type Colour = Awaited<ReturnType<typeof serve>>
type Answer = 'fine' | 'broken' | 'missing' | 'moved' | 'error page' | 'slow'

const STATUS: Readonly<Record<Answer, number>> = {
  fine: 200,
  broken: 500,
  missing: 404,
  moved: 302,
  'error page': 200,
  slow: 200,
}

let stage: Stage
let blue: Colour
let green: Colour
let proxy: Proxy
let admin: Loopback
let heard: { event: string; reason: string }[] = []
let adminDown = false
/** What green answers once it serves. */
let answer: Answer = 'fine'
let live = false

beforeEach(async () => {
  answer = 'fine'
  live = false
  adminDown = false
  heard = []
  stage = await openStage()
  blue = await serve((request, response) => {
    const end = (): void => void response.end('{"ok":true,"colour":"blue"}')
    setTimeout(end, request.url === '/long' ? 2_500 : 0)
  })
  green = await serve((_, response) => {
    const now = live ? answer : 'fine'
    const body = now === 'error page' ? '{"ok":false}' : '{"ok":true,"colour":"green"}'
    const end = (): void => void response.writeHead(STATUS[now], { location: '/login' }).end(body)
    setTimeout(end, now === 'slow' ? 700 : 0)
  })
  proxy = await startProxy({ baseline: blue.url, candidate: green.url })
  // Between the action and the router, so that the router can be away for a while.
  admin = await startLoopback(async (request, response) => {
    if (request.url === '/hook') {
      let text = ''
      for await (const part of request) text += String(part)
      heard.push(JSON.parse(text) as (typeof heard)[number])
      response.end()
      return
    }
    if (adminDown) {
      response.destroy()
      return
    }
    let body = ''
    for await (const part of request) body += String(part)
    const put = request.method === 'PUT'
    const passed = await fetch(`${proxy.adminUrl}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      ...(put ? { body } : {}),
    })
    if (put) live = body.includes('100')
    response.writeHead(passed.status).end(await passed.text())
  })
})
afterEach(async () => {
  await proxy.close(0)
  await admin.stop()
  await blue[Symbol.asyncDispose]()
  await green[Symbol.asyncDispose]()
  await stage.close()
})

const watch = (more = ''): string =>
  `{ for: 1s, at-most: 100s, every: 250ms, probe: '${proxy.url}', probe-rate: 100, probe-limit: 2%${more} }`
const inputs = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  router: 'proxy',
  'router-settings': `url: ${admin.url}`,
  smoke: `url: ${green.url}`,
  notify: `- webhook: ${admin.url}/hook`,
  watch: watch(),
  ...more,
})
const served = async (): Promise<unknown> => await (await fetch(proxy.url)).json()

test('a green that breaks is not left for a blue that is dead: traffic stays, and the first sentence says so', async () => {
  answer = 'broken'
  const { outputs, log, summary, code } = await stage.swap(inputs({ 'fail-step': 'false' }), {
    onLine: (line) => {
      if (line.includes('Moving traffic: 100%')) void blue[Symbol.asyncDispose]()
    },
  })
  expect(outputs, log).toMatchObject({
    decision: 'stayed',
    reason: 'no_way_back',
    outcome: 'fail',
    live: 'green',
  })
  expect(code, 'a person is needed, whatever `fail-step` says').toBe(1)
  expect(proxy.weight()).toBe(100)
  expect(summary.split('\n').find((line) => line.includes('stays on green'))).toMatch(
    /stays on green and needs a person, because blue does not work: no server of blue is up: .*ECONNREFUSED/,
  )
  expect(stage.states()[0]?.at(-1)).toBe('failure')
  expect(heard.map(({ event, reason }) => [event, reason])).toEqual([
    ['started', ''],
    ['needs-person', 'no_way_back'],
  ])
})

describe('is no proof of a green that works:', () => {
  test.each([
    ['missing', '', 'status 404, expected 2xx'],
    ['moved', '', 'status 302, expected 2xx'],
    ['error page', ", probe-json: { '$.ok': 'true' }", '$.ok is "false", expected true'],
    ['slow', ', probe-latency: 300ms', 'slow probes'],
  ] as const)('%s', async (kind, more, said) => {
    answer = kind
    const { outputs, log, summary } = await stage.swap(inputs({ watch: watch(more) }))
    expect(outputs, log).toMatchObject({ decision: 'swapped-back', live: 'blue', reason: 'regression_found' })
    expect(summary.replaceAll('\\', '')).toContain(said)
    expect(await served()).toEqual({ ok: true, colour: 'blue' })
    expect(heard.at(-1)).toMatchObject({ event: 'rolled-back', reason: 'regression_found', weight: 0 })
  })
})

test('a watch lasts its minimum, and a router that is away for a moment undoes nothing', async () => {
  let began = 0
  const { outputs, log } = await stage.swap(
    inputs({
      watch: `{ for: 4s, at-most: 100s, every: 250ms, probe: '${proxy.url}', probe-rate: 100, probe-limit: 2% }`,
    }),
    {
      onLine: (line) => {
        if (!line.includes('Moving traffic: 100%')) return
        began = performance.now()
        setTimeout(() => (adminDown = true), 1_500)
        setTimeout(() => (adminDown = false), 2_100)
      },
    },
  )
  expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green', 'failed-probes': '0' })
  expect(performance.now() - began).toBeGreaterThan(4_000)
  expect(heard.at(-1)).toMatchObject({ event: 'promoted' })
})

test('blue is retired only once its last request has ended', async () => {
  let retired = 0
  const ended: number[] = []
  const hook = await startLoopback((_, response) => {
    retired = performance.now()
    response.end()
  })
  const asking: Promise<unknown>[] = []
  const { outputs, log } = await stage.swap(
    inputs({
      retire: JSON.stringify({ after: '30s', run: ['curl', '-s', hook.url] }),
    }),
    {
      onLine: (line) => {
        if (!line.includes('Checking green')) return
        const one = fetch(`${proxy.url}/long`).then(async (response) => {
          expect(await response.json()).toEqual({ ok: true, colour: 'blue' })
          ended.push(performance.now())
        })
        asking.push(one)
      },
    },
  )
  await Promise.all(asking)
  await hook.stop()
  expect(outputs, log).toMatchObject({ decision: 'swapped' })
  const waited = retired - (ended[0] ?? Infinity)
  expect(waited).toBeGreaterThan(0)
  expect(waited, 'not the whole of `after`').toBeLessThan(20_000)
})

test('a finished swap that runs again is reported, changes nothing and tells nobody', async () => {
  await stage.swap(inputs(), { runId: '7' })
  const before = [...heard]
  const { outputs } = await stage.swap(inputs(), { runId: '7', runAttempt: '2' })
  expect(outputs).toMatchObject({ decision: 'swapped', live: 'green' })
  expect(proxy.weight()).toBe(100)
  expect(heard).toEqual(before)
})
