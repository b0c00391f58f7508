import { createVerify, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { googleService, type GoogleService } from '@sluice/cloud'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const never = new AbortController().signal
const folder = tempFolder('sluice-google')
const SCOPE = 'https://www.googleapis.com/auth/bigquery'
const ALL = 'https://www.googleapis.com/auth/cloud-platform'
const ACCOUNT = 'sluice@shop.iam.gserviceaccount.com'
const PROVIDER = 'projects/1/locations/global/workloadIdentityPools/github/providers/sluice'
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

interface Asked {
  readonly host: string
  readonly path: string
  readonly headers: Headers
  readonly form: URLSearchParams
  readonly body: string
}

let server: Loopback
let asked: Asked[]
/** Seconds that tokens live. */
let lives: number
let refuse: { readonly status: number; readonly body: string } | undefined
let refuseAccount = false
let io: TestIo

/** Token servers of Google, GitHub's token address, and a metadata server, told apart by the host that was asked. */
beforeEach(async () => {
  asked = []
  lives = 3600
  refuse = undefined
  refuseAccount = false
  server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const host = String(request.headers['x-asked'] ?? request.headers.host)
    const path = request.url ?? ''
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    )
    asked.push({ host, path, headers, form: new URLSearchParams(body), body })
    const answer = (data: unknown): void => void response.end(JSON.stringify(data))
    if (refuse !== undefined) return response.writeHead(refuse.status).end(refuse.body)
    if (path.startsWith('/github')) return answer({ value: 'github-jwt' })
    if (host === 'iamcredentials.googleapis.com' && refuseAccount)
      return response.writeHead(503).end('{"error":{"message":"later"}}')
    if (host === 'iamcredentials.googleapis.com')
      return answer({
        accessToken: 'of-account',
        expireTime: new Date(Date.now() + 1000 * lives).toISOString(),
      })
    if (path.endsWith('/project/project-id')) return response.end('metadata-project')
    if (path.startsWith('/computeMetadata') && request.headers['metadata-flavor'] !== 'Google')
      return response.writeHead(403).end()
    return answer({ access_token: `token-${asked.length}`, expires_in: lives, token_type: 'Bearer' })
  })
})
afterEach(async () => await server.stop())

function open(
  env: Readonly<Record<string, string>>,
  options: { readonly serviceAccount?: string; readonly identityProvider?: string } = {},
): GoogleService {
  const all: Readonly<Record<string, string>> = { HOME: folder, ...env }
  const real = testIo()
  const fetchHere: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.hostname === '127.0.0.1') return await real.fetch(url, init)
    const headers = new Headers(init?.headers)
    headers.set('x-asked', url.host)
    return await real.fetch(new URL(`${server.url}${url.pathname}${url.search}`), { ...init, headers })
  }
  io = { ...real, env: (name) => all[name], fetch: fetchHere }
  const { serviceAccount, identityProvider } = options
  return googleService(io, { service: 'bigquery', scopes: [SCOPE], serviceAccount, identityProvider })
}

function fileOf(name: string, data: unknown): Readonly<Record<string, string>> {
  const path = join(folder, `${name}.json`)
  writeFileSync(path, JSON.stringify(data))
  return { GOOGLE_APPLICATION_CREDENTIALS: path }
}

const serviceAccountFile = (more: object = {}): unknown => ({
  type: 'service_account',
  project_id: 'shop',
  private_key_id: 'k1',
  private_key: key,
  client_email: ACCOUNT,
  token_uri: 'https://oauth2.googleapis.com/token',
  ...more,
})

describe('a service account', () => {
  test('signs what it asks for with its own key', async () => {
    const google = open(fileOf('account', serviceAccountFile()))
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer token-1' })
    const [first] = asked
    expect(first?.form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const [head = '', claims = '', signature = ''] = first?.form.get('assertion')?.split('.') ?? []
    expect(
      createVerify('RSA-SHA256')
        .update(`${head}.${claims}`)
        .verify(keys.publicKey, Buffer.from(signature, 'base64url')),
    ).toBe(true)
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: 'k1',
    })
    const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
    expect(said).toMatchObject({
      iss: ACCOUNT,
      scope: SCOPE,
      aud: 'https://oauth2.googleapis.com/token',
    })
    const { iat, exp } = said as { readonly iat: number; readonly exp: number }
    expect(exp - iat).toBe(3600)
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(60)
    expect(io.masked).toEqual(expect.arrayContaining([key, 'token-1']))
  })

  test('keeps its token until shortly before the end, and names its project', async () => {
    const google = open(fileOf('account', serviceAccountFile()))
    await google.headers(never)
    expect(await google.project(never)).toBe('shop')
    expect(asked).toHaveLength(1)
    lives = 119
    const short = open(fileOf('account', serviceAccountFile()))
    await short.headers(never)
    await short.headers(never)
    expect(asked).toHaveLength(3)
  })

  test('acts as another account, with a token that may only create tokens', async () => {
    const google = open(fileOf('account', serviceAccountFile()), { serviceAccount: 'other@shop' })
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer of-account' })
    const [own, other] = asked
    const claims = own?.form.get('assertion')?.split('.')[1] ?? ''
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ scope: ALL })
    expect(other?.path).toBe('/v1/projects/-/serviceAccounts/other%40shop:generateAccessToken')
    expect(JSON.parse(other?.body ?? '')).toEqual({ scope: [SCOPE], lifetime: '3600s' })
    expect(other?.headers.get('authorization')).toBe('Bearer token-1')
    expect(io.masked).toContain('of-account')
  })

  test('does not use its own token where the account could not be had', async () => {
    const google = open(fileOf('account', serviceAccountFile()), { serviceAccount: 'other@shop' })
    refuseAccount = true
    await expect(google.headers(never)).rejects.toThrow(/may not act as other@shop/)
    await expect(google.headers(never)).rejects.toThrow(/may not act as other@shop/)
    refuseAccount = false
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer of-account' })
  })

  test('sends its key nowhere without TLS', async () => {
    const google = open(fileOf('plain', serviceAccountFile({ token_uri: 'http://tokens.example/' })))
    await expect(google.headers(never)).rejects.toMatchObject({
      code: 'BAD_CREDENTIALS',
      message: expect.stringContaining('https'),
    })
    expect(asked).toEqual([])
  })

  test('a key that is not one is told, and not shown', async () => {
    const google = open(fileOf('broken', serviceAccountFile({ private_key: 'secret nonsense' })))
    const error: unknown = await google.headers(never).catch((cause: unknown) => cause)
    expect(String(error)).toContain('is not a key')
    expect(String(error)).not.toContain('nonsense')
  })
})

describe('a workload identity', () => {
  test('exchanges the job’s own token of GitHub, with no other step', async () => {
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/github?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer',
    }
    const google = open(env, { identityProvider: PROVIDER, serviceAccount: ACCOUNT })
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer of-account' })
    const [github, sts] = asked
    const audience = new URL(github?.path ?? '', server.url).searchParams.get('audience')
    expect(audience).toBe(`https://iam.googleapis.com/${PROVIDER}`)
    expect(sts?.host).toBe('sts.googleapis.com')
    expect(Object.fromEntries(sts?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: `//iam.googleapis.com/${PROVIDER}`,
      scope: ALL,
      subject_token: 'github-jwt',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    })
    expect(io.masked).toContain('github-jwt')
  })

  test('needs the permission of the job', async () => {
    await expect(open({}, { identityProvider: PROVIDER }).headers(never)).rejects.toThrow('id-token: write')
  })

  test('reads the file that google-github-actions/auth writes', async () => {
    const google = open(
      fileOf('external', {
        type: 'external_account',
        audience: `//iam.googleapis.com/${PROVIDER}`,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'https://sts.googleapis.com/v1/token',
        service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
        credential_source: {
          url: `${server.url}/github?audience=x`,
          headers: { Authorization: 'Bearer of-the-job' },
          format: { type: 'json', subject_token_field_name: 'value' },
        },
      }),
    )
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer of-account' })
    expect(asked.map(({ host }) => host)).toEqual([
      `127.0.0.1:${server.port}`,
      'sts.googleapis.com',
      'iamcredentials.googleapis.com',
    ])
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer of-the-job')
    expect(asked[1]?.form.get('subject_token')).toBe('github-jwt')
    expect(JSON.parse(asked[2]?.body ?? '')).toMatchObject({ scope: [SCOPE] })
  })

  test('reads the token from a file that is kept fresh', async () => {
    const path = join(folder, 'subject')
    writeFileSync(path, 'from-file\n')
    const google = open(
      fileOf('external-file', {
        type: 'external_account',
        audience: 'a',
        subject_token_type: 't',
        credential_source: { file: path },
      }),
    )
    await google.headers(never)
    expect(asked[0]?.form.get('subject_token')).toBe('from-file')
    expect(asked[0]?.form.get('scope')).toBe(SCOPE)
  })
})

describe('other ways in', () => {
  test('a person’s own login, with the project that pays', async () => {
    const home = join(folder, 'home')
    mkdirSync(join(home, '.config', 'gcloud'), { recursive: true })
    const person = {
      type: 'authorized_user',
      client_id: 'c',
      client_secret: 'client-secret',
      refresh_token: 'refresh-token',
      quota_project_id: 'pays',
    }
    writeFileSync(
      join(home, '.config', 'gcloud', 'application_default_credentials.json'),
      JSON.stringify(person),
    )
    const google = open({ HOME: home })
    expect(await google.headers(never)).toEqual({
      authorization: 'Bearer token-1',
      'x-goog-user-project': 'pays',
    })
    expect(Object.fromEntries(asked[0]?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: 'c',
      client_secret: 'client-secret',
      refresh_token: 'refresh-token',
    })
    expect(io.masked).toEqual(expect.arrayContaining(['client-secret', 'refresh-token']))
  })

  test('the metadata server, with its project', async () => {
    const google = open({ GCE_METADATA_HOST: `127.0.0.1:${server.port}` })
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer token-1' })
    expect(asked[0]?.path).toContain(encodeURIComponent(SCOPE))
    expect(await google.project(never)).toBe('metadata-project')
  })

  test('a file that acts as another account', async () => {
    const google = open(
      fileOf('impersonated', {
        type: 'impersonated_service_account',
        service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
        source_credentials: serviceAccountFile(),
      }),
    )
    expect(await google.headers(never)).toEqual({ authorization: 'Bearer of-account' })
  })

  test('a file of an unknown kind, and one that is not there', async () => {
    await expect(open(fileOf('odd', { type: 'gdch' })).headers(never)).rejects.toThrow('gdch')
    await expect(open({ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere' }).headers(never)).rejects.toMatchObject({
      code: 'BAD_CREDENTIALS',
    })
  })

  test('no credentials anywhere', async () => {
    await server.stop()
    await expect(
      open({ GCE_METADATA_HOST: `127.0.0.1:${server.port}` }).headers(never),
    ).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING' })
    server = await startLoopback(() => undefined)
  })

  test.each([
    [
      400,
      '{"error":"invalid_grant","error_description":"Invalid JWT: check iat"}',
      'invalid_grant: Invalid JWT',
    ],
    [403, '{"error":{"code":403,"message":"IAM API is off"}}', 'IAM API is off'],
    [200, '{"id_token":"secret-token"}', 'no token among the fields id_token'],
    [200, '<html>', 'no token'],
  ])('an answer %i %s is told in words', async (status, body, words) => {
    refuse = { status, body }
    const error: unknown = await open(fileOf('account', serviceAccountFile()))
      .headers(never)
      .catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'BAD_CREDENTIALS', message: expect.stringContaining(words) })
    expect(String(error)).not.toContain('secret-token')
  })
})
