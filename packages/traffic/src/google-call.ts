import { isRecord, quote, UserError, type Io } from '@sluice/action'
import type { GoogleService } from '@sluice/cloud'
import { askHttp } from './http.ts'

interface GoogleRequest {
  readonly method?: 'GET' | 'PATCH'
  /** Below the endpoint, such as `v2/projects/…`. */
  readonly path: string
  readonly body?: unknown
}

/**
 * Asks an API of Google and returns the JSON object of a good answer. Rejects with `ROUTER_UNREACHABLE` for no answer,
 * throttling and 5xx, `ROUTER_CHANGED` for 409 (an etag that is out of date), and `ROUTER_REFUSED` else. `permission` is
 * what a denied caller needs. https://cloud.google.com/apis/design/errors
 */
export async function callGoogle(
  io: Io,
  service: GoogleService,
  { method = 'GET', path, body }: GoogleRequest,
  permission: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  signal.throwIfAborted()
  const headers = {
    ...(await service.headers(signal)),
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  const url = new URL(path, service.endpoint)
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const { status, body: text } = await askHttp(
    io,
    url,
    { method, headers, ...sent, signal },
    { who: 'Google', hint: 'Check that this runner can reach Google Cloud.' },
  )
  const data = jsonIn(text)
  if (status < 200 || status >= 300) throw refusalOf(status, data, text, permission)
  if (isRecord(data)) return data
  throw new UserError(
    'ROUTER_REFUSED',
    `${url.host} answered with something that is not a JSON object: ${quote(text.slice(0, 200))}`,
    'Check the variables CLOUDSDK_API_ENDPOINT_OVERRIDES_….',
  )
}

function refusalOf(status: number, data: unknown, text: string, permission: string): UserError {
  const error = isRecord(data) && isRecord(data['error']) ? data['error'] : {}
  const { status: name, message } = error
  const code = typeof name === 'string' ? `${status} ${name}` : String(status)
  const words = `Google answered ${code}: ${typeof message === 'string' ? message : quote(text.slice(0, 200))}`
  if (status === 429 || status >= 500)
    return new UserError(
      'ROUTER_UNREACHABLE',
      words,
      'Google may be overloaded, or another program may send many requests. Run the step again later.',
    )
  if (status === 409)
    return new UserError('ROUTER_CHANGED', words, 'Find out who changed it, then run the step again.')
  if (status === 401 || status === 403)
    return new UserError(
      'ROUTER_REFUSED',
      words,
      `The account needs ${permission}, and credentials that have not expired.`,
    )
  if (status === 404)
    return new UserError(
      'ROUTER_REFUSED',
      words,
      'Check the project, the region and the names in `router-settings`.',
    )
  return new UserError('ROUTER_REFUSED', words, 'Fix `router-settings`.')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
