import { addStatus, connectGitHub, createDeployment, listDeployments, upsertComment } from '@sluice/github'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, NAME } from './world.ts'
import type { World } from './world.ts'

describe('when GitHub does not answer as it should', () => {
  let world: World
  beforeEach(async () => {
    // Read once by `@actions/github`, when a client is first opened.
    process.env['GITHUB_JOB'] = 'canary'
    process.env['GITHUB_WORKFLOW'] = 'release'
    world = await createWorld()
    world.repository.pullRequest()
  })
  afterEach(async () => await world.sandbox.close())
  const comment = { issue: 1, key: ['k'], body: 'b' }

  test('a 500 is tried again three times and no more', async () => {
    world.sandbox.inject({ match: { path: '/deployments' }, times: 3, respond: { status: 500 } })
    expect(await listDeployments(world.connect(), {})).toEqual([])
    world.sandbox.inject({ match: { path: '/deployments' }, times: 9, respond: { status: 502 } })
    await expect(listDeployments(world.connect(), {})).rejects.toMatchObject({ status: 502 })
    expect(world.paths('GET')).toHaveLength(4 + 4)
  })

  test('retry-after is waited for, to the second', async () => {
    const respond = { status: 429, headers: { 'retry-after': '1' }, body: { message: 'slow down' } }
    world.sandbox.inject({ match: { path: '/deployments' }, respond })
    const started = performance.now()
    expect(await listDeployments(world.connect(), {})).toEqual([])
    expect(performance.now() - started).toBeGreaterThan(990)
    expect(world.warnings.join()).toContain('wait 1 s')
  })

  test('a secondary limit that asks for sixty seconds is outlived, and the time does not count as the call’s', async () => {
    const respond = {
      status: 403,
      headers: { 'retry-after': '60' },
      body: { message: 'secondary rate limit' },
    }
    world.sandbox.inject({ match: { operation: 'issues/create-comment' }, respond })
    const github = world.connect(undefined, { secondMs: 60, callMs: 3000 })
    expect(await upsertComment(github, comment)).toMatchObject({ published: true })
    expect(world.warnings.join()).toContain('GitHub asks to wait 60 s')
    expect(world.sandbox.state.comments(NAME)).toHaveLength(1)
  })

  test('a missing permission is named together with the job that needs it', async () => {
    const github = world.connect({ kind: 'workflow', permissions: { checks: 'write' } })
    await expect(listDeployments(github, {})).rejects.toMatchObject({
      status: 403,
      hint: expect.stringContaining(
        'Give job "canary" of workflow "release" `permissions: deployments: read`',
      ) as unknown,
    })
  })

  test('a wait beyond our patience is not begun, and is reported', async () => {
    const respond = {
      status: 403,
      headers: { 'retry-after': '3600' },
      body: { message: 'secondary rate limit' },
    }
    world.sandbox.inject({ match: { path: '/comments' }, respond })
    const started = performance.now()
    const result = await upsertComment(world.connect(), comment)
    expect(result.published ? '' : result.because).toContain('slow down')
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('an exhausted primary limit is named and not waited an hour for', async () => {
    const tight = await createWorld({ rateLimits: { core: 1 } })
    const github = tight.connect()
    await listDeployments(github, {})
    await expect(listDeployments(github, {})).rejects.toMatchObject({
      status: 403,
      hint: expect.stringContaining('slow down') as unknown,
    })
    await tight.sandbox.close()
  })

  test('a call ends at its deadline though no answer comes', async () => {
    world.sandbox.inject({ match: { path: '/comments' }, times: 9, respond: { delayMs: 25_000 } })
    const started = performance.now()
    const result = await upsertComment(world.connect(undefined, { callMs: 200 }), comment)
    expect(result.published ? '' : result.because).toContain('gave up after 200 ms')
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('GitHub gone is a value for what is published and an error for what is recorded', async () => {
    const gone = { apiUrl: 'http://127.0.0.1:9' }
    const result = await upsertComment(world.connect(undefined, gone), comment)
    expect(result.published ? '' : result.because).toMatch(/no answer.*could not be reached/s)
    const record = addStatus(world.connect(undefined, gone), { id: 1, state: 'success' })
    await expect(record).rejects.toMatchObject({ status: 0 })
  })

  test('while GitHub is down every further call is tried once, until one gets through', async () => {
    const github = world.connect()
    const drop = { match: { path: '/deployments' }, respond: 'drop' } as const
    world.sandbox.inject({ ...drop, times: 5 })
    await expect(listDeployments(github, {})).rejects.toMatchObject({ status: 0 })
    expect(world.paths('GET')).toHaveLength(4)
    await expect(listDeployments(github, {})).rejects.toMatchObject({ status: 0 })
    expect(world.paths('GET')).toHaveLength(5)
    expect(await listDeployments(github, {})).toEqual([])
    world.sandbox.inject(drop)
    expect(await listDeployments(github, {})).toEqual([])
  })

  test('a cancelled job is neither: its reason is thrown at once', async () => {
    world.sandbox.inject({ match: { path: '/comments' }, respond: { delayMs: 3000 } })
    const controller = new AbortController()
    const work = upsertComment(world.connect(undefined, { signal: controller.signal }), comment)
    setTimeout(() => controller.abort(new Error('the job was cancelled')), 50)
    await expect(work).rejects.toThrow('the job was cancelled')
  })

  test('an error page of a proxy is told in one short line', async () => {
    const body = `<html>\n${'<p>Bad gateway</p>\n'.repeat(500)}</html>`
    world.sandbox.inject({ match: { path: '/deployments' }, times: 9, respond: { status: 502, body } })
    const failure = await listDeployments(world.connect(), {}).catch((error: unknown) => String(error))
    expect(String(failure)).toMatch(/^GitHubError: could not list deployments: 502: .{1,310}$/)
  })

  test('a bad token is said to be one', async () => {
    await expect(listDeployments(world.connect(undefined, { token: 'ghs_wrong' }), {})).rejects.toMatchObject(
      {
        status: 401,
        hint: 'The token is not valid, or no longer.',
      },
    )
  })

  test('Enterprise is reached through its own base path, and the API version is pinned', async () => {
    const { headSha } = world.repository.pullRequest()
    const github = world.connect(undefined, { apiUrl: `${world.sandbox.url}/api/v3` })
    await createDeployment(github, { ref: headSha, environment: 'staging', payload: {} })
    const [seen] = world.sandbox.state.requests
    expect(seen).toMatchObject({ prefix: '/api/v3', headers: { 'x-github-api-version': '2022-11-28' } })
    expect(world.sandbox.state.deployments(NAME)).toHaveLength(1)
  })

  test('connecting sends nothing', () => {
    const seen: unknown[] = []
    connectGitHub({
      token: 'x',
      apiUrl: 'http://127.0.0.1:9',
      repository: NAME,
      signal: new AbortController().signal,
      log: { warning: () => {} },
      fetch: async (input) => {
        seen.push(input)
        throw new Error('no')
      },
    })
    expect(seen).toEqual([])
  })
})
