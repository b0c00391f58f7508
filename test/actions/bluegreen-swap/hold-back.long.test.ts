import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listen, type Listening } from '../../acceptance/support/listen.ts'
import { startUpstream, type Upstream } from '../../acceptance/support/upstreams.ts'
import { startHaproxy, type Haproxy } from '../../servers/haproxy.ts'
import { available } from '../../servers/program.ts'
import { load, type Answer } from './constant-load.ts'
import { openStage, type Stage } from './stage.ts'

/** A limit far above what any colour does here: it can prove no regression that these tests make. */
const METRICS = `
- name: error rate
  kind: proportion
  events: http_requests_total{code="500"}
  trials: http_requests_total
  limit: 30%
  margin: 10 points
`

let stage: Stage
let blue: Upstream
let green: Upstream
let router: Haproxy
let pages: Listening

describe.runIf(available('haproxy'))('hold-back behind a real HAProxy, judged on the pages of both', () => {
  beforeEach(async () => {
    stage = await openStage()
    blue = await startUpstream('baseline', 0)
    green = await startUpstream('candidate', 0)
    pages = await sameMoment({ blue, green })
    router = await startHaproxy({ baseline: blue.url, candidate: green.url })
  })
  afterEach(async () => {
    await router.stop()
    await Promise.all([pages.close(), blue.close(), green.close(), stage.close()])
  })

  /** Swaps under load, and loads on for a moment; `after` is what was sent once the action had ended. */
  async function swapUnderLoad(watch: string) {
    let ended = false
    const loading = load(router.url, { perSecond: 500, enough: () => ended })
    const result = await stage.swap({
      router: 'haproxy',
      'router-settings': JSON.stringify(router.settings),
      smoke: `url: ${green.url}/metrics`,
      source: 'scrape',
      'source-settings': JSON.stringify({
        'baseline-url': `${pages.url}/blue`,
        'candidate-url': `${pages.url}/green`,
      }),
      metrics: METRICS,
      watch,
    })
    const endedAt = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 500))
    ended = true
    const answers = await loading
    return { ...result, answers, after: answers.filter(({ sentAt }) => sentAt > endedAt) }
  }

  const sharesIn = (log: string): readonly string[] =>
    [...log.matchAll(/Moving traffic: (\d+)%|Going back: all/g)].map(([, share]) => share ?? '0')
  const failures = (answers: readonly Answer[]): number =>
    answers.filter(({ status }) => status !== 200).length

  test(
    '2 % stay as a control until green has proved itself against it; then everyone moves',
    { timeout: 240_000 },
    async () => {
      const { outputs, log, after } = await swapUnderLoad(
        '{ for: 2s, at-most: 100s, every: 1s, hold-back: 2% }',
      )
      expect(outputs, log).toMatchObject({ decision: 'swapped', outcome: 'pass', live: 'green' })
      expect(sharesIn(log)).toEqual(['98', '100'])
      const [evidence] = stage.verdict().evidence.filter(({ metric }) => metric === 'error rate')
      const { baseline, candidate } = evidence?.observed ?? {}
      // Of a few hundred requests about five go to the control, and now and then only one: it is small, and it is there.
      expect(baseline?.trials).toBeGreaterThan(0)
      const share = (candidate?.trials ?? 0) / ((candidate?.trials ?? 0) + (baseline?.trials ?? 0))
      expect(share).toBeGreaterThan(0.96)
      expect(after.length).toBeGreaterThan(100)
      expect(failures(after)).toBe(0)
    },
  )

  test(
    'a regression far below every absolute limit is caught by the control, and everyone goes back',
    { timeout: 240_000 },
    async () => {
      green.errors = 0.2
      const { outputs, log, after } = await swapUnderLoad(
        '{ for: 2s, at-most: 100s, every: 1s, hold-back: 2% }',
      )
      expect(outputs, log).toMatchObject({
        decision: 'swapped-back',
        outcome: 'fail',
        reason: 'regression_found',
        live: 'blue',
      })
      expect(sharesIn(log)).toEqual(['98', '0'])
      expect(failures(after)).toBe(0)
    },
  )

  test(
    'without the control the same regression passes its limit: that is what a hold-back is for',
    { timeout: 240_000 },
    async () => {
      green.errors = 0.2
      const { outputs } = await swapUnderLoad('{ for: 2s, at-most: 100s, every: 1s }')
      expect(outputs).toMatchObject({ decision: 'swapped', outcome: 'pass', live: 'green' })
    },
  )
})

/** One look asks for both pages, on a busy machine at two moments: the second one is told what was true at the first. */
async function sameMoment(colours: {
  readonly blue: Upstream
  readonly green: Upstream
}): Promise<Listening> {
  let shown: Promise<Readonly<Record<string, string>>> | undefined
  let given = ''
  const both = async (): Promise<Readonly<Record<string, string>>> => {
    const [of, off] = await Promise.all(
      [colours.blue, colours.green].map(async ({ url }) => await (await fetch(`${url}/metrics`)).text()),
    )
    return { '/blue': of ?? '', '/green': off ?? '' }
  }
  return await listen((request, response) => {
    const page = request.url ?? ''
    if (shown === undefined || given === page) shown = both()
    const present = shown
    if (given !== '' && given !== page) [shown, given] = [undefined, '']
    else given = page
    void present.then((pages) => response.end(pages[page]))
  })
}
