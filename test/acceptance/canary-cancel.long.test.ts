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
const schedule = { facts: { event: 'schedule' as const } }
const lastWord = (): string =>
  stage.sandbox.state.deployments('acme/shop').at(-1)?.statuses.at(-1)?.description ?? ''

describe('canary-step interrupted', () => {
  test('a cancel pauses: traffic goes back, a schedule leaves it there, `resume` continues', async () => {
    const { outputs, post } = await stage.canary(
      {},
      {
        onStart: onceShifted((child) => {
          child.kill('SIGINT')
          setTimeout(() => child.kill('SIGTERM'), 300).unref()
        }),
      },
    )
    expect(outputs).toMatchObject({
      outcome: 'inconclusive',
      decision: 'pause',
      reason: 'CANCELLED',
      weight: '0',
    })
    expect(stage.router.weights).toEqual([0, 5, 0])
    expect(post?.code).toBe(0)
    expect(lastWord()).toMatch(/^Paused at 0%/)

    const scheduled = await stage.canary({}, schedule)
    expect(scheduled.outputs).toMatchObject({ decision: 'none', reason: 'paused' })
    expect(stage.router.weights).toEqual([0, 5, 0])

    stage.arms.rate = 60_000
    const resumed = await stage.canary({ command: 'resume' }, { facts: { event: 'workflow_dispatch' } })
    expect(resumed.outputs).toMatchObject({ decision: 'promote', weight: '100' })
  })

  test('killed, its post step takes traffic home and holds the record', async () => {
    const { code, post } = await stage.canary({}, { onStart: onceShifted((child) => child.kill('SIGKILL')) })
    expect(code).toBe(null)
    expect(post?.code).toBe(0)
    expect(stage.router.weights).toEqual([0, 5, 0])
    expect(lastWord()).toMatch(/^Waits at 0%/)
  })

  test('killed after some looks, its post step publishes the evidence of the last one', async () => {
    let main: ChildProcess | undefined
    let looks = 0
    const { post } = await stage.canary(
      {},
      {
        onStart: (child) => void (main = child),
        onLine: (line) => {
          if (line.includes('holds at 5%')) looks += 1
          if (looks === 4) main?.kill('SIGKILL')
        },
      },
    )
    expect(post?.code, post?.log).toBe(0)
    const { evidence } = stage.verdict()
    const seen = evidence.find(({ metric }) => metric === 'error rate')?.samples.blocks ?? []
    expect(seen.map(({ candidate }) => candidate.kind)).toContain('proportion')
    const [comment] = stage.sandbox.state.comments('acme/shop', stage.pull)
    expect(comment?.body).toContain('reached the candidate')
    expect(comment?.body).toContain('is back on the baseline')
    expect(stage.sandbox.state.checkRuns('acme/shop')[0]?.status).toBe('in_progress')
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

  test('two at once: the second has nothing to do and touches nothing', async () => {
    let second: Promise<{ outputs: Readonly<Record<string, string>>; code: number | null }> | undefined
    const first = await stage.canary(
      { 'max-wait': '10s' },
      {
        onStart: onceShifted(() => {
          second = stage.canary({ 'max-wait': '10s' })
        }),
      },
    )
    const other = await second
    expect(other?.outputs).toMatchObject({ decision: 'none', reason: 'owner_at_work' })
    expect(other?.code).toBe(0)
    expect(first.outputs).toMatchObject({ decision: 'hold' })
    expect(stage.router.weights).toEqual([0, 5, 0])
  })
})

function lastRun(stage: Stage): number {
  return stage.sandbox.state.runs('acme/shop').at(-1)?.id ?? 0
}
