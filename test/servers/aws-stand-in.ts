import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { startLoopback, type Loopback } from './loopback.ts'
import { testIo, type TestIo } from './io.ts'

export const AWS_KEYS = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' } as const

export interface AwsCall {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly form: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

export interface AwsStandIn extends Loopback {
  readonly calls: AwsCall[]
  readonly behaviour: {
    lying: boolean
    slow: boolean
    delayMs: number
    failing: number
  }
}

type Answer = {
  readonly status?: number
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly text: string
}

/**
 * A service of AWS on loopback that checks every signature itself, written from the documentation and not from our
 * code. `answer` sees only calls whose signature is right. Reads can be made to fail; `reads` tells them apart.
 */
export async function startAwsStandIn(
  service: string,
  reads: (call: AwsCall) => boolean,
  answer: (call: AwsCall) => Answer,
): Promise<AwsStandIn> {
  const calls: AwsCall[] = []
  const behaviour = { lying: false, slow: false, delayMs: 0, failing: 0 }
  const server = await startLoopback(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`)
    const call = {
      method: request.method ?? '',
      url,
      body,
      form: new URLSearchParams(body),
      headers: request.headers,
    }
    calls.push(call)
    if (behaviour.slow) await delay(500)
    if (response.destroyed) return
    const problem = signatureProblem(request, url, body, service)
    if (problem !== undefined) {
      send(response, {
        status: 403,
        text: `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${problem}</Message></Error></ErrorResponse>`,
      })
      return
    }
    if (reads(call) && behaviour.failing-- > 0) {
      response.destroy()
      return
    }
    send(response, answer(call))
  })
  return { ...server, calls, behaviour }
}

function send(
  response: ServerResponse,
  { status = 200, type = 'text/xml', headers = {}, text }: Answer,
): void {
  response.writeHead(status, { 'content-type': type, ...headers }).end(text)
}

/** An Io whose environment has keys and points every service at the stand-in. */
export function awsIo(url: string, more: Readonly<Record<string, string>> = {}): TestIo {
  const env: Readonly<Record<string, string>> = {
    AWS_ACCESS_KEY_ID: AWS_KEYS.id,
    AWS_SECRET_ACCESS_KEY: AWS_KEYS.secret,
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: url,
    ...more,
  }
  return { ...testIo(), env: (name) => env[name] || undefined }
}

function signatureProblem(
  { method = '', headers }: IncomingMessage,
  url: URL,
  body: string,
  service: string,
): string | undefined {
  const [, id, scope = '', signedNames = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (id !== AWS_KEYS.id) return `unknown key in ${headers.authorization ?? 'no header'}`
  const [day = '', region = '', named = '', ending] = scope.split('/')
  if (named !== service || ending !== 'aws4_request') return `the scope is ${scope}, not of ${service}`
  const stamp = String(headers['x-amz-date'])
  const age =
    Date.now() - Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(age) < 300_000)) return `the time ${stamp} is not now`
  const names = signedNames.split(';')
  if (!names.includes('host') || !names.includes('x-amz-date')) return `host and x-amz-date must be signed`
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const rfc3986 = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const query = [...url.searchParams]
    .map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`)
    .sort()
    .join('&')
  const canonical = [
    method,
    url.pathname.split('/').map(rfc3986).join('/'),
    query,
    names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join(''),
    signedNames,
    hash(body),
  ].join('\n')
  let key: string | Buffer = `AWS4${AWS_KEYS.secret}`
  for (const part of [day, region, service, 'aws4_request']) key = hmac(key, part)
  const expected = hmac(key, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(canonical)}`).toString('hex')
  return expected === signature ? undefined : 'the signature is not the one of this request'
}
