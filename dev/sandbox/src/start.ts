import type { Server } from 'node:http'
import { createEngine } from './engine.ts'
import { seedRepository } from './seed/repository.ts'
import type { RepositorySeed, SeededRepository } from './seed/repository.ts'
import { makeApp, makeToken } from './seed/tokens.ts'
import type { AppSeed, SeededApp, TokenRequest } from './seed/tokens.ts'
import type { Injection } from './server/inject.ts'
import { listen } from './server/listen.ts'
import type { RateLimits } from './server/rate-limit.ts'
import type { SandboxState } from './state.ts'

export interface SandboxOptions {
  /** Default 0: the system chooses. */
  readonly port?: number
  /** Milliseconds since the epoch; default the machine's clock. */
  readonly now?: () => number
  readonly rateLimits?: RateLimits
  /** The prefix that webhooks and event payloads name; both prefixes are always served. */
  readonly apiPrefix?: '' | '/api/v3'
  /** Milliseconds by which lists lag behind writes; default 200. At GitHub it is seconds. */
  readonly listLagMs?: number
}

const LIST_LAG_MS = 200

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
  let origin = ''
  const { backend, state, faults, sender, answer } = createEngine({
    now,
    rateLimits: options.rateLimits ?? {},
    origin: () => origin,
    apiPrefix: options.apiPrefix ?? '',
    listLagMs: options.listLagMs ?? LIST_LAG_MS,
  })
  const { store } = backend
  const server = await listen(options.port ?? 0, answer)
  origin = `http://127.0.0.1:${portOf(server)}`
  return {
    url: origin,
    state,
    token: (request) => makeToken(store, request, now()),
    app: (seed) => makeApp(store, seed),
    team: (organization, slug, members) =>
      void store.teams.push({ id: store.nextId(), organization, slug, members: new Set(members) }),
    repository: (seed) => seedRepository(backend, seed),
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

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the sandbox is not listening')
  return address.port
}
