import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture } from './client.ts'
import type { Fixture, Response } from './client.ts'

describe('deployments', () => {
  let at: Fixture
  let sha: string
  beforeEach(async () => {
    at = await fixture()
    sha = at.repository.pullRequest({ branch: 'topic' }).headSha
  })
  afterEach(async () => {
    expect(at.sandbox.state.violations).toEqual([])
    await at.sandbox.close()
  })
  const plain = { auto_merge: false, required_contexts: [] }
  const deploy = async (more: object = {}): Promise<string> => {
    const { body } = await at.ask('POST', '~/deployments', { ref: sha, ...plain, ...more })
    return String(body['id'])
  }
  const set = (id: string, more: object): Promise<Response> =>
    at.ask('POST', `~/deployments/${id}/statuses`, more)
  const latest = async (id: string): Promise<unknown> =>
    (await at.ask('GET', `~/deployments/${id}/statuses`)).body[0]?.['state']

  test('the defaults are GitHub’s: production, deploy, and production is production', async () => {
    const { body } = await at.ask('GET', `~/deployments/${await deploy()}`)
    const expected = { environment: 'production', task: 'deploy', production_environment: true, payload: {} }
    expect(body).toMatchObject({ ...expected, transient_environment: false })
  })

  test('left to its default, a branch that is behind is merged and nothing is deployed', async () => {
    at.repository.commit()
    const behind = await at.ask('POST', '~/deployments', { ref: 'topic', required_contexts: [] })
    expect(behind.status).toBe(202)
    expect(behind.body).toEqual({ message: 'Auto-merged main into topic on deployment.' })
    expect((await at.ask('POST', '~/deployments', { ref: 'topic', required_contexts: [] })).status).toBe(201)
  })

  test('a branch that is behind and conflicts is a 409', async () => {
    at.repository.commit()
    at.repository.record.conflicting.add('topic')
    expect((await at.ask('POST', '~/deployments', { ref: 'topic' })).status).toBe(409)
  })

  test('left to its default, one pending check blocks, even our own', async () => {
    await at.ask('POST', '~/check-runs', { name: 'sluice', head_sha: sha, status: 'in_progress' })
    const { status, body } = await at.ask('POST', '~/deployments', { ref: sha, auto_merge: false })
    expect(status).toBe(409)
    expect(body['errors']).toMatchObject([{ contexts: [{ context: 'sluice', state: 'pending' }] }])
    const named = { ref: sha, auto_merge: false, required_contexts: ['absent'] }
    expect((await at.ask('POST', '~/deployments', named)).status).toBe(409)
  })

  test('success retires earlier successes of the environment, but never production ones', async () => {
    for (const [environment, expected] of [
      ['staging', 'inactive'],
      ['production', 'success'],
    ]) {
      const blue = await deploy({ environment })
      await set(blue, { state: 'success' })
      await set(await deploy({ environment }), { state: 'success' })
      expect(await latest(blue)).toBe(expected)
    }
  })

  test('transient, unsuccessful and other environments’ deployments are left alone', async () => {
    const transient = await deploy({ environment: 'staging', transient_environment: true })
    const failed = await deploy({ environment: 'staging' })
    const other = await deploy({ environment: 'preview' })
    await set(transient, { state: 'success' })
    await set(failed, { state: 'failure' })
    await set(other, { state: 'success' })
    await set(await deploy({ environment: 'staging' }), { state: 'success' })
    expect([await latest(transient), await latest(failed), await latest(other)]).toEqual([
      'success',
      'failure',
      'success',
    ])
  })

  test('auto_inactive can be turned off', async () => {
    const blue = await deploy({ environment: 'staging' })
    await set(blue, { state: 'success' })
    await set(await deploy({ environment: 'staging' }), { state: 'success', auto_inactive: false })
    expect(await latest(blue)).toBe('success')
  })

  test('log_url takes the place of target_url, and a description has 140 characters', async () => {
    const id = await deploy()
    const { body } = await set(id, { state: 'in_progress', log_url: 'https://example.com/log' })
    expect(body).toMatchObject({ target_url: 'https://example.com/log', log_url: 'https://example.com/log' })
    expect((await set(id, { state: 'pending', description: 'é'.repeat(140) })).status).toBe(201)
    expect((await set(id, { state: 'pending', description: 'é'.repeat(141) })).status).toBe(422)
    expect((await set(id, { state: 'done' })).status).toBe(422)
  })

  test('only an inactive deployment can be deleted, unless it is the only one', async () => {
    const first = await deploy()
    const second = await deploy()
    expect((await at.ask('DELETE', `~/deployments/${first}`)).status).toBe(422)
    await set(first, { state: 'inactive' })
    expect((await at.ask('DELETE', `~/deployments/${first}`)).status).toBe(204)
    expect((await at.ask('DELETE', `~/deployments/${second}`)).status).toBe(204)
  })

  test('lists filter by sha, ref, task and environment, newest first', async () => {
    const one = await deploy({ environment: 'staging', task: 'a' })
    const two = await deploy({ environment: 'staging', task: 'b' })
    const ids = async (query: string): Promise<readonly unknown[]> =>
      (await at.ask('GET', `~/deployments?${query}`)).body.map(({ id }) => String(id))
    expect(await ids('environment=staging')).toEqual([two, one])
    expect(await ids('task=a')).toEqual([one])
    expect(await ids(`sha=${'0'.repeat(40)}`)).toEqual([])
  })
})

describe('commit statuses', () => {
  test('contexts are the same in any case, and a thousand of one are enough', async () => {
    const at = await fixture({ rateLimits: { core: 5000, contentPerMinute: 5000, pointsPerMinute: 50_000 } })
    const { sha } = at.repository.commit()
    const post = (state: string, context: string): Promise<Response> =>
      at.ask('POST', `~/statuses/${sha}`, { state, context })
    await post('failure', 'CI')
    await post('success', 'ci')
    expect((await at.ask('GET', `~/commits/${sha}/status`)).body).toMatchObject({
      state: 'success',
      total_count: 1,
    })
    const stored = at.sandbox.state.statuses('acme/shop')[0]
    if (stored === undefined) throw new Error('nothing stored')
    for (let i = 2; i < 1000; i += 1) at.repository.record.statuses.push(stored)
    expect((await post('success', 'ci')).status).toBe(422)
    expect((await post('success', 'other')).status).toBe(201)
    await at.sandbox.close()
  })
})
