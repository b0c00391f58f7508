import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Meter } from './meter.ts'
import type { ProxyArm } from './split.ts'

/** What the admin address can see and change. */
export interface Controls {
  readonly weight: () => number
  readonly setWeight: (weight: number) => void
  /** Names the weight that holds now; another one since means that someone has written. */
  readonly version: () => string
  readonly meter: Meter
  /** Why an arm takes no connection; undefined when it takes one. */
  readonly problemOf: (arm: ProxyArm) => Promise<string | undefined>
  /** Without it anyone who reaches the address may set the weight. */
  readonly token: string | undefined
}

interface Answer {
  readonly code: number
  readonly body: string
  readonly type?: string
  readonly etag?: string
}

const BODY_BYTES = 1024
const ROUTES =
  'there are GET and PUT /weight, GET /arms/baseline and /arms/candidate, GET /metrics, GET /healthz\n'

/** `GET` and `PUT /weight` and `GET /arms/ARM` (JSON, behind the token if there is one); `/metrics` and `/healthz` for anyone. */
export async function administer(
  request: IncomingMessage,
  response: ServerResponse,
  controls: Controls,
): Promise<void> {
  const { code, body, type = 'text/plain', etag } = await answerTo(request, controls)
  const headers = {
    'content-type': type,
    'cache-control': 'no-store',
    ...(etag === undefined ? {} : { etag }),
  }
  response.writeHead(code, headers).end(body)
}

async function answerTo(request: IncomingMessage, controls: Controls): Promise<Answer> {
  const route = `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`
  if (route === 'GET /metrics') {
    return { code: 200, body: controls.meter.expose(controls.weight()), type: 'text/plain; version=0.0.4' }
  }
  if (route === 'GET /healthz') return { code: 200, body: 'ok\n' }
  const arm = /^GET \/arms\/(baseline|candidate)$/.exec(route)?.[1]
  if (arm === undefined && !/^(GET|PUT) \/weight$/.test(route)) return { code: 404, body: ROUTES }
  if (!allowed(request, controls.token)) return { code: 401, body: 'the bearer token is missing or wrong\n' }
  if (arm === 'baseline' || arm === 'candidate') return await armState(arm, controls)
  return request.method === 'PUT' ? await putWeight(request, controls) : weightState(controls)
}

async function putWeight(request: IncomingMessage, controls: Controls): Promise<Answer> {
  const weight = weightIn(await bodyOf(request))
  if (weight === undefined) return { code: 400, body: 'send {"weight": n} with n from 0 to 100\n' }
  const decidedOn = request.headers['if-match']
  if (decidedOn !== undefined && decidedOn !== controls.version()) {
    return { code: 412, body: `the candidate now has ${controls.weight()}%\n`, etag: controls.version() }
  }
  controls.setWeight(weight)
  return weightState(controls)
}

function weightState({ weight, meter, version }: Controls): Answer {
  const inFlight = { baseline: meter.inFlight('baseline'), candidate: meter.inFlight('candidate') }
  return json({ weight: weight(), inFlight }, version())
}

async function armState(arm: ProxyArm, { meter, problemOf }: Controls): Promise<Answer> {
  const why = await problemOf(arm)
  return json({ up: why === undefined, ...(why === undefined ? {} : { why }), inFlight: meter.inFlight(arm) })
}

function json(data: unknown, etag?: string): Answer {
  const body = `${JSON.stringify(data)}\n`
  return { code: 200, body, type: 'application/json', ...(etag === undefined ? {} : { etag }) }
}

function allowed(request: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    const chunk = Buffer.from(part as Uint8Array)
    bytes += chunk.length
    if (bytes > BODY_BYTES) return ''
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString()
}

function weightIn(body: string): number | undefined {
  try {
    const data: unknown = JSON.parse(body)
    const weight = typeof data === 'object' && data !== null && 'weight' in data ? data.weight : undefined
    return typeof weight === 'number' && weight >= 0 && weight <= 100 ? weight : undefined
  } catch {
    return undefined
  }
}
