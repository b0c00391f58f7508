import { UserError, type Io } from '@sluice/action'
import { basicAuthorization, withoutCredentials } from './address.ts'

const CALL_MS = 10_000

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/**
 * Asks an admin address and returns the whole answer, whatever its status. Credentials in the address become a header.
 * Rejects with `ROUTER_UNREACHABLE` when nobody answers within ten seconds, and with the signal's reason when aborted.
 * `who` begins the message: "the proxy".
 */
export async function askHttp(
  io: Io,
  address: URL,
  init: RequestInit & { readonly signal: AbortSignal },
  { who, hint }: { readonly who: string; readonly hint: string },
): Promise<HttpAnswer> {
  init.signal.throwIfAborted()
  const inTime = AbortSignal.any([init.signal, AbortSignal.timeout(CALL_MS)])
  const shown = withoutCredentials(address)
  const headers = new Headers({ ...basicAuthorization(address) })
  new Headers(init.headers).forEach((value, name) => headers.set(name, value))
  try {
    const response = await io.fetch(shown, { ...init, headers, signal: inTime, redirect: 'error' })
    return { status: response.status, headers: response.headers, body: await response.text() }
  } catch (cause) {
    init.signal.throwIfAborted()
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const said = inner instanceof Error ? inner.message : String(inner)
    throw new UserError('ROUTER_UNREACHABLE', `${who} did not answer at ${shown.href}: ${said}`, hint)
  }
}
