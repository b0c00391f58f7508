import {
  addStatus,
  createDeployment,
  getDeployment,
  GitHubError,
  listDeployments,
  listStatuses,
  upsertCheckRun,
} from '@sluice/github'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

describe('deployment records', () => {
  let world: World
  let sha: string
  beforeEach(async () => {
    world = await createWorld()
    sha = world.repository.pullRequest().headSha
  })
  afterEach(async () => {
    expect(world.sandbox.state.violations).toEqual([])
    await world.sandbox.close()
  })
  const ask = (step: number, environment = 'production') => ({
    ref: sha,
    environment,
    task: 'sluice:api',
    payload: { step },
  })

  test('our own pending check and a branch behind do not stand in the way', async () => {
    const github = world.connect()
    const { sha: headSha } = world.repository.commit({ branch: 'behind' })
    const pending = {
      name: 'c',
      headSha,
      externalId: 'c',
      status: 'in_progress',
      title: 't',
      summary: 's',
    } as const
    await upsertCheckRun(github, pending)
    world.repository.commit()
    const made = await createDeployment(github, { ...ask(1), ref: 'behind' })
    expect(made.payload).toEqual({ step: 1 })
    expect(world.sandbox.state.requests.at(-1)?.body).toMatchObject({
      auto_merge: false,
      required_contexts: [],
    })
  })

  test('a record is found again by environment and task, newest first, its payload as it was', async () => {
    const github = world.connect()
    for (const step of [5, 25, 50]) await createDeployment(github, ask(step))
    await createDeployment(github, { ...ask(1), task: 'other' })
    const found = await listDeployments(github, { environment: 'production', task: 'sluice:api' })
    expect(found.map(({ payload }) => payload)).toEqual([{ step: 50 }, { step: 25 }, { step: 5 }])
    expect(await getDeployment(github, found[0]?.id ?? 0)).toEqual(found[0])
  })

  test('a payload that came as text is parsed, and text that is no JSON stays text', async () => {
    const github = world.connect()
    world.repository.record.deployments.push({ ...(await stored(github, 1)), id: 9001, payload: '{"a":1}' })
    world.repository.record.deployments.push({ ...(await stored(github, 2)), id: 9002, payload: 'a:1' })
    const found = await listDeployments(github, { limit: 4 })
    expect(found.map(({ payload }) => payload)).toContainEqual({ a: 1 })
    expect(found.map(({ payload }) => payload)).toContain('a:1')
  })
  const stored = async (github: ReturnType<World['connect']>, step: number) => {
    await createDeployment(github, ask(step))
    const last = world.sandbox.state.deployments(NAME).at(-1)
    if (last === undefined) throw new Error('nothing was stored')
    return last
  }

  test('more than a page of deployments is read, and no more than asked for', async () => {
    const github = world.connect()
    const one = await stored(github, 1)
    for (let i = 0; i < 130; i += 1) world.repository.record.deployments.push({ ...one, id: 10_000 + i })
    expect(await listDeployments(github, { limit: 200 })).toHaveLength(131)
    expect(await listDeployments(github, { limit: 7 })).toHaveLength(7)
  })

  test('statuses are kept newest first with both links, the description cut at 140', async () => {
    const github = world.connect()
    const { id } = await createDeployment(github, ask(5))
    await addStatus(github, { id, state: 'in_progress', description: 'é'.repeat(200) })
    const links = { environmentUrl: 'https://shop.example.com/', logUrl: 'https://example.com/run' }
    await addStatus(github, { id, state: 'success', ...links })
    const history = await listStatuses(github, id)
    expect(history.map(({ state }) => state)).toEqual(['success', 'in_progress'])
    expect(history[0]).toMatchObject(links)
    expect([...(history[1]?.description ?? '')]).toHaveLength(140)
  })

  test('a lost answer does not make two records', async () => {
    world.sandbox.inject({ match: { operation: 'repos/create-deployment' }, respond: 'drop-after' })
    const made = await createDeployment(world.connect(), ask(1))
    expect(world.sandbox.state.deployments(NAME).map(({ id }) => id)).toEqual([made.id])
  })

  test.each([
    [202, { message: 'Auto-merged main into topic on deployment.' }, 'made no deployment'],
    [409, { message: 'Conflict merging main into topic.' }, '409'],
  ])('an answer of %i is an error that says what came back', async (status, body, words) => {
    world.sandbox.inject({ match: { operation: 'repos/create-deployment' }, respond: { status, body } })
    const failure = await createDeployment(world.connect(), ask(1)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(GitHubError)
    expect(failure).toMatchObject({ status, operation: 'record a deployment to production' })
    expect(String(failure)).toContain(words)
  })

  test('a missing permission is an error with the permission in its hint', async () => {
    const github = world.connect({ kind: 'workflow', permissions: { checks: 'write' } })
    await expect(createDeployment(github, ask(1))).rejects.toMatchObject({
      status: 403,
      hint: expect.stringContaining('`permissions: deployments: write`') as unknown,
    })
  })
})
