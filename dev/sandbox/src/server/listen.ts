import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiReply } from './call.ts'
import type { Fault } from './inject.ts'

const PREFIX = '/api/v3'
const MAX_BODY_BYTES = 32 * 1024 * 1024

export interface RawRequest {
  readonly method: string
  readonly authorization: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly prefix: '' | typeof PREFIX
  /** Path and query, without the prefix. */
  readonly target: string
  readonly text: string
}

export interface ServerAnswer {
  readonly fault: Fault | undefined
  readonly respond: () => ApiReply
}

/** Serves on loopback; the port is chosen by the system when 0. */
export async function listen(port: number, answer: (request: RawRequest) => ServerAnswer): Promise<Server> {
  const server = createServer((request, response) => {
    serve(request, response, answer).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: RawRequest) => ServerAnswer,
): Promise<void> {
  const { fault, respond } = answer(await readRequest(request))
  if (fault === 'drop') return void response.destroy()
  if (fault === 'drop-after') {
    respond()
    return void response.destroy()
  }
  if (fault !== undefined && 'delayMs' in fault) await sleep(fault.delayMs)
  write(response, fault !== undefined && 'status' in fault ? faultReply(fault) : respond())
}

const faultReply = (fault: Extract<Fault, { status: number }>): ApiReply => ({
  status: fault.status,
  body: fault.body ?? { message: `injected ${fault.status}` },
  headers: fault.headers ?? {},
})

async function readRequest(request: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk as Uint8Array)
    size += bytes.length
    if (size > MAX_BODY_BYTES) throw new Error('request body too large')
    chunks.push(bytes)
  }
  const url = request.url ?? '/'
  const prefixed = url === PREFIX || url.startsWith(`${PREFIX}/`)
  return {
    method: request.method ?? 'GET',
    authorization: request.headers.authorization,
    headers: request.headers,
    prefix: prefixed ? PREFIX : '',
    target: prefixed ? url.slice(PREFIX.length) || '/' : url,
    text: Buffer.concat(chunks).toString('utf8'),
  }
}

function write(response: ServerResponse, { status, body, headers }: ApiReply): void {
  const raw = typeof body === 'string' || body instanceof Uint8Array
  const type = raw ? {} : { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, { ...type, 'x-github-request-id': 'SANDBOX', ...headers })
  response.end(body === undefined ? undefined : raw ? body : JSON.stringify(body))
}
