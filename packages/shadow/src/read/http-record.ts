/** Which side of a recorded exchange is wanted. */
export type Role = 'requests' | 'primary' | 'candidate'

/** A response as the record that is compared; a body that is JSON goes in as it is written. */
export function responseRecord(response: {
  readonly id: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly latencyMs: number | undefined
  readonly request?: { readonly method: string; readonly path: string }
}): string {
  const { id, status, headers, body, latencyMs, request } = response
  const head = {
    id,
    ...(request === undefined ? {} : { request }),
    status,
    headers: Object.fromEntries(
      headers.filter(([name]) => !HIDDEN.has(name.toLowerCase())).map(([n, v]) => [n.toLowerCase(), v]),
    ),
    ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
    response_bytes: Buffer.byteLength(body),
  }
  return `${JSON.stringify(head).slice(0, -1)},"body":${bodyToken(body)}}`
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
export function bodyToken(body: string): string {
  try {
    JSON.parse(body)
    return body.replaceAll(/[\r\n]+/g, ' ')
  } catch {
    return JSON.stringify(body)
  }
}
