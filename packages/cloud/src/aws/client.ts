import { UserError, type Io } from '@sluice/action'
import { isRecord } from '@sluice/schema'
import { awsCredentials } from './credentials.ts'
import { endpointOf, regionOf } from './endpoint.ts'
import { signedHeaders, type AwsRequest } from './sign.ts'
import { parseXml, textAt } from './xml.ts'

export interface AwsOptions {
  /** Name in the address and in signatures, such as `lambda`. */
  readonly service: string
  readonly region: string | undefined
  readonly role: string | undefined
}

/** One service of AWS in one region. */
export interface AwsService {
  readonly region: string
  readonly endpoint: URL
  /** The headers to send, signed. Rejects with `CREDENTIALS_MISSING` or `BAD_CREDENTIALS`. */
  readonly sign: (request: AwsRequest, signal: AbortSignal) => Promise<Readonly<Record<string, string>>>
}

/** Opens a service. Asks nothing yet; throws `BAD_INPUT` where no region is known. */
export function awsService(io: Io, { service, region: given, role }: AwsOptions): AwsService {
  const region = regionOf(io, given)
  const credentials = awsCredentials(io, { region, ...(role === undefined ? {} : { role }) })
  return {
    region,
    endpoint: endpointOf(io, service, region),
    sign: async (request, signal) =>
      signedHeaders(request, await credentials(signal), service, region, io.now()),
  }
}

export interface AwsAnswer {
  readonly status: number
  readonly text: string
}

/** Sends a signed request. Rejects with `AWS_UNREACHABLE` when no answer comes. */
export async function sendToAws(io: Io, request: AwsRequest, signal: AbortSignal): Promise<AwsAnswer> {
  signal.throwIfAborted()
  const { method, url, headers, body } = request
  try {
    const response = await io.fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_MS)]),
      ...(body === undefined ? {} : { body }),
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    signal.throwIfAborted()
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    throw new UserError(
      'AWS_UNREACHABLE',
      `${url.host} did not answer: ${inner instanceof Error ? inner.message : String(inner)}`,
      'Check that this runner can reach AWS.',
    )
  }
}

const CALL_MS = 10_000

/** What an answer says went wrong: `throttled` may be asked again, `denied` is about rights. */
export interface AwsProblem {
  readonly kind: 'throttled' | 'denied' | 'absent' | 'changed' | 'unavailable' | 'refused'
  readonly code: string
  readonly said: string
}

/** The problem in an answer of the query, JSON or REST protocol; undefined for success. */
export function awsProblem({ status, text }: AwsAnswer): AwsProblem | undefined {
  if (status >= 200 && status < 300) return undefined
  const { code, said } = errorIn(text)
  return { kind: kindOf(status, code), code: code || String(status), said: said || text.slice(0, 200) }
}

function kindOf(status: number, code: string): AwsProblem['kind'] {
  if (status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(code)) return 'throttled'
  if (status >= 500) return 'unavailable'
  if (status === 412 || /PreconditionFailed/.test(code)) return 'changed'
  if (
    /AccessDenied|Unauthorized|InvalidClientToken|Expired|SignatureDoesNotMatch|UnrecognizedClient/.test(code)
  )
    return 'denied'
  if (status === 404 || /NotFound/.test(code)) return 'absent'
  return status === 401 || status === 403 ? 'denied' : 'refused'
}

function errorIn(text: string): { readonly code: string; readonly said: string } {
  const root = text.trimStart().startsWith('<') ? parseXml(text) : undefined
  if (root !== undefined)
    return { code: textAt(root, 'Error', 'Code'), said: textAt(root, 'Error', 'Message') }
  try {
    const data: unknown = JSON.parse(text)
    if (!isRecord(data)) return { code: '', said: '' }
    const type = data['__type'] ?? data['code'] ?? data['Type']
    const message = data['message'] ?? data['Message']
    return {
      code: typeof type === 'string' ? (type.split('#').at(-1) ?? '') : '',
      said: typeof message === 'string' ? message : '',
    }
  } catch {
    return { code: '', said: '' }
  }
}
