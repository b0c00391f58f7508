import { barePath, responseRecord, type RequestFacts } from '../formats/http-record.ts'
import type { RecordedRequest } from './request.ts'

/** What the replayer may do to the world. */
export interface ReplayIo {
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds, never going backwards. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly signal: AbortSignal
}

/** What one arm answered: a record to compare, or why there is none: time was up, no answer came, or one too large. */
export type ReplayAnswer =
  | { readonly record: string; readonly bytes: number; readonly status: number }
  | { readonly failed: string; readonly why: 'late' | 'none' | 'large' }

/**
 * Sends one request to one arm. Latency counts from when the request was due, not from when it was sent: a server that
 * makes requests queue is slow for those who queue. Redirects are answers, not followed.
 */
export async function send(
  request: RecordedRequest,
  arm: { readonly name: string; readonly base: URL },
  due: number,
  plan: { readonly timeoutMs: number; readonly maxBytes: number; readonly keptHeaders?: readonly string[] },
  world: ReplayIo,
): Promise<ReplayAnswer> {
  const signal = AbortSignal.any([world.signal, AbortSignal.timeout(plan.timeoutMs)])
  let answered = false
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
    answered = true
    const body = await readBody(response, plan.maxBytes)
    if (body === undefined) return { failed: `larger than the limit on the ${arm.name}`, why: 'large' }
    const latency = Math.round((world.now() - due) * 1000) / 1000
    return {
      record: responseRecord({
        id: request.id,
        request: factsOf(request, plan.keptHeaders),
        status: response.status,
        headers: [...response.headers].sort(([a], [b]) => (a < b ? -1 : 1)),
        body,
        latencyMs: latency,
      }),
      bytes: body.length,
      status: response.status,
    }
  } catch (error) {
    world.signal.throwIfAborted()
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    if (timedOut) return { failed: `timed out on the ${arm.name}`, why: 'late' }
    return {
      failed: `${answered ? 'no whole answer from' : 'no connection to'} the ${arm.name}`,
      why: 'none',
    }
  }
}

function factsOf({ method, path, headers }: RecordedRequest, kept: readonly string[] = []): RequestFacts {
  const told = kept.flatMap((name) => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    method,
    path: barePath(path),
    ...(told.length === 0 ? {} : { headers: Object.fromEntries(told) }),
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
