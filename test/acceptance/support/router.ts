import { bodyOf, listen, type Listening } from './listen.ts'

/** A router with a memory: every weight it was told, and the faults a test asks for. */
export interface FakeRouter extends Listening {
  readonly weights: readonly number[]
  readonly weight: () => number
  /** `refuse` answers 400 to every write, `lie` takes a write and keeps the old weight. */
  fault: 'none' | 'refuse' | 'lie'
}

/** Speaks the admin protocol of the embedded proxy. */
export async function fakeRouter(start = 0): Promise<FakeRouter> {
  const weights = [start]
  const server = await listen((request, response) => {
    void answer(request.method ?? '', bodyOf(request)).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
  })
  const router: FakeRouter = { ...server, weights, weight: () => weights.at(-1) ?? 0, fault: 'none' }

  async function answer(method: string, body: Promise<string>): Promise<{ status: number; body: string }> {
    const text = await body
    if (method === 'PUT') {
      if (router.fault === 'refuse') return { status: 400, body: 'not today' }
      const { weight } = JSON.parse(text) as { readonly weight: number }
      if (router.fault !== 'lie') weights.push(weight)
    }
    return { status: 200, body: JSON.stringify({ weight: router.weight(), up: true, inFlight: 0 }) }
  }
  return router
}
