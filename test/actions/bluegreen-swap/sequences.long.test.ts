import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ActionResult } from '@sluice/sandbox'
import { listen, type Listening } from '../../acceptance/support/listen.ts'
import { fakeRouter, type FakeRouter } from '../../acceptance/support/router.ts'
import { openStage, type More, type Stage } from './stage.ts'

// Each test runs the action several times, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let stage: Stage
let router: FakeRouter
let green: Listening
let status = 200
beforeEach(async () => {
  status = 200
  stage = await openStage()
  router = await fakeRouter(0)
  green = await listen((request, response) =>
    response.writeHead(request.url === '/healthz' ? 200 : status).end(),
  )
})
afterEach(async () => {
  expect(stage.sandbox.state.violations).toEqual([])
  await Promise.all([router.close(), green.close()])
  await stage.close()
})

/** A watch that a sound green passes in a second. */
const QUICK = 'for: 500ms, at-most: 100s, every: 250ms, probe-rate: 200, probe-limit: 5%'
/** One that decides nothing in the time of a run, so that the swap waits on green. */
const SLOW = 'for: 30s, at-most: 60s, every: 250ms, per-run: 600ms, probe-rate: 20, probe-limit: 50%'

const swap = async (
  watch: string,
  more: More = {},
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionResult> =>
  await stage.swap(
    {
      router: 'proxy',
      'router-settings': `url: ${router.url}`,
      smoke: `url: ${green.url}/healthz`,
      watch: `{ ${watch}, probe: '${green.url}' }`,
      ...inputs,
    },
    more,
  )
/** Weights that the router had one after the other. */
const weights = (): readonly number[] =>
  router.weights.filter((weight, i) => weight !== router.weights[i - 1])
const checks = (): readonly string[] =>
  stage.sandbox.state.checkRuns('acme/shop').map(({ status, conclusion }) => `${status} ${conclusion ?? ''}`)
const finals = (): readonly (string | undefined)[] => stage.stories().map((story) => story.at(-1))

describe('a swap that has ended', () => {
  test('is not begun again by a schedule, a push or a re-run of the same commit', async () => {
    await swap(QUICK)
    expect(weights()).toEqual([0, 100])
    const scheduled = await swap(QUICK, { event: 'schedule' })
    expect(scheduled.outputs, scheduled.log).toMatchObject({ decision: 'none', reason: 'nothing_open' })
    expect(scheduled.code).toBe(0)
    const pushed = await swap(QUICK)
    expect(pushed.outputs).toMatchObject({ decision: 'swapped', reason: 'already_decided', live: 'green' })
    expect(weights()).toEqual([0, 100])
    expect(stage.states()).toHaveLength(1)
  })

  test('badly stays ended for schedules and pushes; a person who re-runs it begins it again, counted', async () => {
    status = 500
    await swap(QUICK, { runId: '41' })
    expect(weights()).toEqual([0, 100, 0])
    expect((await swap(QUICK, { event: 'schedule' })).outputs['decision']).toBe('none')
    const pushed = await swap(QUICK)
    expect(pushed.outputs).toMatchObject({
      decision: 'swapped-back',
      reason: 'already_decided',
      outcome: 'fail',
    })
    expect(pushed.code).toBe(1)
    expect(weights(), 'nobody met it again').toEqual([0, 100, 0])

    status = 200
    const again = await swap(QUICK, { runId: '41', runAttempt: '2' })
    expect(again.outputs, again.log).toMatchObject({ decision: 'swapped', live: 'green' })
    expect(stage.states()).toHaveLength(2)
  })
})

describe('a swap that waits on green', () => {
  beforeEach(async () => {
    const { outputs, log, code } = await swap(SLOW, {}, { 'when-held': 'succeed' })
    expect(outputs, log).toMatchObject({ decision: 'waiting', live: 'green' })
    expect(code).toBe(0)
    expect(weights()).toEqual([0, 100])
  })

  test('goes on with its own plan in a scheduled run of a later commit, and never leaves green', async () => {
    stage.commit()
    const { outputs, log } = await swap(`${QUICK}, per-run: 2s`, { event: 'schedule' })
    // Its own watch lasts 30 s: the quick one of the later commit does not decide about it.
    expect(outputs, log).toMatchObject({ decision: 'waiting', live: 'green' })
    expect(weights()).toEqual([0, 100])
    expect(stage.states()).toHaveLength(1)
  })

  test('makes way for another commit: first home, confirmed, then the new one from the beginning', async () => {
    stage.commit()
    const { outputs, log } = await swap(QUICK)
    expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green' })
    expect(weights()).toEqual([0, 100, 0, 100])
    expect(finals()).toEqual([expect.stringMatching(/^Replaced/), 'Finished at 100%.'])
    expect(checks()).toEqual(['completed action_required', 'completed success'])
  })

  test('refuses another commit where it is told to, and stays', async () => {
    stage.commit()
    const { outputs, code } = await swap(QUICK, {}, { 'when-superseded': 'refuse' })
    expect(outputs).toMatchObject({ decision: 'refused', reason: 'already_open' })
    expect(code).toBe(1)
    expect(weights()).toEqual([0, 100])
  })

  test.each([
    ['promote', 'swapped', [0, 100], 'Finished at 100%.'],
    ['pause', 'pause', [0, 100, 0], expect.stringMatching(/^Paused at 0%/)],
    ['abort', 'abort', [0, 100, 0], expect.stringMatching(/^Aborted/)],
  ] as const)('obeys %s', async (command, decision, want, last) => {
    const { outputs, log, code } = await swap(SLOW, { event: 'workflow_dispatch' }, { command })
    expect(outputs, log).toMatchObject({ decision })
    expect(code).toBe(0)
    expect(weights()).toEqual(want)
    expect(finals()).toEqual([last])
    // One check, however many runs wrote it: a paused swap is open, and no evidence has decided about the others.
    expect(checks()).toEqual([command === 'pause' ? 'in_progress ' : 'completed action_required'])
  })

  test('obeys an abort in a comment while another run is working, and tells that run', async () => {
    stage.repository.collaborator('jane', 'write')
    const { number: pull } = stage.repository.pullRequest({ title: 'Green' })
    const comments = async (body: string, login = 'jane'): Promise<ActionResult> => {
      const payload = {
        action: 'created',
        issue: { number: pull, pull_request: {} },
        comment: { id: 7, body, user: { login } },
      }
      return await swap(SLOW, { event: 'issue_comment', payload }, { command: 'comment' })
    }
    let aborting: Promise<ActionResult> | undefined
    const watching = SLOW.replace('per-run: 600ms, ', '')
    const atWork = await swap(watching, {
      event: 'schedule',
      onStart: () => {
        aborting = vi
          .waitFor(() => expect(stage.stories()[0]?.at(-1)).toMatch(/^This run continues/), 60_000)
          .then(async () => await comments('/sluice abort'))
      },
    })
    const aborted = await aborting
    expect(aborted?.outputs, aborted?.log).toMatchObject({ decision: 'abort', live: 'blue' })
    expect(aborted?.code).toBe(0)
    expect(atWork.outputs, atWork.log).toMatchObject({ decision: 'abort', live: 'blue' })
    expect(router.weights.at(-1)).toBe(0)
    expect(finals()).toEqual([expect.stringMatching(/^Aborted/)])
    const told = stage.sandbox.state.comments('acme/shop', pull).map(({ body }) => body)
    expect(told.filter((body) => body.includes('asked for'))).toEqual([
      expect.stringContaining('@jane asked for `abort`: shop in production'),
    ])
    const stranger = await comments('/sluice abort', 'mallory')
    expect(stranger.outputs).toMatchObject({ decision: 'none', reason: 'not_permitted' })
  })

  test('respects a hand on the router: it ends as aborted, and the weight stays', async () => {
    await fetch(`${router.url}/weight`, { method: 'PUT', body: '{"weight":30}' })
    const { outputs, log } = await swap(SLOW, { event: 'schedule' })
    expect(outputs, log).toMatchObject({ decision: 'abort', reason: 'weight_changed', live: '' })
    expect(router.weights.at(-1)).toBe(30)
  })
})

test('two runs of one commit at once make one swap', async () => {
  const both = await Promise.all([swap(QUICK), swap(QUICK)])
  expect(weights()).toEqual([0, 100])
  expect(both.map(({ outputs }) => outputs['decision'])).toContain('swapped')
  expect(both.every(({ outputs }) => ['swapped', 'none'].includes(outputs['decision'] ?? ''))).toBe(true)
  expect(stage.states().filter((states) => states.at(-1) === 'success')).toHaveLength(1)
})

test('a claim says where to deploy, and the run after it goes on with it', async () => {
  const claimed = await swap(QUICK, { runId: '61' }, { command: 'claim' })
  expect(claimed.outputs, claimed.log).toMatchObject({ deploy: 'true', slot: 'green', decision: 'none' })
  expect(weights()).toEqual([0])
  const { outputs, log } = await swap(QUICK, { runId: '61' })
  expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green' })
  expect(stage.states()).toHaveLength(1)
})

describe('a runner that is lost', () => {
  const dieWhen = (seen: () => boolean): More => ({
    runId: '51',
    post: false,
    onStart: (child) => {
      const poll = setInterval(() => {
        if (!seen()) return
        clearInterval(poll)
        child.kill('SIGKILL')
      }, 20)
    },
  })

  test('in the watch leaves a swap that the next run continues, on green, to its end', async () => {
    await swap(
      SLOW.replace('per-run: 600ms, ', ''),
      dieWhen(() => (stage.stories()[0]?.length ?? 0) > 0),
    )
    expect(weights()).toEqual([0, 100])
    const { outputs, log } = await swap(QUICK, {}, { command: 'promote' })
    expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green' })
    expect(weights()).toEqual([0, 100])
    expect(stage.states()).toHaveLength(1)
  })

  test('with a bad green is noticed by the next run, which goes home first', async () => {
    await swap(
      SLOW.replace('per-run: 600ms, ', ''),
      dieWhen(() => (stage.stories()[0]?.length ?? 0) > 0),
    )
    status = 500
    const { outputs, log } = await swap(QUICK, { event: 'schedule' })
    expect(outputs, log).toMatchObject({ decision: 'swapped-back', reason: 'regression_found', live: 'blue' })
    expect(weights()).toEqual([0, 100, 0])
  })

  test('in a rehearsal leaves traffic that the next run takes home; then the real swap begins', async () => {
    await swap(
      QUICK,
      dieWhen(() => router.weights.at(-1) === 100),
      { rehearse: '50' },
    )
    expect(router.weights.at(-1)).toBe(100)
    stage.commit()
    const { outputs, log } = await swap(QUICK)
    expect(outputs, log).toMatchObject({ decision: 'swapped' })
    expect(weights().slice(-3)).toEqual([100, 0, 100])
    expect(finals()[1]).toBe('Finished at 100%.')
  })

  test('while blue drains leaves a swap that the next run finishes, without watching it again', async () => {
    const retire = JSON.stringify({ after: '20s', run: ['true'] })
    await swap(
      QUICK,
      dieWhen(() => stage.stories()[0]?.at(-1) === 'Promoted to 100%.'),
      { retire },
    )
    const { outputs, log } = await swap(
      QUICK,
      { event: 'schedule' },
      { retire: '{ after: 0s, run: [echo, retired] }' },
    )
    expect(outputs, log).toMatchObject({ decision: 'swapped' })
    expect(weights()).toEqual([0, 100])
    expect(finals()).toEqual(['Finished at 100%.'])
  })
})
