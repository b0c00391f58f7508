import { field, httpUrl, linesOf, optional, quote, secret, text, UserError, type Io } from '@sluice/action'
import { withoutCredentials } from '../address.ts'
import { defineRouter, type ArmHealth } from '../contract.ts'
import { askHttp, type HttpAnswer } from '../http.ts'
import { several, type Resource } from '../several.ts'
import { candidateOfTwo, toCandidate } from '../shares.ts'

const HINT = 'Is the proxy running, and can this runner reach its admin address?'

/** The weighted reverse proxy that comes with Sluice, through its admin address. */
export const proxy = defineRouter(
  'Sets the weight of the reverse proxy that comes with Sluice (`sluice proxy`), for a service on one machine.',
  {
    url: linesOf(field('admin address of each proxy, e.g. `http://127.0.0.1:9901`', httpUrl().parse)),
    token: optional(secret(text('bearer token that the proxy was started with'))),
  },
  ({ url, token }, io) => several(url.map((each) => instance(each, token, io))),
)

function instance(url: URL, token: string | undefined, io: Io): Resource {
  const ask = async (
    path: string,
    init: RequestInit & { readonly signal: AbortSignal },
  ): Promise<HttpAnswer> => await call(io, url, path, token, init)
  return {
    name: withoutCredentials(url).host,
    read: async (signal) => {
      const answer = await ask('weight', { signal })
      return { weight: toCandidate(numberIn(answer.body, 'weight')), pending: false, ...versionOf(answer) }
    },
    write: async (shares, { version }, signal) => {
      const headers = version === undefined ? {} : { 'if-match': version }
      const body = JSON.stringify({ weight: candidateOfTwo(shares) })
      return versionOf(await ask('weight', { signal, method: 'PUT', headers, body }))
    },
    health: async (arm, signal) => healthIn((await ask(`arms/${encodeURIComponent(arm)}`, { signal })).body),
    drain: async (arm, signal) => {
      const { body } = await ask(`arms/${encodeURIComponent(arm)}`, { signal })
      return { open: numberIn(body, 'inFlight') }
    },
  }
}

function versionOf({ headers }: HttpAnswer): { readonly version?: string } {
  const version = headers.get('etag')
  return version === null ? {} : { version }
}

async function call(
  io: Io,
  url: URL,
  path: string,
  token: string | undefined,
  init: RequestInit & { readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  const address = new URL(`${url.pathname.replace(/\/$/, '')}/${path}`, url)
  address.username = url.username
  address.password = url.password
  const headers = new Headers(init.headers)
  headers.set('content-type', 'application/json')
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const answer = await askHttp(io, address, { ...init, headers }, { who: 'the proxy', hint: HINT })
  if (answer.status >= 200 && answer.status < 300) return answer
  const said = `the proxy at ${withoutCredentials(address).href} answered ${answer.status}: ${quote(answer.body)}`
  if (answer.status >= 500) throw new UserError('ROUTER_UNREACHABLE', said, HINT)
  if (answer.status === 412) {
    throw new UserError(
      'ROUTER_CHANGED',
      `the weight of the proxy was changed by someone else: ${answer.body.trim()}`,
      'Find out who changed it, then run the step again.',
    )
  }
  throw new UserError('ROUTER_REFUSED', said, 'Check `token`, and that `url` is the admin address.')
}

function healthIn(body: string): ArmHealth {
  const { up, why } = decodeObject(body)
  if (up === true) return { up: 1, total: 1 }
  if (up === false) return { up: 0, total: 1, ...(typeof why === 'string' ? { why } : {}) }
  throw new UserError(
    'ROUTER_REFUSED',
    `the proxy must answer whether a version is up, but answered ${quote(body)}`,
    'Check that it is a `sluice proxy` of the same version.',
  )
}

function numberIn(body: string, name: string): number {
  const value = decodeObject(body)[name]
  const most = name === 'weight' ? 100 : Number.MAX_SAFE_INTEGER
  if (typeof value === 'number' && value >= 0 && value <= most) return value
  throw new UserError(
    'ROUTER_REFUSED',
    `the proxy must answer with a ${name} of at least 0${most === 100 ? ' and at most 100' : ''}, answered ${quote(body)}`,
    'Check that `url` is the admin address of `sluice proxy`.',
  )
}

function decodeObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = JSON.parse(body)
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}
