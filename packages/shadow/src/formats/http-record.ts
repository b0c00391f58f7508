import { isUtf8 } from 'node:buffer'

/** Which side of a recorded exchange is wanted. */
export type Role = 'requests' | 'primary' | 'candidate'

/** What a record says of the request that it answers, so that pairs can be told apart by it. */
export interface RequestFacts {
  readonly method: string
  /** Without the query, which is different each time and may hold anything. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The path of an address that has no host, without its query. */
export function barePath(path: string): string {
  return path.split('?', 1)[0] ?? ''
}

/** The bytes of a body as text; where they are no text in base64, so that other bytes are another body. */
function bodyText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`
}

/** A response as the record that is compared; a body that is JSON goes in as it is written. */
export function responseRecord(response: {
  readonly id: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
  readonly latencyMs: number | undefined
  readonly request?: RequestFacts
}): string {
  const { id, status, headers, body, latencyMs, request } = response
  const head = {
    id,
    ...(request === undefined ? {} : { request }),
    status,
    // What a browser writes where no answer came.
    ...(status === 0 ? { error: 'no response' } : {}),
    headers: Object.fromEntries(
      headers.filter(([name]) => !HIDDEN.has(name.toLowerCase())).map(([n, v]) => [n.toLowerCase(), v]),
    ),
    ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
    response_bytes: body.length,
  }
  return `${JSON.stringify(head).slice(0, -1)},"body":${bodyToken(bodyText(body))}}`
}

/** Headers that say nothing about the service, or hold secrets. */
export const HIDDEN: ReadonlySet<string> = new Set([
  'date',
  'authorization',
  'cookie',
  'proxy-authorization',
  'set-cookie',
  'set-cookie2',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
])

/** A body as one JSON token on one line. */
function bodyToken(body: string): string {
  try {
    JSON.parse(body)
    return body.replaceAll(/[\r\n]+/g, ' ')
  } catch {
    return JSON.stringify(body)
  }
}
