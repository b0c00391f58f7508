import {
  createDeployment,
  findPullRequest,
  readPullRequestHead,
  upsertCheckRun,
  upsertComment,
  type Memory,
} from '@sluice/github'
import { SECONDARY_LIMIT } from '@sluice/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

let world: World
afterEach(async () => await world.sandbox.close())

const checkOf = (headSha: string, summary = 's') =>
  ({ name: 'c', headSha, externalId: 'c', status: 'in_progress', title: 't', summary }) as const

describe('lists that never show what was just written', () => {
  const NEVER = 3_600_000

  test('one check and one comment are made and edited by their ids, also over a second connection', async () => {
    world = await createWorld({ listLagMs: NEVER })
    const { headSha, number: issue } = world.repository.pullRequest()
    const memory: Memory = new Map()
    for (const text of ['first', 'second', 'third']) {
      const github = world.connect(undefined, { memory })
      await upsertCheckRun(github, checkOf(headSha, text))
      await upsertComment(github, { issue, key: ['k'], body: text })
    }
    expect(world.sandbox.state.checkRuns(NAME).map((one) => one.summary)).toEqual(['third'])
    expect(world.sandbox.state.comments(NAME)).toHaveLength(1)
    expect(world.sandbox.state.comments(NAME)[0]?.body).toContain('third')
  })

  test('what was deleted meanwhile is made again', async () => {
    world = await createWorld()
    const { number: issue } = world.repository.pullRequest()
    const github = world.connect()
    await upsertComment(github, { issue, key: ['k'], body: 'first' })
    world.repository.record.comments.splice(0)
    expect(await upsertComment(github, { issue, key: ['k'], body: 'second' })).toMatchObject({
      published: true,
    })
    expect(world.sandbox.state.comments(NAME)).toHaveLength(1)
  })
})

describe('lost answers beside lists that lag', () => {
  test.each(['checks/create', 'issues/create-comment', 'repos/create-deployment'])(
    '%s makes one thing, for it is looked for until lists have caught up',
    async (operation) => {
      world = await createWorld({ listLagMs: 60 })
      const { headSha, number: issue } = world.repository.pullRequest()
      world.sandbox.inject({ match: { operation }, respond: 'drop-after' })
      const github = world.connect(undefined, { retryBaseMs: 20 })
      await upsertCheckRun(github, checkOf(headSha))
      await upsertComment(github, { issue, key: ['k'], body: 'b' })
      await createDeployment(github, { ref: headSha, environment: 'production', payload: { nonce: 1 } })
      const { state } = world.sandbox
      expect(
        [state.checkRuns(NAME), state.comments(NAME), state.deployments(NAME)].map((all) => all.length),
      ).toEqual([1, 1, 1])
    },
  )

  test('comments that two runs wrote at once become one when the next run writes', async () => {
    world = await createWorld({ listLagMs: 60 })
    const { number: issue } = world.repository.pullRequest()
    const write = async (body: string): Promise<unknown> =>
      await upsertComment(world.connect(), { issue, key: ['k'], body })
    await Promise.all([write('a'), write('b')])
    await expect.poll(async () => (await write('c'), world.sandbox.state.comments(NAME).length)).toBe(1)
    expect(world.sandbox.state.comments(NAME)[0]?.body).toContain('c')
  })
})

test('a secondary limit does not make two of anything', async () => {
  world = await createWorld()
  const { headSha } = world.repository.pullRequest()
  world.sandbox.inject({ match: { operation: 'checks/create' }, respond: SECONDARY_LIMIT })
  const github = world.connect(undefined, { secondMs: 5 })
  expect(await upsertCheckRun(github, checkOf(headSha))).toMatchObject({ published: true })
  expect(world.sandbox.state.requestCounts()).toEqual({ 'checks/list-for-ref': 1, 'checks/create': 2 })
})

describe('the pull request that a commit came from', () => {
  test.each(['merge', 'squash'] as const)('is the one that was merged by a %s', async (how) => {
    world = await createWorld()
    world.repository.pullRequest()
    const pull = world.repository.pullRequest()
    const { sha } = world.repository.merge(pull, how)
    expect(await findPullRequest(world.connect(), sha)).toBe(pull.number)
    expect(await readPullRequestHead(world.connect(), pull.number)).toBe(pull.headSha)
  })

  test('is not guessed where two are open on one commit, and is none for a commit of its own', async () => {
    world = await createWorld()
    const pull = world.repository.pullRequest()
    expect(await findPullRequest(world.connect(), pull.headSha)).toBe(pull.number)
    world.repository.record.pulls.push({ ...pull, number: 99 })
    expect(await findPullRequest(world.connect(), pull.headSha)).toBeUndefined()
    expect(await findPullRequest(world.connect(), world.repository.commit().sha)).toBeUndefined()
  })
})
