import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING, SOUND } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'
import { listen, type Listening } from './support/listen.ts'

let stage: Stage
const opened: Listening[] = []
beforeEach(async () => {
  stage = await openStage({ rate: 60_000 })
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()))
  await stage.close()
})

const SCHEDULE = { facts: { event: 'schedule' as const } }
const checks = () => stage.sandbox.state.checkRuns('acme/shop')
const comment = (): string => stage.sandbox.state.comments('acme/shop', stage.pull)[0]?.body ?? ''

// What a schedule does after a promotion and after a roll-back is in canary-hold.long.test.ts.
describe('living with a rollout', () => {
  test('a held rollout and the next merge do not lock each other', async () => {
    stage.arms.rate = 2000
    const held = await stage.canary({ 'max-wait': '3s' })
    expect(held.outputs).toMatchObject({ decision: 'hold' })
    stage.arms.rate = 60_000
    const next = stage.repository.pullRequest({ title: 'The next merge' }).number
    const merged = await stage.canary({}, { facts: { pull: next } })
    expect(merged.outputs, merged.log).toMatchObject({ decision: 'promote', weight: '100' })
    const [first, second] = stage.sandbox.state.deployments('acme/shop')
    expect(first?.statuses.at(-1)?.state).toBe('inactive')
    expect(second?.statuses.at(-1)?.state).toBe('success')
    expect(checks().map(({ status }) => status)).toEqual(['completed', 'completed'])
  }, 90_000)

  test('after an error the check is completed, and the pull request says what happened', async () => {
    let refuses = false
    const { outputs, log } = await stage.canary(
      { ladder: '5, 50, 100' },
      {
        // The first rung passes, so that the last look was a good one.
        onLine: (line) => {
          if (refuses || !line.includes('holds at 5%')) return
          refuses = true
          stage.router.fault = 'refuse-rise'
        },
      },
    )
    expect(outputs, log).toMatchObject({ decision: 'error', outcome: 'inconclusive', weight: '0' })
    expect(checks().map(({ status, conclusion }) => [status, conclusion])).toEqual([
      ['completed', 'action_required'],
    ])
    expect(comment()).toMatch(/^### 🟡 .*\*\*error\*\*/m)
    expect(comment()).toContain('the router refused')
    expect(comment()).not.toContain('advance')
    expect(stage.router.weight()).toBe(0)
  }, 60_000)

  test('a roll-back reaches the router within a second of the deciding look, while GitHub hangs', async () => {
    let [sick, decided, back] = [false, 0, 0]
    const watch = setInterval(() => {
      if (sick && back === 0 && stage.router.weight() === 0) back = performance.now()
    }, 10)
    const source = await listen((request, response) => {
      void fetch(`${stage.arms.url}${request.url ?? ''}`).then(async (answer) => {
        const text = await answer.text()
        // The last answers before the write are the ones that decided.
        if (sick && back === 0) decided = performance.now()
        response.writeHead(answer.status).end(text)
      })
    })
    opened.push(source)
    const { outputs, log } = await stage.canary(
      {
        'source-settings': `baseline-url: ${source.url}/baseline/metrics\ncandidate-url: ${source.url}/candidate/metrics`,
        'max-wait': '15s',
      },
      {
        onLine: (line) => {
          if (sick || !line.includes('holds at 5%')) return
          sick = true
          stage.arms.candidate = { ...SOUND, errors: 0.9 }
          stage.sandbox.inject({
            match: { path: /./ },
            times: Number.POSITIVE_INFINITY,
            respond: { delayMs: 5000 },
          })
        },
      },
    )
    clearInterval(watch)
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'regression_found', weight: '0' })
    console.log(`The roll-back was written ${Math.round(back - decided)} ms after the deciding look.`)
    expect(back - decided).toBeLessThan(1000)
  }, 240_000)

  test('a candidate that dies at 50% goes back within three intervals’ worth of failed requests', async () => {
    const interval = 2000
    let [dead, asked, failed] = [false, 0, 0]
    // A client that asks all the time: what the router sends to a dead version fails.
    const client = setInterval(() => {
      if (!dead) return
      asked += 100
      failed += stage.router.weight()
    }, 10)
    const { outputs, log } = await stage.canary(
      { ladder: '50, 100', interval: `${interval}ms`, 'min-trials': '100000000', 'max-wait': '60s' },
      {
        onLine: (line) => {
          if (dead || !/holds at 50%.* reached the candidate/.test(line)) return
          dead = true
          stage.arms.answer = (arm) => (arm === 'candidate' ? { status: 503, body: '' } : undefined)
        },
      },
    )
    clearInterval(client)
    expect(outputs, log).toMatchObject({ decision: 'roll-back', reason: 'candidate_silent', weight: '0' })
    const worth = failed / (0.5 * 100 * (interval / 10))
    console.log(`Dead at 50%: ${worth.toFixed(2)} intervals' worth of requests failed until all were back.`)
    expect(worth).toBeGreaterThan(0.1)
    expect(worth).toBeLessThanOrEqual(3)
    expect(asked).toBeGreaterThan(0)
  }, 90_000)

  test('a router that acts later than it answers is believed only after `settles`', async () => {
    stage.router.delayMs = 2000
    stage.arms.candidate = FAILING
    let claimed = -1
    const { outputs, log } = await stage.canary(
      { 'router-settings': `url: ${stage.router.url}\nsettles: 3s`, 'max-wait': '40s', 'blind-for': '40s' },
      { onLine: (line) => line.includes('was rolled back') && (claimed = stage.router.weight()) },
    )
    expect(outputs, log).toMatchObject({ decision: 'roll-back', weight: '0' })
    expect(claimed).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 0])
  }, 120_000)

  test('a router far slower than it says: the step says what was seen, and nobody stays on the candidate', async () => {
    const { outputs, log, code } = await stage.canary(
      {
        'router-settings': `url: ${stage.router.url}\nshift-within: 2s\nundo-within: 2s`,
        'max-wait': '4s',
        'min-trials': '100000000',
      },
      { onLine: (line) => line.includes('holds at 5%') && (stage.router.delayMs = 6000) },
    )
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'unconfirmed', weight: '5' })
    expect(log).toContain(
      'was sent to 0% because there is not enough data yet, but the router was last seen at 5%',
    )
    expect(code).toBe(1)
    // The post step has written it once more; in the end, and for good, nobody is there.
    await new Promise((resolve) => setTimeout(resolve, 6500))
    expect(stage.router.weight()).toBe(0)
  }, 120_000)

  test('a router that never acts on the way back is said to be unconfirmed, with what was last seen', async () => {
    stage.arms.candidate = FAILING
    const { outputs, log, code } = await stage.canary(
      { 'router-settings': `url: ${stage.router.url}\nshift-within: 2s\nundo-within: 2s` },
      { onLine: (line) => line.includes('holds at 5%') && (stage.router.fault = 'lie') },
    )
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'unconfirmed', weight: '5' })
    expect(log).toContain('was sent to 0%')
    expect(log).toContain('the router was last seen at 5%')
    expect(code).toBe(1)
    expect(checks()[0]?.status).toBe('completed')
    stage.repository.endRun(stage.sandbox.state.runs('acme/shop').at(-1)?.id ?? 0, 'failure')
    // The next run confirms it first, and exposes nobody.
    stage.router.fault = 'none'
    const next = await stage.canary({}, SCHEDULE)
    expect(next.outputs, next.log).toMatchObject({ decision: 'roll-back', weight: '0' })
  }, 90_000)
})
