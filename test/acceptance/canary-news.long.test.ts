import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'
import { bodyOf, listen, type Listening } from './support/listen.ts'

let stage: Stage
let hook: Listening
let news: { readonly event: string; readonly text: string; readonly weight?: number }[]
beforeEach(async () => {
  stage = await openStage()
  news = []
  hook = await listen((request, response) => {
    void bodyOf(request).then((text) => {
      news.push(JSON.parse(text) as (typeof news)[number])
      response.end('ok')
    })
  })
})
afterEach(async () => {
  await hook.close()
  await stage.close()
})

const schedule = { facts: { event: 'schedule' as const } }
const told = () => news.map(({ event, weight }) => `${event} ${weight ?? ''}`)

describe('canary-step tells people', () => {
  test('of the start, of every step up and of the promotion, in order', async () => {
    const { outputs, log } = await stage.canary({ notify: `- webhook: ${hook.url}` })
    expect(outputs, log).toMatchObject({ decision: 'promote' })
    expect(told()).toEqual(['started 5', 'advanced 50', 'promoted 100'])
    expect(news[0]?.text).toMatch(/^shop in staging started a rollout at 5% \(acme\/shop@[0-9a-f]{7}\)\.$/)
    expect(log).toContain('::add-mask::')
  })

  test('of a roll-back, in plain words, and a webhook that fails is only a warning', async () => {
    stage.arms.candidate = FAILING
    const { outputs, log } = await stage.canary({
      notify: `- webhook: ${hook.url}\n- slack: http://127.0.0.1:1111/secret`,
    })
    expect(outputs, log).toMatchObject({ decision: 'roll-back' })
    expect(told()).toEqual(['started 5', 'rolled-back 0'])
    expect(news[1]?.text).toContain('was rolled back to 0%: the candidate is worse than the baseline (')
    expect(log).toContain('A notification (slack) was not sent: ECONNREFUSED')
    expect(log.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain('1111/secret')
  })

  test('of a hold once: a schedule that holds again is no news', async () => {
    stage.arms.rate = 0
    const notify = `- webhook: ${hook.url}\n  events: [held, needs-person]`
    await stage.canary({ 'max-wait': '1s', notify })
    await stage.canary({ 'max-wait': '1s', notify }, schedule)
    expect(told()).toEqual(['held 0'])
  })

  test('that a person is needed where the router refuses', async () => {
    stage.router.fault = 'refuse'
    await stage.canary({ notify: `- webhook: ${hook.url}` })
    expect(told()).toEqual(['needs-person 0'])
    expect(news[0]?.text).toContain('needs a person at 0%: the router refused the new weight')
  })
})
