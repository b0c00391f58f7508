import type { AddressInfo } from 'node:net'
import { renderPage } from './page/route.ts'
import { seedRepository } from './seed/repository.ts'
import type { RepositorySeed, SeededRepository } from './seed/repository.ts'
import { makeApp, makeToken } from './seed/tokens.ts'
import type { AppSeed, SeededApp, TokenRequest } from './seed/tokens.ts'
import { handle } from './server/handle.ts'
import { createFaults } from './server/inject.ts'
import type { Injection } from './server/inject.ts'
import { listen } from './server/listen.ts'
import type { Answer, RawRequest } from './server/listen.ts'
import { createRateLimiter } from './server/rate-limit.ts'
import type { RateLimits } from './server/rate-limit.ts'
import { createRouter } from './server/router.ts'
import { loadSchemas } from './server/schemas.ts'
import { createState } from './state.ts'
import type { SandboxState } from './state.ts'
import { createStore } from './store.ts'
import { viewRepository } from './views/repository.ts'
import { viewUser } from './views/user.ts'
import { createSender } from './webhooks/sender.ts'
import { githubTime } from './world.ts'
import type { World } from './world.ts'

export interface SandboxOptions {
  /** Default 0: the system chooses. */
  readonly port?: number
  /** Milliseconds since the epoch; default the machine's clock. */
  readonly now?: () => number
  readonly rateLimits?: RateLimits
  /** The prefix that webhooks and event payloads name; both prefixes are always served. */
  readonly apiPrefix?: '' | '/api/v3'
}

/** A GitHub of one's own, on loopback. */
export interface Sandbox {
  /** Address of the API and, in a browser, of the page. GitHub Enterprise's is `${url}/api/v3`. */
  readonly url: string
  readonly state: SandboxState
  token(request: TokenRequest): string
  app(seed: AppSeed): SeededApp
  team(organization: string, slug: string, members: readonly string[]): void
  repository(seed: RepositorySeed): SeededRepository
  inject(injection: Injection): void
  clearInjections(): void
  /** Delivers a webhook again under the same guid, as a person may from the App's settings. */
  redeliver(deliveryId: number): void
  /** Resolves when every webhook so far has been delivered or given up. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Starts an empty GitHub; everything in it is seeded or made over HTTP. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now
  const store = createStore()
  const faults = createFaults()
  const schemas = loadSchemas()
  const router = createRouter(schemas.operations)
  const limiter = createRateLimiter(options.rateLimits ?? {}, now)
  const state = createState(store)
  const sender = createSender({
    store,
    faults,
    now,
    extras: (repository) => ({
      repository: viewRepository(repository, world, world.api()),
      sender: viewUser(store.user('github-actions[bot]'), world.api()),
    }),
    check: (event, action, payload) =>
      state.blame(`${event}.${action}`, schemas.webhook(`${event}-${action}`.replaceAll('_', '-'), payload)),
  })
  let origin = ''
  const world: World = {
    store,
    schemas,
    now,
    timestamp: () => githubTime(now()),
    api: () => `${origin}${options.apiPrefix ?? ''}`,
    emit: sender.emit,
    redeliver: sender.redeliver,
  }
  const answer = (request: RawRequest): Answer => {
    const path = request.target.split('?')[0] ?? '/'
    const match = router(request.method, path)
    const seen = { method: request.method, operation: match?.operation.id ?? '', path }
    const page = match === undefined && request.method === 'GET' ? renderPage(state, request) : undefined
    if (page !== undefined) return { fault: undefined, respond: () => page }
    const entry = state.log(request, seen.operation, now())
    const fault = faults.take(seen)
    const respond = (): ReturnType<Answer['respond']> => {
      const outcome = handle({ ...request, api: `${origin}${request.prefix}` }, match, world, limiter)
      state.finish(entry, outcome)
      return outcome.reply
    }
    return { fault, respond }
  }
  const server = await listen(options.port ?? 0, answer)
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  return {
    url: origin,
    state,
    token: (request) => makeToken(store, request, now()),
    app: (seed) => makeApp(store, seed),
    team: (organization, slug, members) =>
      void store.teams.push({ id: store.nextId(), organization, slug, members: new Set(members) }),
    repository: (seed) => seedRepository(world, seed),
    inject: faults.add,
    clearInjections: faults.clear,
    redeliver: sender.redeliver,
    settled: sender.settled,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
      await sender.settled()
    },
  }
}
