import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture } from './client.ts'
import type { Fixture } from './client.ts'

describe('environments', () => {
  let at: Fixture
  let admin: string
  let now: number
  beforeEach(async () => {
    now = Date.UTC(2026, 0, 1)
    at = await fixture({ now: () => now })
    admin = at.sandbox.token({ kind: 'user', login: 'rita' })
  })
  afterEach(async () => {
    await at.sandbox.settled()
    expect(at.sandbox.state.violations).toEqual([])
    await at.sandbox.close()
  })
  const put = async (name: string, body: object): Promise<number> =>
    (await at.ask('PUT', `~/environments/${name}`, body, admin)).status
  const run = (id: number) => at.ask('GET', `~/actions/runs/${id}`, undefined, admin)
  const pending = (id: number, token = admin) =>
    at.ask('GET', `~/actions/runs/${id}/pending_deployments`, undefined, token)

  test('settings are held to their ranges', async () => {
    const reviewers = Array.from({ length: 7 }, (_, id) => ({ type: 'User', id }))
    expect(await put('a', { wait_timer: 43_200 })).toBe(200)
    expect(await put('a', { wait_timer: 43_201 })).toBe(422)
    expect(await put('a', { reviewers })).toBe(422)
    const policy = (both: boolean, custom: boolean) => ({
      deployment_branch_policy: { protected_branches: both, custom_branch_policies: custom },
    })
    expect(await put('a', policy(true, true))).toBe(422)
    expect(await put('a', policy(false, false))).toBe(422)
    expect(await put('a', policy(false, true))).toBe(200)
    expect(await put('a'.repeat(256), {})).toBe(422)
  })

  test('names are encoded in paths and compared without case', async () => {
    await put('prod%2Feu', { wait_timer: 5 })
    const { body } = await at.ask('GET', '~/environments/PROD%2FEU')
    expect(body).toMatchObject({ name: 'prod/eu', protection_rules: [{ type: 'wait_timer', wait_timer: 5 }] })
  })

  test('custom rules are listed apart from the others, at most six', async () => {
    const apps = Array.from({ length: 7 }, (_, i) => at.sandbox.app({ slug: `app-${i}`, account: 'acme' }))
    await put('production', {})
    const path = '~/environments/production/deployment_protection_rules'
    const results = []
    for (const { id } of apps)
      results.push((await at.ask('POST', path, { integration_id: id }, admin)).status)
    expect(results).toEqual([201, 201, 201, 201, 201, 201, 422])
    const listed = await at.ask('GET', path)
    expect(listed.body).toMatchObject({ total_count: 6 })
    expect((await at.ask('GET', '~/environments/production')).body['protection_rules']).toEqual([])
    const first = String(listed.body['custom_deployment_protection_rules']?.[0]?.['id'])
    expect((await at.ask('DELETE', `${path}/${first}`, undefined, admin)).status).toBe(204)
  })

  test('a wait timer lets the job go when its minutes are over, and no sooner', async () => {
    at.repository.environment({ name: 'production', waitTimer: 30 })
    const { id } = at.repository.run({ environments: ['production'] })
    expect((await pending(id)).body[0]).toMatchObject({ wait_timer: 30, current_user_can_approve: false })
    now += 29 * 60_000
    expect((await run(id)).body['status']).toBe('waiting')
    now += 60_000
    expect((await run(id)).body['status']).toBe('in_progress')
    expect((await pending(id)).body).toEqual([])
  })

  test('reviewers answer alone or through a team, but not for their own run', async () => {
    at.sandbox.team('acme', 'release', ['rita'])
    at.repository.environment({
      name: 'production',
      reviewers: [{ team: 'release' }],
      preventSelfReview: true,
    })
    const own = at.repository.run({ environments: ['production'], actor: 'rita' })
    const other = at.repository.run({ environments: ['production'], actor: 'mona' })
    expect((await pending(own.id)).body[0]?.['current_user_can_approve']).toBe(false)
    expect((await pending(other.id)).body[0]?.['current_user_can_approve']).toBe(true)
    const environment = at.repository.record.environments[0]?.id
    const answer = { environment_ids: [environment], state: 'approved', comment: 'go' }
    const review = (id: number, token: string) =>
      at.ask('POST', `~/actions/runs/${id}/pending_deployments`, answer, token)
    expect((await review(own.id, admin)).status).toBe(422)
    expect((await review(other.id, at.token)).status).toBe(403)
    expect((await review(other.id, admin)).status).toBe(200)
    expect((await review(other.id, admin)).status).toBe(422)
    expect((await run(other.id)).body['status']).toBe('in_progress')
  })

  test('a rejection fails the run and its deployment', async () => {
    at.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    const { id } = at.repository.run({ environments: ['production'] })
    const answer = {
      environment_ids: [at.repository.record.environments[0]?.id],
      state: 'rejected',
      comment: 'no',
    }
    await at.ask('POST', `~/actions/runs/${id}/pending_deployments`, answer, admin)
    expect((await run(id)).body).toMatchObject({ status: 'completed', conclusion: 'failure' })
    expect(at.sandbox.state.deployments('acme/shop')[0]?.statuses.at(-1)?.state).toBe('failure')
    const history = await at.ask('GET', `~/actions/runs/${id}/approvals`)
    expect(history.body).toMatchObject([{ state: 'rejected', comment: 'no', user: { login: 'rita' } }])
  })

  test('a branch that the environment does not allow never gets to wait', async () => {
    at.repository.environment({ name: 'production', branches: ['release/*'] })
    const ending = (branch: string) => {
      at.repository.commit({ branch })
      return at.repository.run({ environments: ['production'], branch }).conclusion
    }
    expect([ending('release/1'), ending('release/1/2'), ending('main')]).toEqual([null, 'failure', 'failure'])
  })

  test('a job that no one lets go fails after thirty days', async () => {
    at.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    const { id } = at.repository.run({ environments: ['production'] })
    now += 30 * 24 * 3_600_000
    expect((await run(id)).body['status']).toBe('waiting')
    now += 1000
    expect((await run(id)).body).toMatchObject({ status: 'completed', conclusion: 'failure' })
  })

  test('a run that is run again asks anew, and keeps its id and its history', async () => {
    at.repository.environment({ name: 'production', reviewers: [{ user: 'rita' }] })
    const { id } = at.repository.run({ environments: ['production'] })
    const answer = { environment_ids: [at.repository.record.environments[0]?.id], comment: '' }
    const review = (state: string) =>
      at.ask('POST', `~/actions/runs/${id}/pending_deployments`, { ...answer, state }, admin)
    await review('rejected')
    at.repository.rerun(id)
    expect((await run(id)).body).toMatchObject({ status: 'waiting', conclusion: null, run_attempt: 2 })
    await review('approved')
    expect((await run(id)).body['status']).toBe('in_progress')
    expect((await at.ask('GET', `~/actions/runs/${id}/approvals`)).body).toHaveLength(2)
  })

  test('runs end with the last word on their deployments', async () => {
    const { id } = at.repository.run({ environments: ['staging'] })
    at.repository.endRun(id, 'success')
    expect((await run(id)).body).toMatchObject({ status: 'completed', conclusion: 'success' })
    expect(at.sandbox.state.deployments('acme/shop')[0]?.statuses.at(-1)?.state).toBe('success')
  })
})
