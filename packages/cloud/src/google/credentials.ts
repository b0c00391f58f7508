import { createSign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quote, UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import { objectIn, loginTo, type Login } from '../login.ts'
import { actAs, safeUrl, tokenBy, type GoogleToken, type Json } from './exchange.ts'

export interface GoogleOptions {
  /** What the token may be used for, such as `https://www.googleapis.com/auth/bigquery`. */
  readonly scopes: readonly string[]
  /** Address of a service account to act as. */
  readonly serviceAccount: string | undefined
  /** Name of a workload identity provider that trusts GitHub's own token: `projects/…/providers/…`. */
  readonly identityProvider: string | undefined
}

type Signer = (scopes: readonly string[], signal: AbortSignal) => Promise<GoogleToken>

/** A token that ends sooner than this is fetched anew; a metadata server renews its own four minutes before the end. */
const RENEW_BEFORE_MS = 2 * 60_000
const ALL = ['https://www.googleapis.com/auth/cloud-platform']
const EXCHANGE_URL = 'https://sts.googleapis.com/v1/token'
const ACCOUNTS_URL = 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/'
const LOOKED_FOR =
  'Looked for GOOGLE_APPLICATION_CREDENTIALS, the file of `gcloud auth application-default login`, `identity-provider` with `id-token: write`, and a metadata server. Run google-github-actions/auth before this step.'

/**
 * Tokens for Google Cloud, kept until shortly before they end. They come from a workload identity provider by the job's
 * own OIDC token, from the file of application default credentials (service account, external account, a person), or from
 * the metadata server. With `serviceAccount`, they are exchanged for one of that account. Rejects with
 * `CREDENTIALS_MISSING` or `BAD_CREDENTIALS`. Every secret is masked.
 */
export function googleTokens(io: Io, options: GoogleOptions): (signal: AbortSignal) => Promise<GoogleToken> {
  const { scopes, serviceAccount } = options
  let held: GoogleToken | undefined
  return async (signal) => {
    if (held !== undefined && held.expiresAt - RENEW_BEFORE_MS > io.now()) return held
    const login = loginTo('Google Cloud', io)
    const sign = await signerFor(io, login, options, signal)
    const own = await sign(serviceAccount === undefined ? scopes : ALL, signal)
    io.mask(own.token)
    let token = own
    if (serviceAccount !== undefined) {
      const url = new URL(`${ACCOUNTS_URL}${encodeURIComponent(serviceAccount)}:generateAccessToken`)
      token = { ...own, ...(await actAs(login, url, own.token, scopes, signal)) }
      io.mask(token.token)
    }
    // Only now: the job's own token may do more than that of the account.
    held = token
    return held
  }
}

async function signerFor(
  io: Io,
  login: Login,
  { identityProvider }: GoogleOptions,
  signal: AbortSignal,
): Promise<Signer> {
  if (identityProvider !== undefined) {
    const audience = `//iam.googleapis.com/${identityProvider.replace(/^\/*(iam\.googleapis\.com\/)?/, '')}`
    const token = await login.gitHubToken(`https:${audience}`, signal)
    if (token === undefined)
      throw login.unusable('`identity-provider` needs the permission `id-token: write` of the job')
    const exchange = {
      audience,
      token_url: EXCHANGE_URL,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    }
    return async (scopes) => await exchanged(io, login, exchange, token, scopes, signal)
  }
  const named = io.env('GOOGLE_APPLICATION_CREDENTIALS')
  const usual = join(io.env('HOME') ?? '/root', '.config', 'gcloud', 'application_default_credentials.json')
  const text =
    named === undefined ? await readFile(usual, 'utf8').catch(() => undefined) : await login.contentOf(named)
  if (text === undefined) return async (scopes) => await fromMetadata(io, login, scopes, signal)
  return signerOf(io, login, objectIn(text), named ?? usual)
}

/** The kinds of files: https://google.aip.dev/auth/4110 */
function signerOf(io: Io, login: Login, file: Json, path: string): Signer {
  const sign = signerByType(io, login, file, path)
  return async (scopes, signal) => ({
    ...(await sign(scopes, signal)),
    ...named(file, 'project_id', 'project'),
    ...named(file, 'quota_project_id', 'quotaProject'),
  })
}

function signerByType(io: Io, login: Login, file: Json, path: string): Signer {
  switch (file['type']) {
    case 'service_account':
      return async (scopes, signal) => await ofServiceAccount(io, login, file, scopes, signal)
    case 'external_account':
      return async (scopes, signal) => {
        const subject = await subjectToken(io, login, file['credential_source'], signal)
        return await exchanged(io, login, file, subject, scopes, signal)
      }
    case 'authorized_user':
      return async (_, signal) => {
        const { client_id, client_secret, refresh_token } = file
        for (const secret of [client_secret, refresh_token]) if (typeof secret === 'string') io.mask(secret)
        const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token }
        return await tokenBy(io, login, new URL('https://oauth2.googleapis.com/token'), form, signal)
      }
    case 'impersonated_service_account': {
      const source = isRecord(file['source_credentials']) ? file['source_credentials'] : {}
      const url = safeUrl(login, file['service_account_impersonation_url'], path)
      const sign = signerByType(io, login, source, path)
      return async (scopes, signal) => {
        const { token } = await sign(ALL, signal)
        io.mask(token)
        return await actAs(login, url, token, scopes, signal)
      }
    }
    default:
      throw login.unusable(
        `${path} is of type ${quote(String(file['type']))}; known are service_account, external_account, authorized_user and impersonated_service_account`,
      )
  }
}

function named(file: Json, from: string, to: 'project' | 'quotaProject'): Partial<GoogleToken> {
  const value = file[from]
  return typeof value === 'string' ? { [to]: value } : {}
}

/** RFC 7523: a text that the account's key has signed, for a token. */
async function ofServiceAccount(
  io: Io,
  login: Login,
  file: Json,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<GoogleToken> {
  const { client_email: account, private_key: key, private_key_id: kid } = file
  const url = safeUrl(login, file['token_uri'] ?? 'https://oauth2.googleapis.com/token', 'token_uri')
  if (typeof account !== 'string' || typeof key !== 'string')
    throw login.unusable('the file of the service account has no client_email and private_key')
  io.mask(key)
  const now = Math.floor(io.now() / 1000)
  const claims = { iss: account, scope: scopes.join(' '), aud: url.href, iat: now, exp: now + 3600 }
  const part = (data: unknown): string => Buffer.from(JSON.stringify(data)).toString('base64url')
  const text = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(claims)}`
  let assertion: string
  try {
    assertion = `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
  } catch {
    throw login.unusable(`the private_key of ${account} is not a key`)
  }
  io.mask(assertion)
  const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }
  return await tokenBy(io, login, url, form, signal)
}

/** RFC 8693: a token of another issuer, for one of Google; then for one of a service account, if the file names one. */
async function exchanged(
  io: Io,
  login: Login,
  file: Json,
  subject: string,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<GoogleToken> {
  const account = file['service_account_impersonation_url']
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    audience: file['audience'],
    scope: (account === undefined ? scopes : ALL).join(' '),
    subject_token: subject,
    subject_token_type: file['subject_token_type'],
  }
  const url = safeUrl(login, file['token_url'] ?? EXCHANGE_URL, 'token_url')
  const federated = await tokenBy(io, login, url, form, signal)
  if (account === undefined) return federated
  io.mask(federated.token)
  const impersonation = safeUrl(login, account, 'service_account_impersonation_url')
  return await actAs(login, impersonation, federated.token, scopes, signal)
}

/** The token of the other issuer: from a file that is kept fresh, or from an address, as GitHub's. */
async function subjectToken(io: Io, login: Login, from: unknown, signal: AbortSignal): Promise<string> {
  const source = isRecord(from) ? from : {}
  const { file, url, headers, format } = source
  let text: string
  if (typeof file === 'string') text = await login.contentOf(file)
  else if (typeof url === 'string') {
    const asked = safeUrl(login, url, 'credential_source.url')
    const given = Object.entries(isRecord(headers) ? headers : {})
    const sent = new Headers(given.map(([name, value]): [string, string] => [name, String(value)]))
    const answer = await login.ask(asked, { headers: sent }, signal)
    if (answer.status !== 200)
      throw login.unusable(`${asked.host} answered ${answer.status} when asked for the job's token`)
    text = answer.text
  } else
    throw login.unusable(
      'credential_source must have a file or a url; AWS and executables are not supported here',
    )
  const field =
    isRecord(format) && format['type'] === 'json' ? String(format['subject_token_field_name']) : undefined
  const token = field === undefined ? text.trim() : objectIn(text)[field]
  if (typeof token !== 'string' || token === '') throw login.unusable('credential_source gave no token')
  io.mask(token)
  return token
}

async function fromMetadata(
  io: Io,
  login: Login,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<GoogleToken> {
  const host = io.env('GCE_METADATA_HOST') ?? 'metadata.google.internal'
  const ask = async (path: string): ReturnType<Login['ask']> =>
    await login.ask(
      new URL(`http://${host}/computeMetadata/v1/${path}`),
      { headers: { 'metadata-flavor': 'Google' } },
      signal,
    )
  const query = `scopes=${encodeURIComponent(scopes.join(','))}`
  const { status, text } = await ask(`instance/service-accounts/default/token?${query}`).catch(() => {
    signal.throwIfAborted()
    throw new UserError('CREDENTIALS_MISSING', 'this job has no credentials for Google Cloud', LOOKED_FOR)
  })
  const { access_token: token, expires_in: seconds } = objectIn(text)
  if (status !== 200 || typeof token !== 'string')
    throw login.unusable(`the metadata server answered ${status}: ${quote(text.slice(0, 200))}`)
  const project = await ask('project/project-id').catch(() => ({ status: 0, text: '' }))
  return {
    token,
    expiresAt: io.now() + 1000 * Number(seconds),
    ...(project.status === 200 ? { project: project.text.trim() } : {}),
  }
}
