import {
  field,
  flag,
  httpUrl,
  optional,
  quote,
  secret,
  text,
  UserError,
  withDefault,
  type Io,
  type Values,
} from '@sluice/action'
import { awsService, googleService, type GoogleService } from '@sluice/cloud'
import type { AbsentArm } from '@sluice/verdict'
import { ask, fieldsIn, type Answered, type Budget, type Patience } from './ask.ts'
import { absent } from './reading.ts'

/** A token from an OAuth 2 server, which is renewed before it ends. */
export const oauthFields = {
  'oauth-url': optional(
    field('token address of an OAuth 2 server, for the grant `client_credentials`', httpUrl().parse),
  ),
  'oauth-client': optional(text('client id for `oauth-url`')),
  'oauth-secret': optional(secret(text('client secret for `oauth-url`'))),
  'oauth-scope': optional(text('scope for `oauth-url`')),
}

/** How Google Cloud lets us in, where its own login is not enough. */
export const googleFields = {
  'google-identity-provider': optional(
    text(
      'workload identity provider that trusts GitHub, `projects/…/providers/…`; the job needs `id-token: write`, and no login step',
    ),
  ),
  'google-service-account': optional(text('address of a service account of Google to act as')),
}

/** A service of Google, with credentials from these settings or from the job. */
function googleAccess(
  io: Io,
  service: string,
  scope: string,
  settings: Partial<Values<typeof googleFields>>,
): GoogleService {
  return googleService(io, {
    service,
    scopes: [`https://www.googleapis.com/auth/${scope}`],
    identityProvider: settings['google-identity-provider'],
    serviceAccount: settings['google-service-account'],
  })
}

/** Credentials that end and are renewed: requests signed for AWS, or a token from an OAuth 2 server. */
export const renewedFields = {
  'aws-region': optional(text('AWS region; requests are signed for Amazon Managed Prometheus there')),
  'aws-role': optional(text('ARN of a role to assume before signing')),
  google: withDefault(
    'false',
    field('`true`: with the job’s credentials for Google, for Managed Service for Prometheus', flag().parse),
  ),
  ...googleFields,
  ...oauthFields,
}

type Settings = Values<typeof renewedFields>

/** What a signature covers. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly body?: string
  readonly headers: Readonly<Record<string, string>>
}

/** Headers for one request, made anew each time. */
export type RequestHeaders = (
  request: SignedRequest,
  signal: AbortSignal,
) => Promise<Readonly<Record<string, string>>>

/** A token that ends sooner than this is fetched anew. */
const RENEW_BEFORE_MS = 60_000
const CALL_MS = 10_000

/** Adds what the settings ask for to headers that stay the same. Throws `BAD_INPUT` for settings that exclude each other. */
export function renewedHeaders(
  io: Io,
  settings: Partial<Settings>,
  fixed: Readonly<Record<string, string>>,
): RequestHeaders {
  const { 'aws-region': region, 'aws-role': role, 'oauth-url': oauth, google } = settings
  const ways = [region, oauth, fixed['authorization'], google || undefined].filter((way) => way !== undefined)
  if (ways.length > 1)
    throw wrong('give one of aws-region, google, oauth-url, token, and username with password')
  if (role !== undefined && region === undefined) throw wrong('aws-role: needs aws-region')
  const { 'google-identity-provider': provider, 'google-service-account': account } = settings
  if ((provider ?? account) !== undefined && google !== true)
    throw wrong('google-identity-provider, google-service-account: need `google: true`')
  if (google === true) {
    const service = googleAccess(io, 'monitoring', 'monitoring.read', settings)
    return async ({ url }, signal) => {
      // A token can be used by whoever gets it, unlike a signature.
      const isGoogle = url.protocol === 'https:' && /(^|\.)googleapis\.com$/.test(url.hostname)
      if (!isGoogle && !/^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname))
        throw wrong(
          `google: a token of Google is sent to https://….googleapis.com only, and url is of ${url.host}`,
        )
      return { ...fixed, ...(await service.headers(signal)) }
    }
  }
  if (region !== undefined) {
    const service = awsService(io, { service: 'aps', region, role })
    return async (request, signal) => {
      const signed = await service.sign(request, signal)
      return { ...fixed, ...signed }
    }
  }
  if (oauth === undefined) return async () => await Promise.resolve(fixed)
  const token = tokenFrom(io, oauth, settings)
  return async (_, signal) => ({ ...fixed, authorization: `Bearer ${await token(signal)}` })
}

/** Asks with headers that are made anew. Credentials that cannot be had are `source_refused`, with the reason. */
export async function askAuthorized(
  io: Io,
  headersFor: RequestHeaders,
  request: SignedRequest,
  patience: Patience,
  budget: Budget,
  signal: AbortSignal,
): Promise<Answered | AbsentArm> {
  let own: Readonly<Record<string, string>>
  try {
    own = await headersFor(request, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) return absent('source_refused', error.message)
    throw error
  }
  return await ask(io, { ...request, headers: { ...request.headers, ...own } }, patience, budget, signal)
}

/** RFC 6749, section 4.4; the client authenticates as section 2.3.1 says first, with HTTP Basic. */
function tokenFrom(io: Io, url: URL, settings: Partial<Settings>): (signal: AbortSignal) => Promise<string> {
  const { 'oauth-client': client, 'oauth-secret': password, 'oauth-scope': scope } = settings
  if (client === undefined || password === undefined)
    throw wrong('oauth-url: needs oauth-client and oauth-secret')
  let held: { readonly token: string; readonly expiresAt: number } | undefined
  return async (signal) => {
    if (held !== undefined && held.expiresAt - RENEW_BEFORE_MS > io.now()) return held.token
    const basic = Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(password)}`).toString(
      'base64',
    )
    io.mask(basic)
    const response = await io
      .fetch(url, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          ...(scope === undefined ? {} : { scope }),
        }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]),
      })
      .catch((cause: unknown) => {
        signal.throwIfAborted()
        const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
        throw refusedBy(url, inner instanceof Error ? inner.message : String(inner))
      })
    const said = await response.text()
    const data = fieldsIn(said)
    const token = data['access_token']
    if (response.status !== 200 || typeof token !== 'string')
      throw refusedBy(
        url,
        `it answered ${response.status}: ${quote(tokenProblem(response.status, said, data).slice(0, 200))}`,
      )
    io.mask(token)
    const seconds = Number(data['expires_in'] ?? 300)
    held = { token, expiresAt: io.now() + 1000 * seconds }
    return token
  }
}

/** What a token server said, without what may be a token under another name. */
function tokenProblem(status: number, said: string, data: Readonly<Record<string, unknown>>): string {
  if (data['error'] !== undefined) return String(data['error'])
  return status === 200
    ? `no access_token among the fields ${Object.keys(data).join(', ') || 'of no JSON'}`
    : said
}

function refusedBy(url: URL, why: string): UserError {
  return new UserError(
    'BAD_CREDENTIALS',
    `no token from ${url.host}: ${why}`,
    'Check `oauth-url`, `oauth-client`, `oauth-secret` and `oauth-scope`.',
  )
}

function wrong(what: string): UserError {
  return new UserError('BAD_INPUT', what, 'Fix `source-settings`.')
}
