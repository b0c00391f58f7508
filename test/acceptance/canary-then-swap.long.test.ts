import { join } from 'node:path'
import { factsFor, runAction, type ActionResult } from '@sluice/sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../support/files.ts'
import { FAILING, SOUND } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'
import { listen, type Listening } from './support/listen.ts'

let stage: Stage
let green: Listening
beforeEach(async () => {
  stage = await openStage()
  green = await listen((_, response) => response.end('ok'))
})
afterEach(async () => {
  expect(stage.sandbox.state.violations).toEqual([])
  await Promise.all([stage.close(), green.close()])
})

/** bluegreen-swap of the same commit, service and environment, behind the same router. */
const swap = async (): Promise<ActionResult> =>
  await runAction({
    action: join(root, 'actions/bluegreen-swap'),
    workspace: stage.workspace,
    facts: factsFor(stage.sandbox, stage.repository, { pull: stage.pull }),
    with: {
      environment: 'staging',
      service: 'shop',
      router: 'proxy',
      'router-settings': `url: ${stage.router.url}`,
      smoke: `url: ${green.url}`,
      settle: '50ms',
      watch: `{ for: 500ms, at-most: 10s, every: 250ms, probe: '${green.url}', probe-rate: 50, probe-limit: 5% }`,
    },
  })

describe('bluegreen-swap of a commit that canary-step has released', () => {
  test('is refused while the promoted canary is open, in words that name it, and nothing moves', async () => {
    expect((await stage.canary()).outputs['decision']).toBe('promote')
    const { outputs, code, log } = await swap()
    expect(outputs, log).toMatchObject({ decision: 'refused', reason: 'already_open' })
    expect(log).toContain('canary-step has')
    expect(code).toBe(1)
    expect(stage.router.weights).toEqual([0, 5, 50, 100])
  })

  test('is a decision of its own: what the canary decided is not taken for a swap', async () => {
    stage.arms.candidate = FAILING
    expect((await stage.canary()).outputs['decision']).toBe('roll-back')
    stage.arms.candidate = SOUND
    const { outputs, log } = await swap()
    expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green' })
    expect(outputs['reason'], log).not.toBe('already_decided')
    expect(stage.router.weights.slice(-1)).toEqual([100])
  })
})
