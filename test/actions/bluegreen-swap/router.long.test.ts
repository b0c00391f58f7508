import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '@sluice/traffic'
import { serve } from '../../packages/swap/world.ts'
import { looksAtFailures, openStage, type Stage } from './stage.ts'

type Colour = Awaited<ReturnType<typeof serve>>

let stage: Stage
let blue: Colour
let green: Colour
let proxy: Proxy
let greenFails = false

beforeEach(async () => {
  greenFails = false
  stage = await openStage()
  blue = await serve((_, response) => response.end('blue'))
  green = await serve((_, response) => response.writeHead(greenFails ? 500 : 200).end('green'))
  proxy = await startProxy({ baseline: blue.url, candidate: green.url })
})
afterEach(async () => {
  await proxy.close(0)
  await blue[Symbol.asyncDispose]()
  await green[Symbol.asyncDispose]()
  await stage.close()
})

const inputs = (more: Readonly<Record<string, string>> = {}) => ({
  router: 'proxy',
  'router-settings': `url: ${proxy.adminUrl}`,
  smoke: `url: ${green.url}/healthz`,
  watch: `{ for: 1s, at-most: 100s, every: 250ms, probe: '${proxy.url}', probe-rate: 200, probe-limit: 2% }`,
  ...more,
})

describe('a sound green', () => {
  test('gets everyone, and blue becomes inactive only once green has proved itself', async () => {
    const { outputs, summary, log, code } = await stage.swap(inputs())
    expect(log).not.toContain('Error')
    expect(outputs).toMatchObject({
      decision: 'swapped',
      outcome: 'pass',
      live: 'green',
      'failed-probes': '0',
      'downtime-ms': '0',
    })
    expect(code).toBe(0)
    expect(await (await fetch(proxy.url)).text()).toBe('green')
    // On a busy machine the intent of the first move is said once more before them.
    expect(stage.stories().map((story) => story.slice(-3))).toEqual([
      ['The candidate has 100% of traffic.', 'Promoted to 100%.', 'Finished at 100%.'],
    ])
    expect(summary).toContain('No downtime')
    expect(stage.verdict()).toMatchObject({ outcome: 'pass', details: { kind: 'swap', target: 'green' } })
  })

  test('swapped again goes to blue, and then the first deployment is inactive', async () => {
    await stage.swap(inputs())
    const { outputs } = await stage.swap(inputs({ target: 'blue', smoke: `url: ${blue.url}` }))
    expect(outputs).toMatchObject({ decision: 'swapped', live: 'blue' })
    expect(stage.states().map((states) => states.at(-1))).toEqual(['inactive', 'success'])
  })

  test('run again by the same run is reported and not repeated', async () => {
    await stage.swap(inputs(), { runId: '7' })
    const { outputs } = await stage.swap(inputs(), { runId: '7', runAttempt: '2' })
    expect(outputs).toMatchObject({ decision: 'swapped', live: 'green' })
    expect(stage.states()).toHaveLength(1)
  })
})

test('a green that breaks after the swap loses its users within two looks, and the statuses tell the story', async () => {
  const swapping = stage.swap(
    inputs({
      watch: `{ for: 1s, at-most: 100s, every: 500ms, probe: '${proxy.url}', probe-rate: 200, probe-limit: 0.1% }`,
    }),
    {
      onLine: (line) => {
        if (line.includes('Moving traffic: 100%')) setTimeout(() => (greenFails = true), 300)
      },
    },
  )
  const { outputs, code } = await swapping
  expect(outputs).toMatchObject({
    decision: 'swapped-back',
    outcome: 'fail',
    reason: 'regression_found',
    live: 'blue',
  })
  expect(code).toBe(1)
  expect(Number(outputs['failed-probes'])).toBeGreaterThan(0)
  expect(Number(outputs['downtime-ms'])).toBeGreaterThan(0)
  expect(looksAtFailures(stage.verdict())).toBeLessThanOrEqual(2)
  expect(await (await fetch(proxy.url)).text()).toBe('blue')
  expect(stage.stories()[0]?.slice(-3)).toEqual([
    'The candidate has 100% of traffic.',
    'Moving traffic back to 0%: the candidate is being rolled back.',
    'Rolled back from 100% to 0%: the candidate is worse than the baseline.',
  ])
  expect(stage.states()[0]?.at(-1)).toBe('failure')
})

describe('nobody meets green', () => {
  test('when a smoke check fails; all checks are told', async () => {
    greenFails = true
    const { outputs, summary } = await stage.swap(
      inputs({ smoke: `[{ url: '${green.url}' }, { command: [node, -e, 'process.exit(2)'] }]` }),
    )
    expect(outputs).toMatchObject({ decision: 'refused', outcome: 'fail', reason: 'checks_failed' })
    expect(summary).toContain('Status 500')
    expect(summary).toContain('Ended with code 2')
    expect(await (await fetch(proxy.url)).text()).toBe('blue')
  })

  test('when a migration does not suit blue', async () => {
    await using database = await serve((request, response) => {
      const known = request.url === '/blue' ? ['1'] : ['1', '2']
      const applied = [
        { id: '1', kind: 'expand' },
        { id: '2', kind: 'contract' },
      ]
      response.end(JSON.stringify(request.url === '/state' ? { applied } : { needs: ['1'], knows: known }))
    })
    const shared = `{ name: orders, kind: migrations, state: '${database.url}/state', colour: '${database.url}/$colour' }`
    const { outputs, summary } = await stage.swap(inputs({ shared }))
    expect(outputs).toMatchObject({ decision: 'refused', reason: 'checks_failed' })
    expect(summary).toContain('orders suits blue before')
  })

  test('in a dry run, which prints the plan', async () => {
    const { outputs, log } = await stage.swap(inputs({ 'dry-run': 'true' }))
    expect(outputs['reason']).toBe('DRY_RUN')
    expect(log).toContain('move 100% to green')
    expect(stage.states()).toEqual([])
  })

  test('when the input is bad, and every mistake is told', async () => {
    const { outputs, log } = await stage.swap(
      inputs({ watch: 'for: soon', retire: 'never', smoke: 'nothing' }),
    )
    expect(outputs).toMatchObject({ decision: 'error', reason: 'BAD_INPUT' })
    for (const name of ['watch', 'retire', 'smoke']) expect(log).toContain(`${name}:`)
  })
})

test.each(['SIGINT', 'SIGKILL'] as const)(
  '%s during the watch puts everyone back on blue',
  async (signal) => {
    const { outputs, post } = await stage.swap(
      inputs({ watch: `{ for: 20s, every: 5s, probe: '${proxy.url}' }` }),
      {
        onStart: (child) => {
          const poll = setInterval(() => {
            if (stage.stories()[0]?.at(-1) !== 'The candidate has 100% of traffic.') return
            clearInterval(poll)
            child.kill(signal)
          }, 50)
        },
      },
    )
    await delay(0)
    expect(await (await fetch(proxy.url)).text()).toBe('blue')
    // A cancel pauses, and a killed step waits: the swap is still open, and a later run continues it.
    expect(stage.states()[0]?.at(-1)).toBe('in_progress')
    expect(stage.stories()[0]?.at(-1)).toMatch(/^(Paused|Waits) at 0%/)
    if (signal === 'SIGINT') expect(outputs).toMatchObject({ decision: 'pause', reason: 'CANCELLED' })
    else expect(post?.log).toContain('waits with all traffic on blue')
  },
)
