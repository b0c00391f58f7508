import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Webhooks } from '@octokit/webhooks'
import type { GateApp } from './gate-app.ts'
import { intentOf } from './intent.ts'
import { describeError } from './log.ts'
import type { GateAppOptions } from './options.ts'

/** GitHub sends at most 25 MB; what concerns us stays far below. */
const MAX_BODY = 5 * 1024 * 1024
const BODY_MS = 8000

interface Door {
  readonly app: GateApp
  readonly options: GateAppOptions
  readonly webhooks: Webhooks
  readonly deliveries: Deliveries
}

/** The HTTP side: `POST /webhook`, `GET /healthz`, `GET /metrics`. Not listening yet. */
export function createGateServer(app: GateApp, options: GateAppOptions): Server {
  const door = {
    app,
    options,
    webhooks: new Webhooks({ secret: options.webhookSecret }),
    deliveries: createDeliveries(),
  }
  const server = createServer((request, response) => {
    void answer(door, request, response).catch((error: unknown) => {
      options.log.error('a request failed', { error: describeError(error) })
      if (!response.headersSent) reply(response, 500, 'failed')
    })
  })
  server.requestTimeout = BODY_MS
  return server
}

async function answer(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]
  if (request.method === 'POST' && path === '/webhook') return await receive(door, request, response)
  request.resume()
  if (request.method !== 'GET') return reply(response, 405, 'only GET here')
  if (path === '/healthz') return reply(response, 200, 'ok')
  if (path === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4')
    return reply(response, 200, door.app.metrics.text(door.app.queue.size()))
  }
  return reply(response, 404, 'not here')
}

/** Acknowledges as soon as a webhook is known to be GitHub's; what it asks for is done afterwards. */
async function receive(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { app, options } = door
  const body = await readBody(request)
  const started = performance.now()
  const end = (status: number, result: string): void => {
    app.metrics.count('webhooks', result)
    reply(response, status, result)
    app.metrics.acknowledged((performance.now() - started) / 1000)
  }
  if (body === undefined) {
    response.setHeader('connection', 'close')
    return end(413, 'too_large')
  }
  const id = header(request, 'x-github-delivery')
  const event = header(request, 'x-github-event')
  if (!(await isAuthentic(door.webhooks, body, header(request, 'x-hub-signature-256')))) {
    options.log.warning('a webhook with a bad signature was refused', { delivery: id, event })
    return end(401, 'bad_signature')
  }
  const payload = parse(body)
  if (payload === undefined || id === '') return end(400, 'malformed')
  if (!door.deliveries.isNew(id)) return end(202, 'duplicate')
  const intent = intentOf(event, payload)
  app.take(intent)
  end(202, intent.kind === 'nothing' ? 'ignored' : 'accepted')
}

/** Compares in constant time, over the bytes as they came. */
async function isAuthentic(webhooks: Webhooks, body: Buffer, signature: string): Promise<boolean> {
  const text = body.toString('utf8')
  // Bytes that are no UTF-8 would be verified as something else than what came.
  if (signature === '' || !Buffer.from(text).equals(body)) return false
  try {
    return await webhooks.verify(text, signature)
  } catch {
    // The library throws for signatures that are not even shaped like one.
    return false
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) {
      request.resume()
      return undefined
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status
  response.end(`${text}\n`)
}

/** Remembers delivery ids, newest first in, oldest first out. A copy forgets on restart; GitHub's own state then decides. */
interface Deliveries {
  /** True the first time an id is seen. */
  readonly isNew: (id: string) => boolean
}

function createDeliveries(limit = 10_000): Deliveries {
  const seen = new Set<string>()
  return {
    isNew: (id) => {
      if (seen.has(id)) return false
      seen.add(id)
      for (const oldest of seen) {
        if (seen.size <= limit) break
        seen.delete(oldest)
      }
      return true
    },
  }
}
