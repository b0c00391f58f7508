import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { UserError, shownAddress } from '@sluice/action'
import { connectProblem } from '../tcp.ts'
import { administer } from './admin.ts'
import { forward } from './forward.ts'
import { createMeter } from './meter.ts'
import { createSplit, type ProxyArm, type StickyBy } from './split.ts'
import { passUpgrade } from './upgrade.ts'
import { createUpstream } from './upstream.ts'

export interface ProxyOptions {
  /** Address of each arm, e.g. `http://127.0.0.1:8001`. */
  readonly baseline: string
  readonly candidate: string
  /** The candidate's share in percent at the start; default 0. */
  readonly weight?: number
  /** 0 lets the system choose; default 0. */
  readonly port?: number
  readonly adminPort?: number
  /** Default 127.0.0.1, for both. An admin address that is not loopback needs a token. */
  readonly host?: string
  readonly adminHost?: string
  readonly token?: string
  readonly sticky?: StickyBy
  /** How long an arm may be silent before it is charged with a 504; default 60 seconds. */
  readonly upstreamTimeoutMs?: number
}

export interface Proxy {
  readonly url: string
  readonly adminUrl: string
  readonly weight: () => number
  /** Takes effect with the next request; those in flight end where they began. */
  readonly setWeight: (weight: number) => void
  /** Requests being answered by an arm now. */
  readonly inFlight: (arm: 'baseline' | 'candidate') => number
  /** Takes no new connections, lets requests in flight end, and cuts what is left after the deadline. */
  readonly close: (deadlineMs?: number) => Promise<void>
}

/** Starts the weighted reverse proxy; resolves when both addresses accept connections. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { host = '127.0.0.1', adminHost = '127.0.0.1', upstreamTimeoutMs = 60_000 } = options
  if (options.token === undefined && !isLoopback(adminHost)) {
    throw new UserError(
      'BAD_INPUT',
      `admin address: ${adminHost} is not a loopback address, and no token was given`,
      'Give a token, or listen on 127.0.0.1.',
    )
  }
  const arms = {
    baseline: createUpstream(addressOf('baseline', options.baseline), upstreamTimeoutMs),
    candidate: createUpstream(addressOf('candidate', options.candidate), upstreamTimeoutMs),
  }
  let weight = checked(options.weight ?? 0)
  const meter = createMeter(Date.now())
  const split = createSplit(options.sticky)
  const joined = new Set<Duplex>()

  const server = createServer((request, response) => {
    const arm = split(weight, request.headers)
    if (!server.listening) response.shouldKeepAlive = false
    forward(request, response, arms[arm], meter.begin(arm))
  })
  server.on('upgrade', (request, client: Duplex, head: Buffer) => {
    const arm = split(weight, request.headers)
    joined.add(client)
    client.on('close', () => joined.delete(client))
    passUpgrade(request, client, head, arms[arm], meter.begin(arm))
  })
  // Longer than common load balancers keep theirs, so that it is never we who close under a request.
  server.keepAliveTimeout = 75_000
  server.requestTimeout = 0

  // A version of an earlier life of this proxy must not pass for one of this life.
  const life = randomUUID()
  let writes = 0
  const setWeight = (wanted: number): void => {
    weight = checked(wanted)
    writes++
  }
  const controls = {
    weight: () => weight,
    setWeight,
    version: () => `"${life}-${writes}"`,
    meter,
    problemOf: async (arm: ProxyArm) =>
      await connectProblem(arms[arm].endpoint, new AbortController().signal),
    token: options.token,
  }
  const admin = createServer((request, response) => {
    administer(request, response, controls).catch(() => response.destroy())
  })
  const url = await listen(server, options.port ?? 0, host)
  const adminUrl = await listen(admin, options.adminPort ?? 0, adminHost).catch((error: unknown) => {
    server.close()
    throw error
  })
  return {
    url,
    adminUrl,
    weight: () => weight,
    setWeight,
    inFlight: meter.inFlight,
    close: async (deadlineMs = 10_000) => {
      await Promise.all([drain(server, deadlineMs, joined), drain(admin, deadlineMs)])
      arms.baseline.close()
      arms.candidate.close()
    },
  }
}

function checked(weight: number): number {
  if (weight >= 0 && weight <= 100) return weight
  throw new UserError('BAD_INPUT', `weight: must be from 0 to 100 percent, got ${weight}`, 'Fix the weight.')
}

function addressOf(arm: string, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url
  throw new UserError(
    'BAD_INPUT',
    `${arm}: must be an address starting with http:// or https://, got ${JSON.stringify(shownAddress(given))}`,
    'Fix the address.',
  )
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

async function drain(
  server: Server,
  deadlineMs: number,
  joined: ReadonlySet<Duplex> = new Set(),
): Promise<void> {
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => {
    server.closeAllConnections()
    for (const socket of joined) socket.destroy()
  }, deadlineMs)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearInterval(idle)
  clearTimeout(cut)
}
