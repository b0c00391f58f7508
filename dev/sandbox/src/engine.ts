import { renderPage } from './page/route.ts'
import { handle } from './server/handle.ts'
import { createFaults } from './server/inject.ts'
import type { Faults } from './server/inject.ts'
import type { ServerAnswer, RawRequest } from './server/listen.ts'
import { createLists } from './server/lists.ts'
import { createRateLimiter } from './server/rate-limit.ts'
import type { RateLimits } from './server/rate-limit.ts'
import { createFinder } from './server/router.ts'
import { loadSchemas } from './server/schemas.ts'
import { createState } from './state.ts'
import type { SandboxState } from './state.ts'
import { createStore } from './store.ts'
import { viewRepository } from './views/repository.ts'
import { viewUser } from './views/user.ts'
import { createSender } from './webhooks/sender.ts'
import type { Sender } from './webhooks/sender.ts'
import { githubTime } from './backend.ts'
import type { Backend } from './backend.ts'

export interface EngineOptions {
  /** Milliseconds since the epoch. */
  now(): number
  readonly rateLimits: RateLimits
  /** Scheme, host and port; asked late, since the port is chosen late. */
  origin(): string
  readonly apiPrefix: string
  /** Milliseconds by which lists lag behind writes. */
  readonly listLagMs: number
}

/** Everything of a GitHub but its socket. */
export interface Engine {
  readonly backend: Backend
  readonly state: SandboxState
  readonly faults: Faults
  readonly sender: Sender
  answer(request: RawRequest): ServerAnswer
}

export function createEngine(options: EngineOptions): Engine {
  const { now, origin } = options
  const store = createStore()
  const faults = createFaults()
  const schemas = loadSchemas()
  const state = createState(store)
  const api = (): string => `${origin()}${options.apiPrefix}`
  const sender = createSender({
    store,
    faults,
    now,
    extras: (repository) => ({
      repository: viewRepository(repository, backend, api()),
      sender: viewUser(store.user('github-actions[bot]'), api()),
    }),
    check: (event, action, payload) =>
      state.blame(`${event}.${action}`, schemas.webhook(`${event}-${action}`.replaceAll('_', '-'), payload)),
  })
  const { emit, redeliver } = sender
  const timestamp = (): string => githubTime(now())
  const lists = createLists(options.listLagMs)
  const backend: Backend = { store, schemas, lists, now, timestamp, api, emit, redeliver }
  return { backend, state, faults, sender, answer: createAnswer(options, backend, state, faults) }
}

/** Pages first, then the API: logged, perhaps made to fail, and handled. */
function createAnswer(
  options: EngineOptions,
  backend: Backend,
  state: SandboxState,
  faults: Faults,
): Engine['answer'] {
  const router = createFinder(backend.schemas.operations)
  const limiter = createRateLimiter(options.rateLimits, options.now)
  return (request) => {
    const path = request.target.split('?')[0] ?? '/'
    const match = router(request.method, path)
    const page = match === undefined && request.method === 'GET' ? renderPage(state, request) : undefined
    if (page !== undefined) return { fault: undefined, respond: () => page }
    const operation = match?.operation.id ?? ''
    const entry = state.log(request, operation, options.now())
    return {
      fault: faults.take({ method: request.method, operation, path }),
      respond: () => {
        const incoming = { ...request, api: `${options.origin()}${request.prefix}` }
        const outcome = handle(incoming, match, backend, limiter)
        state.finish(entry, outcome)
        return outcome.reply
      },
    }
  }
}
