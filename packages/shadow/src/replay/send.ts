import type { RecordedRequest } from './request.ts'

/** What the replayer may do to the world. */
export interface World {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds, never going backwards. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly signal: AbortSignal
}

/** What one arm answered: a record to compare, or why there is none. */
export type Answer = { readonly record: string; readonly bytes: number } | { readonly failed: string }

/** Response headers that differ between any two answers, or hold secrets. */
const HIDDEN = new Set([
  'date',
  'set-cookie',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
])

/**
 * Sends one request to one arm. Latency counts from when the request was due, not from when it was sent: a server that
 * makes requests queue is slow for those who queue. Redirects are answers, not followed.
 */
export async function send(
  request: RecordedRequest,
  arm: { readonly name: string; readonly base: URL },
  due: number,
  { timeoutMs, maxBytes }: { readonly timeoutMs: number; readonly maxBytes: number },
  world: World,
): Promise<Answer> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(timeoutMs)])
  try {
    const response = await world.fetch(target(arm.base, request.path), {
      method: request.method,
      headers: {
        ...request.headers,
        'x-sluice-shadow': arm.name,
        'x-sluice-request': request.id.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, 200),
      },
      redirect: 'manual',
      signal,
      ...(request.body === undefined || request.method === 'GET' || request.method === 'HEAD'
        ? {}
        : { body: request.body }),
    })
    const body = await readBody(response, maxBytes)
    if (body === undefined) return { failed: `larger than the limit on the ${arm.name}` }
    const latency = Math.round((world.now() - due) * 1000) / 1000
    return { record: recordOf(request.id, response, body, latency), bytes: body.length }
  } catch (error) {
    world.signal.throwIfAborted()
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { failed: timedOut ? `timed out on the ${arm.name}` : `no connection to the ${arm.name}` }
  }
}

/** The recorded path under an arm's address; it can never lead to another host. */
export function target(base: URL, path: string): URL {
  const url = new URL(base)
  const [pathname = '/', ...query] = path.split('?')
  url.pathname = `${base.pathname.replace(/\/$/, '')}${pathname}`
  url.search = query.length === 0 ? '' : `?${query.join('?')}`
  url.hash = ''
  return url
}

async function readBody(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  if (response.body === null) return Buffer.alloc(0)
  for await (const part of response.body) {
    size += part.length
    if (size > maxBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function recordOf(id: string, response: Response, body: Buffer, latency: number): string {
  const headers = [...response.headers]
    .filter(([name]) => !HIDDEN.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const head = {
    id,
    status: response.status,
    headers: Object.fromEntries(headers),
    latency_ms: latency,
    response_bytes: body.length,
  }
  // A JSON body goes in as it is written, so that its numbers keep all their digits; line ends would end the record.
  const text = body.toString('utf8')
  const said = isJson(text) ? text.replaceAll(/[\r\n]+/g, ' ') : JSON.stringify(text)
  return `${JSON.stringify(head).slice(0, -1)},"body":${said}}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
