import { afterEach, beforeEach, expect, test } from 'vitest'
import { read } from '../support/files.ts'
import { FAILING } from './support/arms.ts'
import { openStage, type More, type Stage } from './support/canary.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rate: 60_000 })
})
afterEach(async () => await stage.close())

const SCHEDULE = { facts: { event: 'schedule' as const } }

/** The most that docs/rollouts.md promises for a scenario. */
function promised(scenario: string): number {
  const row = read('docs/rollouts.md')
    .split('\n')
    .find((line) => line.startsWith(`| ${scenario} `))
  const most = Number(/(\d+)\s*\|$/.exec(row ?? '')?.[1])
  if (!Number.isFinite(most)) throw new Error(`docs/rollouts.md has no row "${scenario}"`)
  return most
}

async function requestsOf(
  decision: string,
  inputs: Readonly<Record<string, string>>,
  more: More = {},
): Promise<number> {
  const before = stage.sandbox.state.requests.length
  const { outputs, log } = await stage.canary({ 'max-wait': '60s', 'blind-for': '60s', ...inputs }, more)
  expect(outputs['decision'], log).toBe(decision)
  const requests = stage.sandbox.state.requests.length - before
  // The next scenario is another service behind the same router.
  await fetch(`${stage.router.url}/weight`, { method: 'PUT', body: '{"weight":0}' })
  return requests
}

test('a rollout asks GitHub no more often than the docs say', async () => {
  const counted: (readonly [string, number])[] = []
  const count = (scenario: string, requests: number): void => void counted.push([scenario, requests])

  stage.arms.rate = 500
  const few = await requestsOf('hold', { 'max-wait': '2s' })
  count('a run that holds', few)
  stage.arms.rate = 60_000
  count('a scheduled run that continues and promotes', await requestsOf('promote', {}, SCHEDULE))
  count('a scheduled run with nothing to do', await requestsOf('none', { service: 'idle' }, SCHEDULE))
  count('a canary of three rungs on a pull request', await requestsOf('promote', { service: 'three' }))
  const four = await requestsOf('promote', { service: 'four', ladder: '5, 25, 50, 100' })
  count('one more rung', four - (counted.at(-1)?.[1] ?? 0))
  stage.arms.candidate = FAILING
  count('a roll-back on the first rung', await requestsOf('roll-back', { service: 'bad' }))
  stage.arms.rate = 100
  const [short, long] = [
    await requestsOf('hold', { service: 'short', settle: '2s', 'max-wait': '2s' }),
    await requestsOf('hold', { service: 'long', settle: '2s', 'max-wait': '8s' }),
  ]
  count('twenty-four more looks', long - short)

  console.log(
    counted.map(([scenario, requests]) => `${String(requests).padStart(3)}  ${scenario}`).join('\n'),
  )
  for (const [scenario, requests] of counted)
    expect(requests, scenario).toBeLessThanOrEqual(promised(scenario))
}, 300_000)
