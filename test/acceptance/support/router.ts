import { bodyOf, listen, type Listening } from './listen.ts'

/** A router with a memory: every weight it was told, and the faults a test asks for. */
export interface FakeRouter extends Listening {
  readonly weights: readonly number[]
  readonly weight: () => number
  /** `refuse` answers 400 to every write, `refuse-rise` to every one above 0, `lie` takes a write and keeps the old weight. */
  fault: 'none' | 'refuse' | 'refuse-rise' | 'lie'
  /** Milliseconds until an accepted write takes effect. */
  delayMs: number
}

/** Speaks the admin protocol of the embedded proxy. */
export async function fakeRouter(start = 0): Promise<FakeRouter> {
  const weights = [start]
  const server = await listen((request, response) => {
    void answer(request.method ?? '', bodyOf(request)).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  const router: FakeRouter = {
    ...server,
    weights,
    weight: () => weights.at(-1) ?? 0,
    fault: 'none',
    delayMs: 0,
  }

  async function answer(method: string, body: Promise<string>): Promise<{ status: number; body: string }> {
    const text = await body
    if (method === 'PUT') {
      const { weight } = JSON.parse(text) as { readonly weight: number }
      const refused = router.fault === 'refuse' || (router.fault === 'refuse-rise' && weight > 0)
      if (refused) return { status: 400, body: 'not today' }
      if (router.fault !== 'lie') setTimeout(() => void weights.push(weight), router.delayMs)
      if (router.delayMs === 0) await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return { status: 200, body: JSON.stringify({ weight: router.weight(), up: true, inFlight: 0 }) }
  }
  return router
}
