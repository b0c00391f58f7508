import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asker, fixture } from './client.ts'
import type { Fixture } from './client.ts'

describe('the server', () => {
  let at: Fixture
  beforeEach(async () => {
    at = await fixture()
    at.repository.pullRequest()
  })
  afterEach(async () => await at.sandbox.close())
  const fill = (count: number): void => {
    for (let i = 0; i < count; i += 1) at.repository.comment(1, 'mona', `n${i}`)
  }

  test('every operation of the description is served', async () => {
    const url = new URL('../../../dev/sandbox/openapi/operations.json', import.meta.url)
    const { operations } = JSON.parse(readFileSync(url, 'utf8')) as { operations: readonly string[] }
    const description = new URL('../../../dev/sandbox/openapi/github.json', import.meta.url)
    const { paths } = JSON.parse(readFileSync(description, 'utf8')) as {
      paths: Record<string, Record<string, { operationId: string }>>
    }
    const root = at.sandbox.token({ kind: 'user', login: 'root' })
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => ({ method, path, operationId })),
    )
    expect(described.map(({ operationId }) => operationId).sort()).toEqual([...operations].sort())
    for (const { method, path } of described) {
      const target = path.replace('{owner}/{repo}', 'acme/shop').replaceAll(/\{\w+\}/g, '1')
      const { status } = await at.ask(method.toUpperCase(), target, method === 'get' ? undefined : {}, root)
      expect([path, status]).not.toEqual([path, 500])
    }
    expect(at.sandbox.state.violations).toEqual([])
  })

  test('lists come in pages of thirty, at most a hundred, and link to the others', async () => {
    fill(101)
    const first = await at.ask('GET', '~/issues/1/comments')
    expect(first.body).toHaveLength(30)
    expect(first.headers.get('link')).toMatch(/page=2>; rel="next".*page=4>; rel="last"/)
    const large = await at.ask('GET', '~/issues/1/comments?per_page=500&page=2')
    expect(large.body).toHaveLength(1)
    expect(large.headers.get('link')).toMatch(/per_page=100&page=1>; rel="prev"/)
    expect(large.headers.get('link')).not.toContain('rel="next"')
  })

  test('Enterprise’s prefix serves the same, and its links keep the prefix', async () => {
    fill(31)
    const enterprise = asker(`${at.sandbox.url}/api/v3`, at.token)
    const { body, headers } = await enterprise('GET', '~/issues/1/comments')
    expect(headers.get('link')).toContain(`${at.sandbox.url}/api/v3/repos/acme/shop/issues/1/comments?`)
    expect(String(body[0]?.['url'])).toContain('/api/v3/repos/')
  })

  test('a request that breaks the description is a 422 that says how', async () => {
    const { status, body } = await at.ask('POST', '~/issues/1/comments', { body: 7 })
    expect(status).toBe(422)
    expect(String(body['message'])).toContain('body must be string')
    expect((await at.ask('GET', '~/actions/runs?status=nonsense')).status).toBe(422)
  })

  test('a comment has at most 65,536 characters, and not none', async () => {
    const post = async (body: string) => (await at.ask('POST', '~/issues/1/comments', { body })).status
    expect(await post('😀'.repeat(65_536))).toBe(201)
    expect(await post('a'.repeat(65_537))).toBe(422)
    expect(await post('  \n')).toBe(422)
  })

  test('text that is no JSON is a 400', async () => {
    const headers = { authorization: `Bearer ${at.token}` }
    const url = `${at.sandbox.url}/repos/acme/shop/issues/1/comments`
    expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400)
  })

  test('the primary limit counts down and refuses at zero, with the time of its return', async () => {
    const tight = await fixture({ rateLimits: { core: 2 } })
    const left = []
    for (let i = 0; i < 3; i += 1) {
      const { status, headers } = await tight.ask('GET', '~/deployments')
      left.push([status, headers.get('x-ratelimit-remaining')])
      expect(Number(headers.get('x-ratelimit-reset')) * 1000).toBeGreaterThan(Date.now())
    }
    expect(left).toEqual([
      [200, '1'],
      [200, '0'],
      [403, '0'],
    ])
    expect((await tight.ask('GET', '/rate_limit')).status).toBe(200)
    await tight.sandbox.close()
  })

  test('eighty new things a minute are enough, and retry-after says when to go on', async () => {
    let now = Date.now()
    const busy = await fixture({ now: () => now })
    busy.repository.pullRequest()
    const post = () => busy.ask('POST', '~/issues/1/comments', { body: 'b' })
    for (let i = 0; i < 80; i += 1) expect((await post()).status).toBe(201)
    const refused = await post()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60'])
    expect(String(refused.body['message'])).toContain('secondary rate limit')
    now += 60_001
    expect((await post()).status).toBe(201)
    await busy.sandbox.close()
  })

  test('faults come as asked: skipped, counted, before or after the deed', async () => {
    const post = () => at.ask('POST', '~/issues/1/comments', { body: 'b' }).catch(() => undefined)
    const match = { method: 'post', path: /comments$/ }
    at.sandbox.inject({ match, skip: 1, times: 2, respond: { status: 503, headers: { 'retry-after': '7' } } })
    const seen = [await post(), await post(), await post(), await post()]
    expect(seen.map((one) => one?.status)).toEqual([201, 503, 503, 201])
    expect(seen[1]?.headers.get('retry-after')).toBe('7')
    at.sandbox.inject({ match, respond: 'drop' })
    at.sandbox.inject({ match, respond: 'drop-after' })
    expect([await post(), await post()]).toEqual([undefined, undefined])
    expect(at.sandbox.state.comments('acme/shop')).toHaveLength(3)
    at.sandbox.inject({ match, respond: { delayMs: 120 } })
    const started = performance.now()
    expect((await post())?.status).toBe(201)
    expect(performance.now() - started).toBeGreaterThan(110)
  })

  test('what was asked is on record, with who and what came back', async () => {
    await at.ask('POST', '~/issues/1/comments', { body: 'b' })
    expect(at.sandbox.state.requests).toMatchObject([
      {
        method: 'POST',
        path: '/repos/acme/shop/issues/1/comments',
        operation: 'issues/create-comment',
        body: { body: 'b' },
        login: 'github-actions[bot]',
        status: 201,
      },
    ])
  })

  test('files come from the default branch unless a ref is named', async () => {
    const pull = at.repository.pullRequest({ files: { 'a/b.yml': 'x: 1' } })
    expect((await at.ask('GET', '~/contents/a/b.yml')).status).toBe(404)
    const { body } = await at.ask('GET', `~/contents/a/b.yml?ref=${pull.headSha}`)
    expect(Buffer.from(String(body['content']), 'base64').toString()).toBe('x: 1')
  })
})
