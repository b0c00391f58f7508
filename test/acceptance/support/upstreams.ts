import { listen } from './listen.ts'

/** One running version: answers every request, fails the share it is told to, and counts what it did. */
export interface Upstream {
  readonly url: string
  readonly close: () => Promise<void>
  /** Share of requests answered with 500, from now on; spread evenly, so that nothing is left to chance. */
  errors: number
}

/** A real server that a router can send real requests to; its page `/metrics` counts them. */
export async function startUpstream(name: 'baseline' | 'candidate', errors = 0.01): Promise<Upstream> {
  const codes = { 200: 0, 500: 0 }
  let owed = 0
  const server = await listen((request, response) => {
    if (request.url === '/metrics') return void response.end(expose(codes))
    request.resume()
    owed += upstream.errors
    const code = owed >= 1 ? 500 : 200
    if (code === 500) owed -= 1
    codes[code] += 1
    response.writeHead(code, { 'x-version': name }).end()
  })
  const upstream: Upstream = { ...server, errors }
  return upstream
}

function expose(codes: Readonly<Record<string, number>>): string {
  return ['# TYPE http_requests_total counter']
    .concat(Object.entries(codes).map(([code, count]) => `http_requests_total{code="${code}"} ${count}`))
    .concat('')
    .join('\n')
}

/** Sends this many requests one after the other and says how many the candidate answered. */
export async function answeredByCandidate(url: string, requests: number): Promise<number> {
  let candidate = 0
  for (let i = 0; i < requests; i++) {
    const response = await fetch(url)
    await response.arrayBuffer()
    if (response.headers.get('x-version') === 'candidate') candidate += 1
  }
  return candidate
}
