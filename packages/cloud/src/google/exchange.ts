import { quote, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import { objectIn, type Login } from '../login.ts'
import { isSafe } from './safe.ts'

/** An access token, and what to send beside it. */
export interface GoogleToken {
  readonly token: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
  /** The project that the credentials belong to, where they say so. */
  readonly project?: string
  /** The project that pays for calls; only credentials of a person name one. */
  readonly quotaProject?: string
}

export type Json = Readonly<Record<string, unknown>>

/** Sends a form to a token server. */
export async function tokenBy(
  io: Io,
  login: Login,
  url: URL,
  form: Json,
  signal: AbortSignal,
): Promise<GoogleToken> {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(form)) body.set(name, String(value ?? ''))
  const { status, text } = await login.ask(url, { method: 'POST', body }, signal)
  const data = objectIn(text)
  const token = data['access_token']
  if (status !== 200 || typeof token !== 'string')
    throw login.unusable(`${url.host} answered ${status}: ${problemIn(data, status, text)}`)
  return { token, expiresAt: io.now() + 1000 * Number(data['expires_in'] ?? 300) }
}

/** A token of a service account, for one that may create them. */
export async function actAs(
  login: Login,
  url: URL,
  token: string,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<GoogleToken> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ scope: scopes, lifetime: '3600s' })
  const { status, text } = await login.ask(url, { method: 'POST', headers, body }, signal)
  const data = objectIn(text)
  const own = data['accessToken']
  if (status === 200 && typeof own === 'string')
    return { token: own, expiresAt: Date.parse(String(data['expireTime'])) }
  const account = decodeURIComponent(url.pathname.split('/').at(-1)?.split(':')[0] ?? '')
  throw login.unusable(
    `it may not act as ${account}: ${url.host} answered ${status}: ${problemIn(data, status, text)}; grant it roles/iam.serviceAccountTokenCreator`,
  )
}

/** An address that may be given a token. */
export function safeUrl(login: Login, given: unknown, name: string): URL {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined
  if (url !== undefined && isSafe(url)) return url
  throw login.unusable(`${name} must be an address with https`)
}

/** What a token server said, without what may be a token under another name. */
function problemIn(data: Json, status: number, text: string): string {
  const { error, error_description: description } = data
  if (isRecord(error)) return quote(String(error['message']).slice(0, 200))
  if (error !== undefined)
    return quote(
      `${String(error)}${description === undefined ? '' : `: ${String(description)}`}`.slice(0, 200),
    )
  return status === 200
    ? `no token among the fields ${Object.keys(data).join(', ')}`
    : quote(text.slice(0, 200))
}
