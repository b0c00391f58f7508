import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startArgo, type ArgoStandIn } from '../servers/argo-rollouts.ts'
import { FAILING, startArms, type Arms } from './support/arms.ts'
import { openStage, type More, type Stage } from './support/canary.ts'

let stage: Stage
let argo: ArgoStandIn
let arms: Arms
/** The version that is released. */
let released = 'shop:2'
/** Shares that users met, in order. */
let met: number[]
let watching: NodeJS.Timeout
beforeEach(async () => {
  released = 'shop:2'
  stage = await openStage()
  argo = await startArgo({
    steps: [{ pause: {} }, { setWeight: 5 }, { pause: {} }, { setWeight: 50 }, { pause: {} }],
  })
  // Once it is promoted, the newest version is the stable one.
  arms = await startArms(() => argo.share(released), 60_000)
  met = []
  watching = setInterval(() => {
    const share = argo.share(released)
    if (met.at(-1) !== share) met.push(share)
  }, 5)
})
afterEach(async () => {
  clearInterval(watching)
  await Promise.all([stage.close(), argo.stop(), arms.close()])
})

const release = async (
  inputs: Readonly<Record<string, string>> = {},
  more: More = { facts: { pull: stage.pull } },
) =>
  await stage.canary(
    {
      router: 'argo-rollouts',
      'router-settings': JSON.stringify({ ...argo.settings, settles: '100ms' }),
      'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
      ladder: '5, 50, 100',
      ...inputs,
    },
    more,
  )

describe('a Rollout of Argo Rollouts', () => {
  test('with a sound version is promoted over each of its steps, and so is the next one', async () => {
    const first = await release()
    expect(first.outputs, first.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(met).toEqual([0, 5, 50, 100])
    expect(argo.status()).toMatchObject({ stableRS: argo.status().currentPodHash, phase: 'Healthy' })
    const again = await release(
      {},
      { facts: { pull: stage.repository.pullRequest({ title: 'Too early' }).number } },
    )
    expect(again.outputs, again.log).toMatchObject({ decision: 'error', reason: 'candidate_has_traffic' })
    expect(again.log).toContain('deploy the candidate first')
    argo.deploy((released = 'shop:3'))
    const next = stage.repository.pullRequest({ title: 'The next one' }).number
    const second = await release({}, { facts: { pull: next } })
    expect(second.outputs, second.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(argo.share('shop:3')).toBe(100)
  })

  test('with a failing version is aborted, and the weights that users met say so', async () => {
    arms.candidate = FAILING
    const { outputs, code, log } = await release()
    expect(outputs, log).toMatchObject({ outcome: 'fail', decision: 'roll-back', weight: '0' })
    expect(code).toBe(1)
    expect(met).toEqual([0, 5, 0])
    expect(argo.status()).toMatchObject({ abort: true, phase: 'Degraded' })
  })

  test('that waits at home between runs starts at its first step again', async () => {
    const waits = { 'min-trials': '1000000000', 'when-held': 'succeed', 'between-runs': 'home' }
    const held = await release({ ...waits, 'max-wait': '2s' })
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold', weight: '0' })
    expect(met).toEqual([0, 5, 0])
    expect(argo.status()).toMatchObject({ abort: true })
    // A person decides: nothing is judged with so many trials.
    const promoted = await release({ ...waits, command: 'promote' })
    expect(promoted.outputs, promoted.log).toMatchObject({ decision: 'promote', weight: '100' })
    expect(met.at(-1)).toBe(100)
  })

  test('with other steps than the ladder is refused before anybody is moved, with every difference', async () => {
    const { outputs, log } = await release({ ladder: '5, 25, 100' })
    expect(outputs, log).toMatchObject({ decision: 'error', reason: 'preflight_failed' })
    const said = log.replaceAll('%25', '%')
    expect(said).toContain('the rollout asks for 25%, but the engine stops at 5%, 50%')
    expect(said).toContain('the engine stops at 50%, which is not in the ladder')
    expect(met).toEqual([0])
  })

  test('that somebody else aborts ends the release, and passes nothing', async () => {
    const running = release({ 'min-trials': '1000000000' })
    await expect.poll(() => argo.share(), { timeout: 60_000 }).toBe(5)
    argo.patch({ abort: true })
    const { outputs, log } = await running
    // Before the rise was confirmed it is an error, after it somebody else's change.
    expect(['abort', 'error'], log).toContain(outputs.decision)
    expect(outputs).toMatchObject({ weight: '0' })
    expect(met).toEqual([0, 5, 0])
  })

  test('is not begun with what an engine cannot do', async () => {
    const { outputs, log } = await release({ ladder: '', weight: '5' })
    expect(outputs.decision, log).toBe('error')
    expect(log).toContain('cannot be used with `weight`')
  })
})
