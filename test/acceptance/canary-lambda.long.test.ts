import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLambdaStandIn, type LambdaStandIn } from '../servers/aws-lambda.ts'
import { AWS_KEYS } from '../servers/aws-stand-in.ts'
import { startArms, type Arms } from './support/arms.ts'
import { openStage, type More, type Stage } from './support/canary.ts'

let stage: Stage
let service: LambdaStandIn
let arms: Arms
/** The version that is being released. */
let released = '8'
beforeEach(async () => {
  released = '8'
  stage = await openStage()
  service = await startLambdaStandIn(['7', '8', '9'])
  arms = await startArms(() => 100 * service.share(released), 60_000)
})
afterEach(async () => {
  await Promise.all([stage.close(), service.stop(), arms.close()])
})

/** A release of version `candidate` beside `baseline`, which serves everyone. */
const release = async (
  baseline: string,
  candidate: string,
  more: More,
  inputs: Readonly<Record<string, string>> = {},
) => {
  released = candidate
  return await stage.canary(
    {
      router: 'lambda',
      'router-settings': JSON.stringify({
        function: 'shop',
        alias: 'live',
        baseline,
        candidate,
        settles: '100ms',
      }),
      'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ladder: '50, 100',
      ...inputs,
    },
    {
      ...more,
      env: {
        AWS_ACCESS_KEY_ID: AWS_KEYS.id,
        AWS_SECRET_ACCESS_KEY: AWS_KEYS.secret,
        AWS_REGION: 'eu-central-1',
        AWS_ENDPOINT_URL_LAMBDA: service.url,
      },
    },
  )
}

/** Undecided at the end of its time, with traffic on the candidate. */
const HELD = {
  'min-trials': '100000000',
  'max-wait': '4s',
  'between-runs': 'stay',
  grace: '100s',
  'blind-for': '100s',
}

describe('revisions of AWS Lambda', () => {
  test('two releases in a row: what was promoted is the next baseline, and a schedule in between does nothing', async () => {
    const first = await release('7', '8', { facts: { pull: stage.pull } })
    expect(first.outputs, first.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(service.alias).toMatchObject({ FunctionVersion: '8', weights: {} })
    const quiet = await release('7', '8', { facts: { event: 'schedule' } })
    expect(quiet.outputs, quiet.log).toMatchObject({ decision: 'none', reason: 'nothing_open' })
    expect(service.alias).toMatchObject({ FunctionVersion: '8', weights: {} })

    const next = stage.repository.pullRequest({ title: 'The next one' }).number
    const second = await release('8', '9', { facts: { pull: next } })
    expect(second.outputs, second.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(service.alias).toMatchObject({ FunctionVersion: '9', weights: {} })
    const states = stage.sandbox.state.deployments('acme/shop').map(({ statuses }) => statuses.at(-1)?.state)
    expect(states).toEqual(['inactive', 'success'])
  })

  test('a newer release replaces a held one, although it does not know its version', async () => {
    const held = await release('7', '8', { facts: { pull: stage.pull } }, HELD)
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold', weight: '50' })
    const next = stage.repository.pullRequest({ title: 'The next one' }).number
    const second = await release('7', '9', { facts: { pull: next } })
    expect(second.outputs, second.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(service.alias).toMatchObject({ FunctionVersion: '9', weights: {} })
    const ended = stage.sandbox.state.deployments('acme/shop').map(({ statuses }) => statuses.at(-1))
    expect(ended.map((status) => status?.state)).toEqual(['inactive', 'success'])
    expect(stage.sandbox.state.checkRuns('acme/shop').map(({ status }) => status)).toEqual([
      'completed',
      'completed',
    ])
  })

  test('a version that already has traffic is refused', async () => {
    Object.assign(service.alias, { FunctionVersion: '7', weights: { 8: 0.1 } })
    const { outputs, log } = await release('7', '8', { facts: { pull: stage.pull } })
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'candidate_has_traffic' })
    expect(service.alias).toMatchObject({ FunctionVersion: '7', weights: { 8: 0.1 } })
  })
})
