import { describe, expect } from 'vitest'
import { test, type Stage } from './support/canary.ts'

const HELD = {
  'min-trials': '100000000',
  'max-wait': '1s',
  'between-runs': 'stay',
  grace: '100s',
  'blind-for': '100s',
}

let ids = 1

/** Somebody writes a comment on a pull request, and the example workflow runs. */
async function comments(
  stage: Stage,
  login: string,
  body: string,
  more: { pull?: number; action?: string } = {},
) {
  const payload = {
    action: more.action ?? 'created',
    issue: { number: more.pull ?? stage.pull, pull_request: {} },
    comment: { id: (ids += 1), body, user: { login } },
  }
  return await stage.canary(
    { command: 'comment', metrics: '', ladder: '' },
    { facts: { event: 'issue_comment', payload } },
  )
}

const answers = (stage: Stage, pull = stage.pull): readonly string[] =>
  stage.sandbox.state
    .comments('acme/shop', pull)
    .map(({ body }) => body)
    .filter((body) => body.includes('asked for'))

describe('commands in comments', { timeout: 300_000 }, () => {
  test('people who may write abort the rollout of their pull request, and strangers do nothing', async ({
    stage,
  }) => {
    stage.repository.collaborator('jane', 'write')
    stage.repository.collaborator('reader', 'read')
    const held = await stage.canary(HELD)
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold' })
    const before = stage.router.weights.length

    for (const stranger of ['mallory', 'reader']) {
      const { outputs, code, log } = await comments(stage, stranger, '/sluice abort')
      expect(outputs, log).toMatchObject({ decision: 'none', reason: 'not_permitted' })
      expect(code).toBe(0)
    }
    expect(answers(stage)).toEqual([])
    expect(stage.router.weights).toHaveLength(before)

    const edited = await comments(stage, 'jane', '/sluice abort', { action: 'edited' })
    expect(edited.outputs).toMatchObject({ decision: 'none', reason: 'no_command' })

    const status = await comments(stage, 'jane', '/sluice status\nWhat is going on?')
    expect(status.outputs, status.log).toMatchObject({ decision: 'none', reason: 'status_only' })
    expect(answers(stage).at(-1)).toMatch(/@jane asked for `status`: shop in staging has an open rollout: /)

    const aborted = await comments(stage, 'jane', '/sluice abort shop')
    expect(aborted.outputs, aborted.log).toMatchObject({ decision: 'abort', weight: '0' })
    expect(aborted.code).toBe(0)
    expect(stage.router.weight()).toBe(0)
    expect(answers(stage).at(-1)).toContain('@jane asked for `abort`: shop in staging was aborted at 0%.')
    expect(stage.sandbox.state.violations).toEqual([])
  })

  test('a comment on another pull request, of another service or with a misspelt command changes nothing', async ({
    stage,
  }) => {
    const held = await stage.canary(HELD)
    expect(held.outputs, held.log).toMatchObject({ decision: 'hold' })
    const before = stage.router.weights.length
    const other = stage.repository.pullRequest({ title: 'Something else' }).number
    const elsewhere = await comments(stage, 'acme', '/sluice abort', { pull: other })
    expect(elsewhere.outputs).toMatchObject({ decision: 'none', reason: 'other_pull_request' })
    expect(answers(stage, other)).toEqual([expect.stringContaining(`comes from pull request #${stage.pull}`)])

    const service = await comments(stage, 'acme', '/sluice abort api')
    expect(service.outputs).toMatchObject({ decision: 'none', reason: 'other_service' })
    const misspelt = await comments(stage, 'acme', '/sluice abrot')
    expect(misspelt.outputs).toMatchObject({ decision: 'none', reason: 'unknown_command' })
    expect(answers(stage)).toEqual([expect.stringContaining('Commands: abort, pause')])
    expect(stage.router.weights).toHaveLength(before)
  })
})
