import { createVerify, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isRecord } from '@sluice/action'
import { root } from '../support/files.ts'
import { startLoopback, type Loopback } from './loopback.ts'

type Json = Readonly<Record<string, unknown>>

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly string[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema
  readonly required?: boolean
  readonly readOnly?: boolean
  readonly location?: string
  readonly pattern?: string
}

interface Method {
  readonly httpMethod: string
  readonly path: string
  readonly parameters: Readonly<Record<string, Schema>>
  readonly request?: Schema
}

interface Discovery {
  readonly methods: Readonly<Record<string, Method>>
  readonly schemas: Readonly<Record<string, Schema>>
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** One call that fits the discovery document. */
export interface GoogleCall {
  /** Such as `projects.locations.services.get`. */
  readonly method: string
  /** The resource in the path. */
  readonly name: string
  readonly query: URLSearchParams
  readonly body: Json
}

/** An answer that is an error of google.rpc, or the body of a good one. */
export type GoogleReply = Refusal | Json

export interface GoogleStandIn extends Loopback {
  /** Everything that was asked: APIs and tokens. */
  readonly asked: { readonly method: string; readonly path: string; readonly body: string }[]
  readonly behaviour: {
    slow: boolean
    /** So many reads have their connection cut. */
    failing: number
    /** So many requests are answered with 429. */
    throttling: number
    /** The answer of the next write is cut off after it was done. */
    loseAnswer: boolean
  }
  /** Files of application default credentials: what an account's key looks like, and what google-github-actions/auth writes. */
  readonly credentials: { readonly key: object; readonly federated: object }
}

const ACCOUNT = 'sluice@shop.iam.gserviceaccount.com'
const GITHUB_BEARER = 'github-request-token'

/**
 * An API of Google on loopback, by its discovery document: the path, each query parameter, and each field of the body with
 * its type, enum and whether it is required. It takes only tokens that its own token addresses gave: `/token` for a signed
 * statement of the service account, `/v1/token` for a token of GitHub (`/github`), `:generateAccessToken` for those.
 */
export async function startGoogle(
  document: string,
  answer: (call: GoogleCall) => GoogleReply,
): Promise<GoogleStandIn> {
  const discovery = JSON.parse(
    readFileSync(join(root, 'test/fixtures/google', document), 'utf8'),
  ) as Discovery
  const asked: GoogleStandIn['asked'] = []
  const behaviour: GoogleStandIn['behaviour'] = {
    slow: false,
    failing: 0,
    throttling: 0,
    loseAnswer: false,
  }
  const tokens = new Set<string>()
  let given = 0
  const newToken = (): string => {
    const token = `google-token-${++given}`
    tokens.add(token)
    return token
  }
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`)
    const method = request.method ?? ''
    asked.push({ method, path: `${url.pathname}${url.search}`, body })
    const say = (status: number, data: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
      response.end(JSON.stringify(data))
    }
    const fail = (code: number, status: string, message: string): void =>
      say(code, { error: { code, status, message } })
    const issued = tokenAnswer(url, request.headers, body, { tokens, newToken, base: server.url })
    if (issued !== undefined) {
      say(issued.status, issued.data)
      return
    }
    if (behaviour.slow) await delay(500)
    if (response.destroyed) return
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (!tokens.has(token)) {
      fail(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
      return
    }
    if (behaviour.throttling > 0) {
      behaviour.throttling--
      fail(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.')
      return
    }
    if (method === 'GET' && behaviour.failing > 0) {
      behaviour.failing--
      response.destroy()
      return
    }
    const call = callOf(discovery, method, url, body)
    if (typeof call === 'string') {
      fail(call.startsWith('no method') ? 404 : 400, 'INVALID_ARGUMENT', call)
      return
    }
    const reply = answer(call)
    if (method !== 'GET' && behaviour.loseAnswer) {
      behaviour.loseAnswer = false
      response.destroy()
      return
    }
    if (isError(reply)) fail(reply.error[0], reply.error[1], reply.error[2])
    else say(200, reply)
  })
  const key = {
    type: 'service_account',
    client_email: ACCOUNT,
    private_key: privateKey,
    token_uri: `${server.url}/token`,
  }
  const audience =
    '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github/providers/shop'
  const federated = {
    type: 'external_account',
    audience,
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${server.url}/v1/token`,
    service_account_impersonation_url: `${server.url}/v1/projects/-/serviceAccounts/${ACCOUNT}:generateAccessToken`,
    credential_source: {
      url: `${server.url}/github?audience=${encodeURIComponent(`https:${audience}`)}`,
      headers: { Authorization: `Bearer ${GITHUB_BEARER}` },
      format: { type: 'json', subject_token_field_name: 'value' },
    },
  }
  return { ...server, asked, behaviour, credentials: { key, federated } }
}

interface Refusal {
  readonly error: readonly [status: number, name: string, message: string]
}

function isError(reply: GoogleReply): reply is Refusal {
  return Array.isArray(reply['error'])
}

interface Issuer {
  readonly tokens: ReadonlySet<string>
  readonly newToken: () => string
  readonly base: string
}

function tokenAnswer(
  url: URL,
  headers: IncomingHttpHeaders,
  body: string,
  { tokens, newToken, base }: Issuer,
): { readonly status: number; readonly data: unknown } | undefined {
  const form = new URLSearchParams(body)
  const wrong = (error: string, error_description: string) => ({
    status: 400,
    data: { error, error_description },
  })
  const held = () => ({ access_token: newToken(), expires_in: 3599, token_type: 'Bearer' })
  if (url.pathname === '/github') {
    if (headers.authorization !== `Bearer ${GITHUB_BEARER}`) return { status: 401, data: {} }
    return { status: 200, data: { value: `github-jwt for ${url.searchParams.get('audience') ?? ''}` } }
  }
  if (url.pathname === '/token') {
    const problem = assertionProblem(form, `${base}/token`)
    return problem === undefined ? { status: 200, data: held() } : wrong('invalid_grant', problem)
  }
  if (url.pathname === '/v1/token') {
    const audience = form.get('audience') ?? ''
    const isExchange = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:token-exchange'
    const asks = form.get('requested_token_type') === 'urn:ietf:params:oauth:token-type:access_token'
    const isJwt = form.get('subject_token_type') === 'urn:ietf:params:oauth:token-type:jwt'
    if (headers.authorization !== undefined) return wrong('invalid_request', 'no Authorization is taken')
    if (!isExchange || !asks || !isJwt || (form.get('scope') ?? '') === '')
      return wrong('invalid_request', `not an exchange: ${body}`)
    const subject = form.get('subject_token')
    if (subject === `github-jwt for https:${audience}`) return { status: 200, data: held() }
    return wrong('invalid_grant', 'The audience in ID Token does not match the expected audience.')
  }
  const [, account = ''] =
    /^\/v1\/projects\/-\/serviceAccounts\/([^/]+):generateAccessToken$/.exec(url.pathname) ?? []
  if (account === '') return undefined
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
  const { scope, lifetime } = JSON.parse(body) as Json
  if (decodeURIComponent(account) !== ACCOUNT || !tokens.has(token) || !Array.isArray(scope)) {
    const message = "Permission 'iam.serviceAccounts.getAccessToken' denied"
    return { status: 403, data: { error: { code: 403, status: 'PERMISSION_DENIED', message } } }
  }
  if (lifetime !== '3600s') return wrong('invalid_request', 'lifetime')
  const expireTime = new Date(Date.now() + 3_600_000).toISOString()
  return { status: 200, data: { accessToken: newToken(), expireTime } }
}

function assertionProblem(form: URLSearchParams, audience: string): string | undefined {
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') return 'grant_type'
  const [head = '', claims = '', signature = ''] = (form.get('assertion') ?? '').split('.')
  const part = (text: string): Json => JSON.parse(Buffer.from(text, 'base64url').toString()) as Json
  if (part(head)['alg'] !== 'RS256') return 'alg'
  if (!createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url'))
    return 'Invalid JWT Signature.'
  const { iss, aud, iat, exp, scope } = part(claims)
  const now = Date.now() / 1000
  if (iss !== ACCOUNT || aud !== audience || typeof scope !== 'string') return 'iss, aud or scope'
  const isNow = Number(iat) <= now + 60 && Number(exp) > now && Number(exp) - Number(iat) <= 3600
  return isNow ? undefined : 'Invalid JWT: Token must be a short-lived token'
}

/** The call, or what is wrong with it. */
function callOf({ methods, schemas }: Discovery, verb: string, url: URL, text: string): GoogleCall | string {
  for (const [method, { httpMethod, path, parameters, request }] of Object.entries(methods)) {
    const prefix = `/${path.split('{')[0] ?? ''}`
    const name = decodeURIComponent(url.pathname.slice(prefix.length))
    const fits = new RegExp(parameters['name']?.pattern ?? '^$').test(name)
    if (httpMethod !== verb || !url.pathname.startsWith(prefix) || !fits) continue
    for (const [key, value] of url.searchParams) {
      const known = parameters[key]
      if (known?.location !== 'query') return `unknown query parameter ${key}`
      if (known.type === 'boolean' && !['true', 'false'].includes(value)) return `${key} is no boolean`
    }
    if (request === undefined)
      return text === '' ? { method, name, query: url.searchParams, body: {} } : 'body'
    const body: unknown = JSON.parse(text)
    const problem = problemIn(body, request, schemas, 'body')
    return problem ?? { method, name, query: url.searchParams, body: isRecord(body) ? body : {} }
  }
  return `no method for ${verb} ${url.pathname}`
}

function problemIn(
  value: unknown,
  schema: Schema,
  schemas: Discovery['schemas'],
  at: string,
): string | undefined {
  const { $ref, type, format, items, properties, additionalProperties, enum: names } = schema
  if ($ref !== undefined) return problemIn(value, schemas[$ref] ?? {}, schemas, at)
  switch (type) {
    case 'object': {
      if (!isRecord(value)) return `${at} is no object`
      const missing = Object.entries(properties ?? {}).find(
        ([name, each]) => each.required === true && value[name] === undefined,
      )
      if (missing !== undefined) return `${at}.${missing[0]} is required`
      for (const [name, each] of Object.entries(value)) {
        const known = properties?.[name] ?? additionalProperties
        if (known === undefined) return `Unknown name "${name}" at ${at}`
        const problem = problemIn(each, known, schemas, `${at}.${name}`)
        if (problem !== undefined) return problem
      }
      return undefined
    }
    case 'array':
      if (!Array.isArray(value)) return `${at} is no list`
      return value
        .map((each, i) => problemIn(each, items ?? {}, schemas, `${at}[${i}]`))
        .find((problem) => problem !== undefined)
    case 'integer':
      return Number.isInteger(value) ? undefined : `${at} is no integer`
    case 'number':
      return typeof value === 'number' ? undefined : `${at} is no number`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${at} is no boolean`
    case 'string': {
      if (typeof value !== 'string') return `${at} is no text`
      if (names !== undefined && !names.includes(value)) return `${at} is none of ${names.join()}`
      return format === 'int64' && !/^-?\d+$/.test(value) ? `${at} is no int64` : undefined
    }
    case undefined:
    default:
      return undefined
  }
}
