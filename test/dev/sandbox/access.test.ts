import { createSign, generateKeyPairSync } from 'node:crypto'
import type { SeededApp, TokenRequest } from '@sluice/sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture } from './client.ts'
import type { Fixture } from './client.ts'

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function sign(appId: number, privateKey: string, times: { iat: number; exp: number }): string {
  const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: appId, ...times })}`
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey, 'base64url')}`
}

describe('who may do what', () => {
  let at: Fixture
  let sha: string
  beforeEach(async () => {
    at = await fixture()
    sha = at.repository.pullRequest().headSha
  })
  afterEach(async () => {
    expect(at.sandbox.state.violations).toEqual([])
    await at.sandbox.close()
  })
  const status = async (token: TokenRequest | string, method: string, path: string, body?: object) => {
    const secret = typeof token === 'string' ? token : at.sandbox.token(token)
    return (await at.ask(method, path, body, secret)).status
  }
  const check = () => ({ name: 'c', head_sha: sha })
  const deployment = () => ({ ref: sha, auto_merge: false, required_contexts: [] })

  test('naming one permission leaves none of the others', async () => {
    const token = { kind: 'workflow', permissions: { checks: 'write' } } as const
    expect(await status(token, 'POST', '~/check-runs', check())).toBe(201)
    expect(await status(token, 'POST', '~/deployments', deployment())).toBe(403)
    expect(await status(token, 'GET', '~/deployments')).toBe(403)
    expect(await status(token, 'GET', '~')).toBe(200)
  })

  test('a refusal says which permission would have done', async () => {
    const token = at.sandbox.token({ kind: 'workflow', permissions: { contents: 'read' } })
    const { body, headers } = await at.ask('POST', '~/issues/1/comments', { body: 'b' }, token)
    expect(body['message']).toBe('Resource not accessible by integration')
    expect(headers.get('x-accepted-github-permissions')).toBe('issues=write; pull_requests=write')
  })

  test('a fork’s token reads everything and writes nothing', async () => {
    const fork = { kind: 'fork' } as const
    for (const [path, body] of [
      ['~/check-runs', check()],
      ['~/deployments', deployment()],
      ['~/issues/1/comments', { body: 'b' }],
      [`~/statuses/${sha}`, { state: 'success' }],
    ] as const) {
      expect(await status(fork, 'POST', path, body)).toBe(403)
    }
    expect(await status(fork, 'GET', `~/commits/${sha}/check-runs`)).toBe(200)
  })

  test('a GITHUB_TOKEN can never hold administration, environments or members', async () => {
    expect(() => at.sandbox.token({ kind: 'workflow', permissions: { administration: 'write' } })).toThrow(
      'no key administration',
    )
    expect(await status(at.token, 'PUT', '~/environments/production', {})).toBe(403)
    expect(await status({ kind: 'user', login: 'rita' }, 'PUT', '~/environments/production', {})).toBe(200)
  })

  test('a person’s token makes statuses, but no check runs', async () => {
    const rita = { kind: 'user', login: 'rita' } as const
    expect(await status(rita, 'POST', `~/statuses/${sha}`, { state: 'success' })).toBe(201)
    expect(await status(rita, 'POST', '~/check-runs', check())).toBe(403)
    const fine = { ...rita, permissions: { statuses: 'read' } } as const
    expect(await status(fine, 'POST', `~/statuses/${sha}`, { state: 'success' })).toBe(403)
  })

  test('no token, a wrong one and another repository’s are told apart as GitHub does', async () => {
    expect(await status('', 'GET', '~/deployments')).toBe(401)
    expect(await status('ghs_nonsense', 'GET', '~/deployments')).toBe(401)
    const other = {
      kind: 'workflow',
      permissions: { deployments: 'write' },
      repository: 'acme/other',
    } as const
    expect(await status(other, 'GET', '~/deployments')).toBe(404)
    expect(await status(at.token, 'GET', '/repos/acme/nothing')).toBe(404)
  })

  test('an App’s token is made with its own fresh key, lives an hour, and no key else does', async () => {
    let now = Date.now()
    const later = await fixture({ now: () => now })
    const app = later.sandbox.app({ slug: 'gate', account: 'acme', permissions: { deployments: 'write' } })
    const seconds = Math.floor(now / 1000)
    const path = `/app/installations/${app.installationId}/access_tokens`
    const ask = (jwt: string) => later.ask('POST', path, {}, jwt)
    const good = { iat: seconds - 60, exp: seconds + 540 }
    const { body, status: made } = await ask(sign(app.id, app.privateKey, good))
    expect(made).toBe(201)
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const pem = stranger.export({ type: 'pkcs1', format: 'pem' }).toString()
    expect((await ask(sign(app.id, pem, good))).status).toBe(401)
    expect((await ask(sign(app.id, app.privateKey, { iat: seconds, exp: seconds - 1 }))).status).toBe(401)
    expect((await ask(sign(app.id, app.privateKey, { iat: seconds, exp: seconds + 3600 }))).status).toBe(401)
    expect((await ask(sign(app.id, app.privateKey, { iat: seconds + 600, exp: seconds + 900 }))).status).toBe(
      401,
    )
    const token = String(body['token'])
    expect((await later.ask('GET', '~/deployments', undefined, token)).status).toBe(200)
    now += 3_601_000
    expect((await later.ask('GET', '~/deployments', undefined, token)).status).toBe(401)
    await later.sandbox.close()
  })

  const installationToken = async (app: SeededApp): Promise<string> => {
    const seconds = Math.floor(Date.now() / 1000)
    const jwt = sign(app.id, app.privateKey, { iat: seconds - 60, exp: seconds + 500 })
    const path = `/app/installations/${app.installationId}/access_tokens`
    return String((await at.ask('POST', path, {}, jwt)).body['token'])
  }

  test('only the App that owns a rule answers it, with ten reports and one verdict', async () => {
    const owner = at.sandbox.app({ slug: 'owner', account: 'acme' })
    const other = await installationToken(at.sandbox.app({ slug: 'other', account: 'acme' }))
    const token = await installationToken(owner)
    at.repository.environment({ name: 'production', rules: [owner.id] })
    const { id } = at.repository.run({ environments: ['production'] })
    const answer = async (by: string, more: object): Promise<number> =>
      await status(by, 'POST', `~/actions/runs/${id}/deployment_protection_rule`, {
        environment_name: 'production',
        ...more,
      })
    expect(await answer(other, { state: 'approved' })).toBe(403)
    expect(await answer(at.token, { state: 'approved' })).toBe(403)
    expect(await answer(token, { comment: 'é'.repeat(1025) })).toBe(422)
    const reports = []
    for (let i = 0; i < 11; i += 1) reports.push(await answer(token, { comment: `look ${i}` }))
    expect(reports).toEqual([...Array<number>(10).fill(204), 422])
    expect(await answer(token, { state: 'approved' })).toBe(204)
    expect(await answer(token, { state: 'rejected' })).toBe(422)
  })

  test('an App’s check has its own suite, and no other App can edit it', async () => {
    const app = at.sandbox.app({ slug: 'gate', account: 'acme', permissions: { checks: 'write' } })
    const token = await installationToken(app)
    const theirs = await at.ask('POST', '~/check-runs', check(), token)
    const ours = await at.ask('POST', '~/check-runs', check())
    expect(theirs.body['check_suite']).not.toEqual(ours.body['check_suite'])
    const edit = await at.ask('PATCH', `~/check-runs/${String(theirs.body['id'])}`, { conclusion: 'success' })
    expect(edit.status).toBe(403)
    expect(String(edit.body['message'])).toContain('Invalid app_id')
  })
})
