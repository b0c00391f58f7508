import http from 'node:http'
import https from 'node:https'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Endpoint } from '../tcp.ts'

/** One arm's server, with the connections kept open to it. */
export interface Upstream {
  readonly endpoint: Endpoint
  readonly request: (from: IncomingMessage, headers: readonly string[]) => ClientRequest
  readonly close: () => void
}

/** Connects to `http://host:port` or `https://host:port`; a path is put before every request's own. */
export function createUpstream(address: URL, timeoutMs: number): Upstream {
  const secure = address.protocol === 'https:'
  const agentOptions = { keepAlive: true, scheduling: 'lifo' } as const
  const agent = secure ? new https.Agent(agentOptions) : new http.Agent(agentOptions)
  const send = secure ? https.request : http.request
  const prefix = address.pathname.replace(/\/$/, '')
  const fixed = {
    hostname: address.hostname.replace(/^\[|\]$/g, ''),
    port: address.port === '' ? (secure ? 443 : 80) : Number(address.port),
    agent,
    timeout: timeoutMs,
    setHost: false,
    ...(secure ? { servername: address.hostname } : {}),
  }
  return {
    endpoint: { host: fixed.hostname, port: fixed.port },
    request: (from, headers) =>
      send({ ...fixed, method: from.method, path: `${prefix}${from.url ?? '/'}`, headers: [...headers] }),
    close: () => agent.destroy(),
  }
}

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'upgrade',
])

/** A request's own headers for the next hop (RFC 9110 section 7.6.1), with the client's address appended. */
export function onwardHeaders(from: IncomingMessage, keepUpgrade = false): readonly string[] {
  const headers = endToEnd(from, keepUpgrade)
  const before = from.headers['x-forwarded-for']
  const address = from.socket.remoteAddress ?? ''
  headers.push('X-Forwarded-For', before === undefined ? address : `${String(before)}, ${address}`)
  if (from.headers['x-forwarded-proto'] === undefined) headers.push('X-Forwarded-Proto', 'http')
  return headers
}

/** A response's headers without those that were between the upstream and us only. */
export function backwardHeaders(from: IncomingMessage): string[] {
  return endToEnd(from, false, 'transfer-encoding')
}

function endToEnd(from: IncomingMessage, keepUpgrade: boolean, dropped?: string): string[] {
  const named = (from.headers.connection ?? '').toLowerCase()
  const kept: string[] = []
  for (let i = 0; i + 1 < from.rawHeaders.length; i += 2) {
    const name = from.rawHeaders[i] ?? ''
    const lower = name.toLowerCase()
    const hop = lower === 'connection' || lower === 'upgrade' ? !keepUpgrade : HOP_BY_HOP.has(lower)
    if (hop || lower === dropped || lower === 'x-forwarded-for') continue
    if (named !== '' && !keepUpgrade && named.split(',').some((word) => word.trim() === lower)) continue
    kept.push(name, from.rawHeaders[i + 1] ?? '')
  }
  return kept
}
