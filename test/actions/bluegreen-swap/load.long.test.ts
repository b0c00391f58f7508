import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Verdict } from '@sluice/verdict'
import { startHaproxy } from '../../servers/haproxy.ts'
import { startNginx } from '../../servers/nginx.ts'
import { available, type Program } from '../../servers/program.ts'
import { load, startArm, type Arm } from './constant-load.ts'
import { looksAtFailures, openStage, type Stage } from './stage.ts'

const REQUESTS = 10_000
/** More would be a test of the machine: it is shared with other tests. */
const PER_SECOND = 500
/** How long green is sound. Three seconds stand for any time: the blocks before it breaks only become more. */
const SOUND_MS = 3000
const LOOK_MS = 500

type Router = Program & { readonly url: string; readonly settings: Readonly<Record<string, string>> }

const ROUTERS = [
  ['nginx', startNginx],
  ['haproxy', startHaproxy],
] as const satisfies readonly (readonly [
  string,
  (arms: { readonly baseline: string; readonly candidate: string }) => Promise<Router>,
])[]

let stage: Stage
let arms: readonly [Arm, Arm]
beforeEach(async () => {
  stage = await openStage()
  arms = [await startArm('blue'), await startArm('green')]
})
afterEach(async () => {
  for (const arm of arms) arm.close()
  await stage.close()
})

describe.each(ROUTERS)('%s under load', (name, start) => {
  const inputs = (router: Router, green: Arm, watched: string) => ({
    router: name,
    'router-settings': JSON.stringify(router.settings),
    smoke: `url: ${green.url}`,
    watch: `{ for: 1s, at-most: ${watched}, every: ${LOOK_MS}ms, probe: '${router.url}/probe', probe-rate: 50, probe-limit: 0.1% }`,
  })

  test.runIf(available(name))(
    `${REQUESTS} requests at a constant rate during swap, watch and swap-back: none fails, and green gets none after it`,
    { timeout: 60_000 },
    async () => {
      const [blue, green] = arms
      const router = await start({ baseline: blue.url, candidate: green.url })
      try {
        const loading = load(router.url, { perSecond: PER_SECOND, enough: (sent) => sent >= REQUESTS })
        // A limit that so short a watch can't prove: undecided, so everyone goes back although nothing broke.
        const { outputs, log, summary } = await stage.swap(inputs(router, green, '3s'))
        const backAt = Date.now()
        const answers = await loading
        expect(log).toContain('Going back: all traffic to blue.')
        expect(outputs, summary).toMatchObject({
          decision: 'swapped-back',
          reason: 'not_enough_data',
          'failed-probes': '0',
        })
        expect(answers.filter(({ status }) => status !== 200)).toEqual([])
        expect(answers).toHaveLength(REQUESTS)
        expect(answers.filter((answer) => answer.colour === 'green').length).toBeGreaterThan(1000)
        expect(green.lastAt()).toBeLessThan(backAt)
        expect(answers.at(-1)?.colour).toBe('blue')
      } finally {
        await router.stop()
      }
    },
  )

  test.runIf(available(name))(
    `a green that breaks ${SOUND_MS / 1000} s after the swap loses everyone within two looks at its failures, and gets no request after the way back`,
    { timeout: 60_000 },
    async () => {
      const [blue, green] = arms
      const router = await start({ baseline: blue.url, candidate: green.url })
      let brokeAt = Infinity
      let ended = false
      const breakDown = (): void => {
        brokeAt = Date.now()
        green.breakDown()
      }
      const onLine = (line: string): void => {
        if (line.includes('Moving traffic: 100%')) setTimeout(breakDown, SOUND_MS)
      }
      try {
        const loading = load(router.url, { perSecond: 400, enough: () => ended })
        const { outputs } = await stage.swap(inputs(router, green, '30s'), { onLine })
        await new Promise((resolve) => setTimeout(resolve, 1000))
        ended = true
        const answers = await loading
        expect(outputs).toMatchObject({
          decision: 'swapped-back',
          outcome: 'fail',
          reason: 'regression_found',
          live: 'blue',
        })
        expect(looksAtFailures(stage.verdict())).toBeLessThanOrEqual(2)
        const returned = returnedAt(stage.verdict())
        const after = answers.filter(({ sentAt }) => sentAt > returned)
        expect(after.length).toBeGreaterThan(200)
        expect(after.every(({ status, colour }) => status === 200 && colour === 'blue')).toBe(true)
        const failed = answers.filter(({ status }) => status !== 200)
        expect(failed.every(({ status, colour }) => status === 500 && colour === 'green')).toBe(true)
        expect(failed.length).toBeGreaterThan(0)
        expect(failed.every(({ endedAt }) => endedAt >= brokeAt)).toBe(true)
        // A slow machine also says what it is about to do.
        const [story = [], ...others] = stage.stories()
        expect(others).toEqual([])
        expect(story.slice(-3)).toEqual([
          'The candidate has 100% of traffic.',
          'Moving traffic back to 0%: the candidate is being rolled back.',
          'Rolled back from 100% to 0%: the candidate is worse than the baseline.',
        ])
        expect(stage.states()[0]?.at(-1)).toBe('failure')
      } finally {
        await router.stop()
      }
    },
  )
})

/** When the record ended: after the way back was confirmed. */
function returnedAt({ details }: Verdict): number {
  const events = (details?.['timeline'] ?? []) as readonly { readonly what: string; readonly at: number }[]
  return events.find(({ what }) => what === 'end')?.at ?? NaN
}
