import { factsFor } from '@sluice/sandbox'
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
  weight: 'keep' | 'reset' = 'reset',
): Promise<number> {
  const before = stage.sandbox.state.requests.length
  const { outputs, log } = await stage.canary({ 'max-wait': '60s', 'blind-for': '60s', ...inputs }, more)
  expect(outputs['decision'], log).toBe(decision)
  const requests = stage.sandbox.state.requests.length - before
  // The next scenario is another service behind the same router.
  if (weight === 'reset') await fetch(`${stage.router.url}/weight`, { method: 'PUT', body: '{"weight":0}' })
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
  const three = await requestsOf('promote', { service: 'three' })
  count('a canary of three steps on a pull request', three)
  const version = `["echo", "${stage.sandbox.state.repository('acme/shop').pulls[0]?.headSha ?? ''}"]`
  await requestsOf('promote', { service: 'beside', version, ladder: '50, 100' }, {}, 'keep')
  count('a finish', await requestsOf('finish', { service: 'beside', version, command: 'finish' }))
  const slots = {
    ...{ service: 'slots', slots: 'blue, green' },
    'source-settings': `urls: { blue: '${stage.arms.url}/baseline/metrics', green: '${stage.arms.url}/candidate/metrics' }`,
  }
  const { runId = '' } = factsFor(stage.sandbox, stage.repository, { pull: stage.pull })
  count('a claim before the deploy step', await requestsOf('none', { ...slots, command: 'claim' }, { runId }))
  count('the run after its claim, three steps', await requestsOf('promote', slots, { runId }))
  const four = await requestsOf('promote', { service: 'four', ladder: '5, 25, 50, 100' })
  count('one more step', four - three)
  stage.arms.candidate = FAILING
  count('a roll-back at the first step', await requestsOf('roll-back', { service: 'bad' }))
  stage.arms.rate = 100
  const held = { service: 'held', 'max-wait': '2s', 'between-runs': 'stay', grace: '60s' }
  await requestsOf('hold', held, {}, 'keep')
  count('a pause of a held rollout', await requestsOf('pause', { ...held, command: 'pause' }))
  count('a resume that holds again', await requestsOf('hold', { ...held, command: 'resume' }, {}, 'keep'))
  count('an abort of a held rollout', await requestsOf('abort', { ...held, command: 'abort' }))
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
