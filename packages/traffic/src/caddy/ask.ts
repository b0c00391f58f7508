import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { UserError } from '@sluice/action'
import { basicAuthorization, withoutCredentials } from '../address.ts'

const CALL_MS = 10_000
const MOST_BYTES = 32 * 1024 * 1024

export interface CaddyRequest {
  readonly method?: 'GET' | 'PATCH'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface CaddyAnswer {
  readonly status: number
  readonly etag: string
  readonly body: string
}

/**
 * Asks the admin API. Node's own HTTP is used, because `fetch` adds `Sec-Fetch-Mode`, and Caddy answers 403 to that unless
 * an Origin fits. Rejects with `ROUTER_UNREACHABLE` when no answer comes, and with the signal's reason when aborted.
 */
export async function askCaddy(
  url: URL,
  path: string,
  { method = 'GET', headers = {}, body }: CaddyRequest,
  signal: AbortSignal,
): Promise<CaddyAnswer> {
  signal.throwIfAborted()
  const address = withoutCredentials(new URL(`${url.pathname.replace(/\/$/, '')}/${path}`, url))
  const start = address.protocol === 'http:' ? plainRequest : secureRequest
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)])
  const given = { ...basicAuthorization(url), ...headers }
  const sent = body === undefined ? given : { ...given, 'content-length': String(Buffer.byteLength(body)) }
  try {
    return await new Promise<CaddyAnswer>((resolve, reject) => {
      // A connection of its own: Caddy ends those that it has when it takes a new config.
      const asked = start(address, { method, headers: sent, signal: inTime, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
          if (text.length > MOST_BYTES) response.destroy(new Error(`more than ${MOST_BYTES} bytes`))
        })
        response.on('error', reject)
        response.on('end', () => {
          // Caddy 2.7 sends it as a trailer.
          const etag = response.headers.etag ?? response.trailers['etag'] ?? ''
          resolve({ status: response.statusCode ?? 0, etag, body: text })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
  } catch (cause) {
    signal.throwIfAborted()
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new UserError(
      'ROUTER_UNREACHABLE',
      `Caddy did not answer at ${address.href}: ${inTime.aborted ? `nothing within ${CALL_MS / 1000} s` : said}`,
      'Is Caddy running, and can this runner reach its admin address?',
    )
  }
}
