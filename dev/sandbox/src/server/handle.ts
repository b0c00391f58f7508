import { authorize } from '../auth/authorize.ts'
import { loginOf, type Credential } from '../auth/credential.ts'
import type { Backend } from '../backend.ts'
import { routes } from '../routes/index.ts'
import type { ApiCall, ApiReply } from './call.ts'
import type { RateLimiter } from './rate-limit.ts'
import { Refusal, notFound } from './refusal.ts'
import type { Match } from './router.ts'
import type { Store } from '../store.ts'
import { verifyAppJwt } from '../auth/jwt.ts'

export interface Incoming {
  readonly method: string
  readonly authorization: string | undefined
  readonly api: string
  /** Path and query, without the prefix. */
  readonly target: string
  readonly text: string
}

export interface Handled {
  readonly reply: ApiReply
  readonly login: string
  readonly body: unknown
  /** Ways in which our own reply breaks GitHub's description. */
  readonly violations: readonly string[]
}

/** Runs one request: who, how often, may they, is it valid, do it, is the answer valid. */
export function handle(
  incoming: Incoming,
  match: Match | undefined,
  backend: Backend,
  limiter: RateLimiter,
): Handled {
  let credential: Credential = { kind: 'anonymous' }
  let body: unknown
  const outcome = (reply: ApiReply, violations: readonly string[] = []): Handled => ({
    reply: { ...reply, headers: { ...rateHeaders(limiter, credential), ...reply.headers } },
    login: loginOf(credential),
    body,
    violations,
  })
  try {
    body = parseBody(incoming.text)
    credential = authenticate(incoming.authorization, backend.store, backend.now())
    if (match === undefined) throw notFound()
    if (match.operation.id !== 'rate-limit/get') limiter.spend(credential, incoming.method)
    const reply = answer(incoming, match, body, credential, backend, limiter)
    const problems = backend.schemas.reply(match.operation, reply.status, reply.body)
    return problems.length === 0 ? outcome(reply) : outcome(broken(match, problems), problems)
  } catch (error) {
    if (error instanceof Refusal)
      return outcome({ status: error.status, body: error.body, headers: error.headers })
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return outcome({ status: 500, body: { message: `the sandbox itself failed: ${why}` } }, [why])
  }
}

function answer(
  incoming: Incoming,
  { operation, params }: Match,
  body: unknown,
  credential: Credential,
  backend: Backend,
  limiter: RateLimiter,
): ApiReply {
  const repository =
    params['repo'] === undefined
      ? undefined
      : backend.store.repositories.get(`${params['owner']}/${params['repo']}`.toLowerCase())
  if (params['repo'] !== undefined && repository === undefined) throw notFound()
  authorize(operation.id, credential, repository)
  const url = new URL(incoming.target, 'http://localhost')
  const query = Object.fromEntries(url.searchParams)
  const problems = [
    ...backend.schemas.query(operation, query),
    ...(operation.requestBody === undefined ? [] : backend.schemas.body(operation, body ?? {})),
  ]
  if (problems.length > 0) throw new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`)
  if (operation.id === 'rate-limit/get') return rateLimitReply(limiter, credential)
  const route = routes[operation.id]
  if (route === undefined) throw new Error(`no route serves ${operation.id}`)
  const { api, target } = incoming
  const call: ApiCall = { operation: operation.id, params, query, body: body ?? {}, credential, api, target }
  return route(call, backend)
}

function rateLimitReply(limiter: RateLimiter, credential: Credential): ApiReply {
  const core = limiter.look(credential)
  return { status: 200, body: { resources: { core, search: core }, rate: core } }
}

function parseBody(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'Problems parsing JSON')
  }
}

function rateHeaders(limiter: RateLimiter, credential: Credential): Readonly<Record<string, string>> {
  const { limit, remaining, used, reset } = limiter.look(credential)
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  }
}

const broken = (match: Match, problems: readonly string[]): ApiReply => ({
  status: 500,
  body: {
    message: `THE SANDBOX BROKE GITHUB'S DESCRIPTION of ${match.operation.id}:\n${problems.join('\n')}`,
  },
})

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/

/** Turns an Authorization header into who is asking; unknown and expired tokens are refused. */
function authenticate(header: string | undefined, store: Store, nowMs: number): Credential {
  if (header === undefined) return { kind: 'anonymous' }
  const secret = /^(?:bearer|token)\s+(\S+)$/i.exec(header)?.[1]
  if (secret === undefined) throw new Refusal(401, 'Bad credentials')
  const known = store.tokens.get(secret)
  if (known !== undefined) {
    if (known.kind === 'installation' && known.expiresAt <= nowMs) throw new Refusal(401, 'Bad credentials')
    return known
  }
  if (JWT.test(secret)) return { kind: 'app', app: verifyAppJwt(secret, store.apps.values(), nowMs) }
  throw new Refusal(401, 'Bad credentials')
}
