import { openSource, type MetricQuery, type Span } from '@sluice/metrics'
import { describe, expect, test } from 'vitest'
import { awsIo, startAwsStandIn } from '../../../servers/aws-stand-in.ts'
import { startFakePrometheus } from '../../../servers/fake-prometheus.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'
import { observeOne } from '../../../servers/observe.ts'

const query: MetricQuery = {
  name: 'errors',
  kind: 'proportion',
  events: 'sum(increase(e{version="$arm", a="1+1"}[$window])) or vector(0)',
  trials: 'sum(increase(t{version="$arm"}[$window]))',
}
const slots = [0, 1].map((i) => ({ from: i * 60_000, to: (i + 1) * 60_000, weight: 5 }))
const span: Span = { slots, intervalMs: 60_000, baseline: 'v1', candidate: 'v2' }

describe('signed for Amazon Managed Prometheus', () => {
  test.each([
    ['short queries, in the address', query, 'GET'],
    [
      'long queries, in a form',
      { ...query, events: `${query.events} or vector(${'0'.repeat(3000)})` },
      'POST',
    ],
  ])('%s', async (_, asked, method) => {
    const seen: string[] = []
    const workspace = await startAwsStandIn(
      'aps',
      () => false,
      (call) => {
        seen.push(`${call.method} ${call.url.pathname}`)
        const result = (call.method === 'POST' ? call.form : call.url.searchParams).get('query') ?? ''
        expect(result).toContain('a="1+1"')
        const series = [0, 1].map((i) => ({
          metric: { sluice_expression: String(i) },
          values: [60, 120].map((at) => [at, '5']),
        }))
        const more = [2, 3].map((i) => ({ ...series[0], metric: { sluice_expression: String(i) } }))
        return {
          type: 'application/json',
          text: JSON.stringify({
            status: 'success',
            data: { resultType: 'matrix', result: [...series, ...more] },
          }),
        }
      },
    )
    const settings = { url: `${workspace.url}/workspaces/ws-1`, 'aws-region': 'eu-central-1', attempts: '1' }
    const { blocks } = await observeOne(openSource('prometheus', settings, awsIo(workspace.url)), asked, span)
    expect(blocks.at(-1)).toMatchObject({ baseline: { kind: 'proportion', events: 5, trials: 5 } })
    expect(new Set(seen)).toEqual(new Set([`${method} /workspaces/ws-1/api/v1/query_range`]))
    await workspace.stop()
  })

  test('missing credentials are an absence in words, and not a crash', async () => {
    const io = { ...testIo(), env: () => undefined }
    const source = openSource('prometheus', { url: 'http://127.0.0.1:9', 'aws-region': 'eu-central-1' }, io)
    const { blocks } = await observeOne(source, query, span)
    expect(blocks[0]?.candidate).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/no credentials for AWS/),
    })
  })
})

describe('with the credentials of Google', () => {
  const env: Readonly<Record<string, string>> = {
    HOME: '/nowhere',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/token?v=1',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
  }

  test('the token is sent to Managed Service for Prometheus, and masked', async () => {
    const seen: string[] = []
    const server = await startLoopback((request, response) => {
      seen.push(`${request.url?.split('?')[0]} ${request.headers.authorization}`)
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }))
    })
    const real = testIo()
    const io = {
      ...real,
      env: (name: string) => env[name],
      fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
        const url = new URL(input instanceof Request ? input.url : input)
        if (url.hostname === 'github.example') return Response.json({ value: 'of-github' })
        if (url.href === 'https://sts.googleapis.com/v1/token')
          return Response.json({ access_token: 'of-google', expires_in: 3600 })
        return await real.fetch(url, init)
      },
    }
    const settings = {
      url: `${server.url}/v1/projects/shop/location/global/prometheus`,
      google: 'true',
      'google-identity-provider': 'projects/1/locations/global/workloadIdentityPools/p/providers/g',
      attempts: '1',
    }
    await observeOne(openSource('prometheus', settings, io), query, span)
    expect(new Set(seen)).toEqual(
      new Set(['/v1/projects/shop/location/global/prometheus/api/v1/query_range Bearer of-google']),
    )
    expect(real.masked).toEqual(expect.arrayContaining(['of-github', 'of-google']))
    await server.stop()
  })

  test('the token goes to no other host, and not without TLS', async () => {
    for (const url of [
      'https://prometheus.example',
      'http://monitoring.googleapis.com',
      'https://xgoogleapis.com',
    ]) {
      const io = { ...testIo(), fetch: async () => await Promise.reject(new Error('asked')) }
      const { blocks } = await observeOne(
        openSource('prometheus', { url, google: 'true', attempts: '1' }, io),
        query,
        span,
      )
      expect(blocks[0]?.candidate).toMatchObject({
        absence: 'source_refused',
        detail: expect.stringMatching(/googleapis\.com only/),
      })
    }
  })

  test('settings for Google alone are refused', () => {
    const settings = { url: 'http://127.0.0.1:9', 'google-service-account': 'a@b' }
    expect(() => openSource('prometheus', settings, testIo())).toThrow('google: true')
  })
})

describe('a token from an OAuth 2 server', () => {
  test('is asked for once, kept, renewed before it ends, and masked', async () => {
    let issued = 0
    const forms: string[] = []
    const tokens = await startLoopback(async (request, response) => {
      let body = ''
      for await (const piece of request) body += String(piece)
      forms.push(`${request.headers.authorization ?? ''} ${body}`)
      response.end(
        JSON.stringify({ access_token: `token-${++issued}`, token_type: 'Bearer', expires_in: 3600 }),
      )
    })
    const server = await startFakePrometheus(() => [{ at: () => 5 }])
    let now = Date.now()
    const io = { ...testIo(), now: () => now }
    const settings = {
      url: server.url,
      'oauth-url': `${tokens.url}/token`,
      'oauth-client': 'sluice',
      'oauth-secret': 'p:w',
      'oauth-scope': 'metrics.read',
    }
    const source = openSource('prometheus', settings, io)
    const past = { ...span, slots: span.slots.map((slot) => ({ ...slot })) }
    await observeOne(source, query, past)
    now += 58 * 60_000
    await observeOne(source, { ...query, name: 'b' }, past)
    now += 2 * 60_000
    await observeOne(source, { ...query, name: 'c' }, past)
    expect(forms).toEqual(
      Array(2).fill('Basic c2x1aWNlOnAlM0F3 grant_type=client_credentials&scope=metrics.read'),
    )
    expect(new Set(server.asked.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer token-1', 'Bearer token-2']),
    )
    expect(io.masked).toEqual(expect.arrayContaining(['p:w', 'token-1', 'token-2']))
    await Promise.all([tokens.stop(), server.stop()])
  })

  test('a refusal is an absence in words', async () => {
    const tokens = await startLoopback((_, response) => {
      response.writeHead(401).end(JSON.stringify({ error: 'invalid_client' }))
    })
    const settings = {
      url: 'http://127.0.0.1:9',
      'oauth-url': tokens.url,
      'oauth-client': 'a',
      'oauth-secret': 'b',
    }
    const { blocks } = await observeOne(openSource('prometheus', settings, testIo()), query, span)
    expect(blocks[0]?.baseline).toMatchObject({
      absence: 'source_refused',
      detail: expect.stringMatching(/answered 401: "invalid_client"/),
    })
    await tokens.stop()
  })

  test('settings that exclude each other are refused', () => {
    const open = (settings: Record<string, string>): unknown =>
      openSource('prometheus', { url: 'http://127.0.0.1:9', ...settings }, awsIo('http://127.0.0.1:9'))
    expect(() => open({ token: 'a', 'aws-region': 'eu-central-1' })).toThrow(
      /give one of aws-region, google, oauth-url, token/,
    )
    expect(() => open({ 'aws-role': 'arn:aws:iam::1:role/a' })).toThrow(/aws-role: needs aws-region/)
    expect(() => open({ 'oauth-url': 'http://127.0.0.1:9' })).toThrow(/needs oauth-client and oauth-secret/)
  })
})
