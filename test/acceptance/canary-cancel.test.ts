import type { ChildProcess } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ rate: 200 })
})
afterEach(async () => await stage.close())

/** Does something to the main step once the router holds the first rung. */
const onceShifted = (act: (child: ChildProcess) => void) => (child: ChildProcess) => {
  const timer = setInterval(() => {
    if (stage.router.weight() !== 5) return
    clearInterval(timer)
    act(child)
  }, 20)
}

describe('canary-step interrupted', () => {
  test('cancelled as the runner cancels, it puts traffic back and says so', async () => {
    const { outputs, post } = await stage.canary(
      {},
      {
        onStart: onceShifted((child) => {
          child.kill('SIGINT')
          setTimeout(() => child.kill('SIGTERM'), 300).unref()
        }),
      },
    )
    expect(outputs).toMatchObject({ outcome: 'inconclusive', decision: 'error', reason: 'CANCELLED' })
    expect(stage.router.weights).toEqual([0, 5, 0])
    expect(post?.code).toBe(0)
    const [deployment] = stage.sandbox.state.deployments('acme/shop')
    expect(deployment?.statuses.at(-1)).toMatchObject({ state: 'error' })
  })

  test('killed, its post step puts traffic back', async () => {
    const { code, post } = await stage.canary({}, { onStart: onceShifted((child) => child.kill('SIGKILL')) })
    expect(code).toBe(null)
    expect(post?.code).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 0])
    const [deployment] = stage.sandbox.state.deployments('acme/shop')
    expect(deployment?.statuses.at(-1)).toMatchObject({ state: 'error' })
  })

  test('killed with its machine, the next run continues the rollout it finds', async () => {
    const first = await stage.canary(
      {},
      { onStart: onceShifted((child) => child.kill('SIGKILL')), post: false },
    )
    expect(first.outputs).toEqual({})
    stage.repository.endRun(lastRun(stage), 'failure')
    stage.arms.rate = 60_000
    const { outputs } = await stage.canary()
    expect(outputs).toMatchObject({ decision: 'promote', weight: '100' })
    expect(stage.sandbox.state.deployments('acme/shop')).toHaveLength(1)
  })

  test('two at once: the second refuses and touches nothing', async () => {
    let second: Promise<{ outputs: Readonly<Record<string, string>> }> | undefined
    const first = await stage.canary(
      { 'max-wait': '3s' },
      {
        onStart: onceShifted(() => {
          second = stage.canary({ 'max-wait': '3s' })
        }),
      },
    )
    expect((await second)?.outputs).toMatchObject({ decision: 'error', reason: 'ROLLOUT_IN_PROGRESS' })
    expect(first.outputs).toMatchObject({ decision: 'hold' })
    expect(stage.router.weights).toEqual([0, 5])
  })
})

function lastRun(stage: Stage): number {
  return stage.sandbox.state.runs('acme/shop').at(-1)?.id ?? 0
}
