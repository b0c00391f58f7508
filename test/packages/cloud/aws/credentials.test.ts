import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { awsService } from '@sluice/cloud'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testIo, type TestIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const never = new AbortController().signal
const folder = tempFolder('sluice-aws')
const ROLE = 'arn:aws:iam::123456789012:role/sluice'

let server: Loopback
let asked: { readonly path: string; readonly form: URLSearchParams; readonly authorization: string }[]
let expires: string
let refuse: string | undefined

/** STS, a container's credentials address, and GitHub's token address. */
beforeEach(async () => {
  asked = []
  expires = '2999-01-01T00:00:00Z'
  refuse = undefined
  server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const form = new URLSearchParams(body)
    const authorization = request.headers.authorization ?? ''
    asked.push({ path: request.url ?? '', form, authorization })
    const [path] = (request.url ?? '').split('?')
    if (path === '/github') return response.end(JSON.stringify({ value: 'github-jwt' }))
    if (path === '/container')
      return response.end(
        JSON.stringify({
          AccessKeyId: 'AKCONTAINER',
          SecretAccessKey: 'cs',
          Token: 'ct',
          Expiration: expires,
        }),
      )
    const action = form.get('Action') ?? ''
    if (refuse !== undefined) {
      response.writeHead(403)
      return response.end(
        `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${refuse}</Message></Error></ErrorResponse>`,
      )
    }
    return response.end(
      `<${action}Response><${action}Result><Credentials><AccessKeyId>AK${action}</AccessKeyId><SecretAccessKey>s&amp;1</SecretAccessKey><SessionToken>t1</SessionToken><Expiration>${expires}</Expiration></Credentials></${action}Result></${action}Response>`,
    )
  })
})
afterEach(async () => await server.stop())

function world(env: Readonly<Record<string, string>>): TestIo {
  const all: Readonly<Record<string, string>> = {
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: server.url,
    HOME: folder,
    ...env,
  }
  return { ...testIo(), env: (name) => all[name] || undefined }
}

async function signedBy(io: TestIo, role?: string): Promise<string> {
  const service = awsService(io, { service: 'lambda', region: undefined, role })
  const headers = await service.sign({ method: 'GET', url: service.endpoint, headers: {} }, never)
  return /Credential=([^/]+)/.exec(headers['authorization'] ?? '')?.[1] ?? ''
}

const KEYS = { AWS_ACCESS_KEY_ID: 'AKENV', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' }
const GITHUB = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer' }

describe('credentials for AWS', () => {
  test('the environment, masked', async () => {
    const io = world(KEYS)
    expect(await signedBy(io)).toBe('AKENV')
    expect(io.masked).toEqual(['secret', 'session'])
    expect(asked).toEqual([])
  })

  test('a role on top of the environment', async () => {
    const io = world(KEYS)
    expect(await signedBy(io, ROLE)).toBe('AKAssumeRole')
    expect(Object.fromEntries(asked[0]?.form ?? [])).toMatchObject({ RoleArn: ROLE, Version: '2011-06-15' })
    expect(asked[0]?.authorization).toContain('Credential=AKENV/')
    expect(io.masked).toEqual(['s&1', 't1'])
  })

  test('a role with the job’s own token from GitHub', async () => {
    const io = world({ ...GITHUB, ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/github?api=1` })
    expect(await signedBy(io, ROLE)).toBe('AKAssumeRoleWithWebIdentity')
    expect(asked[0]).toMatchObject({
      path: '/github?api=1&audience=sts.amazonaws.com',
      authorization: 'Bearer bearer',
    })
    expect(asked[1]?.form.get('WebIdentityToken')).toBe('github-jwt')
    expect(asked[1]?.authorization).toBe('')
    expect(io.masked).toContain('github-jwt')
  })

  test('a web identity file, a container, a profile', async () => {
    writeFileSync(join(folder, 'token'), 'file-jwt\n')
    const identity = { AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'token'), AWS_ROLE_ARN: ROLE }
    expect(await signedBy(world(identity))).toBe('AKAssumeRoleWithWebIdentity')
    expect(asked[0]?.form.get('WebIdentityToken')).toBe('file-jwt')
    const container = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/container`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod',
    }
    expect(await signedBy(world(container))).toBe('AKCONTAINER')
    expect(asked[1]?.authorization).toBe('pod')
    const file = join(folder, 'credentials')
    writeFileSync(
      file,
      '[default]\naws_access_key_id = AKD\naws_secret_access_key = d\n[ci]\naws_access_key_id=AKCI\naws_secret_access_key=c\n',
    )
    const AWS_SHARED_CREDENTIALS_FILE = file
    expect(await signedBy(world({ AWS_SHARED_CREDENTIALS_FILE }))).toBe('AKD')
    expect(await signedBy(world({ AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE: 'ci' }))).toBe('AKCI')
    await expect(signedBy(world({ AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE: 'prod' }))).rejects.toThrow(
      /profile "prod"/,
    )
  })

  test('are kept, and fetched anew five minutes before they end', async () => {
    let now = Date.parse('2030-01-01T00:00:00Z')
    expires = '2030-01-01T01:00:00Z'
    const io = { ...world(KEYS), now: () => now }
    const service = awsService(io, { service: 'lambda', region: undefined, role: ROLE })
    const sign = async (): Promise<unknown> =>
      await service.sign({ method: 'GET', url: service.endpoint, headers: {} }, never)
    await sign()
    now += 54 * 60_000
    await sign()
    expect(asked).toHaveLength(1)
    now += 2 * 60_000
    await sign()
    expect(asked).toHaveLength(2)
  })

  test('says what is missing, what was refused, and no secret', async () => {
    await expect(signedBy(world({ AWS_SHARED_CREDENTIALS_FILE: '/nowhere' }))).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
      hint: expect.stringContaining('aws-actions/configure-aws-credentials'),
    })
    refuse = 'Not authorized to perform sts:AssumeRole'
    await expect(signedBy(world(KEYS), ROLE)).rejects.toMatchObject({
      code: 'BAD_CREDENTIALS',
      message: expect.stringMatching(/AssumeRole for arn.* answered 403, AccessDenied: Not authorized/),
    })
    expect(() =>
      awsService(world({ AWS_REGION: '' }), { service: 'lambda', region: undefined, role: undefined }),
    ).toThrow(/region: is required/)
    expect(() => awsService(world({}), { service: 'lambda', region: 'Frankfurt', role: undefined })).toThrow(
      /must be an AWS region, got Frankfurt/,
    )
  })

  test('the public address of a service, and those of other partitions', () => {
    const at = (service: string, region: string): string =>
      awsService({ ...testIo(), env: () => undefined }, { service, region, role: undefined }).endpoint.href
    expect(at('lambda', 'eu-central-1')).toBe('https://lambda.eu-central-1.amazonaws.com/')
    expect(at('monitoring', 'cn-north-1')).toBe('https://monitoring.cn-north-1.amazonaws.com.cn/')
  })
})
