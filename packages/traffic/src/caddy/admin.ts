import { isRecord, quote, UserError } from '@sluice/action'
import { withoutCredentials } from '../address.ts'
import type { ArmHealth } from '../contract.ts'
import type { Resource } from '../several.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, shareText, toCandidate } from '../shares.ts'
import { connectProblem } from '../tcp.ts'
import { askCaddy, type CaddyAnswer } from './ask.ts'
import { balancingFor, handlersIn, handlerShare, type CaddyArms, type CaddyHandler } from './handlers.ts'

/** Someone else may be quicker than us so many times. */
const CONFLICTS = 5

interface Config {
  /** As Caddy gives it for the whole config: it changes with every change. */
  readonly etag: string
  readonly handlers: readonly GuardedHandler[]
}

interface GuardedHandler extends CaddyHandler {
  /**
   * The etag of its upstreams, which no weight changes: a write that carries it meets this handler and no other, wherever
   * routes were added. Undefined where Caddy could not read it back.
   */
  readonly guard: string | undefined
}

/** One Caddy, by its admin address. */
export function openCaddy(url: URL, arms: CaddyArms): Omit<Resource, 'name'> {
  const placeOf = ({ path }: CaddyHandler): string => `config/${path.map(encodeURIComponent).join('/')}`
  const etagAt = async (place: string, signal: AbortSignal): Promise<string> => {
    const answer = await askCaddy(url, place, {}, signal)
    bodyOf(answer, url, Array.isArray)
    return requiredEtag(answer, url)
  }
  const configNow = async (signal: AbortSignal): Promise<Config> => {
    const answer = await askCaddy(url, 'config/', {}, signal)
    const handlers = handlersIn(bodyOf(answer, url, isRecord), arms)
    const etag = requiredEtag(answer, url)
    const guarded = handlers.map(async (handler) => {
      // Caddy splits the header at spaces, so such a path cannot be a condition.
      const guard = handler.path.some((part) => /[\s"/]/.test(part))
        ? undefined
        : await etagAt(`${placeOf(handler)}/upstreams`, signal)
      return { ...handler, guard }
    })
    return { etag, handlers: await Promise.all(guarded) }
  }
  const patch = async (
    handler: CaddyHandler,
    weight: number,
    condition: string,
    signal: AbortSignal,
  ): Promise<boolean> => {
    const headers = { 'content-type': 'application/json', 'if-match': condition }
    const body = JSON.stringify(balancingFor(handler, arms, weight))
    const place = `${placeOf(handler)}/load_balancing`
    const answer = await askCaddy(url, place, { method: 'PATCH', headers, body }, signal)
    if (answer.status === 412) return false
    if (answer.status !== 200) throw refusal(answer)
    return true
  }
  /** Whether it was done; false where the config has changed since. Every write has a condition. */
  const patched = async (before: Config, weight: number, signal: AbortSignal): Promise<boolean> => {
    for (const [i, known] of before.handlers.entries()) {
      let [handler, condition]: [CaddyHandler, string | undefined] = [known, known.guard]
      if (i === 0 && before.etag !== '') condition = before.etag
      if (condition === undefined) {
        const now = await configNow(signal)
        const again = now.handlers.find(
          ({ path, upstreams }) =>
            path.join('/') === known.path.join('/') && upstreams.join() === known.upstreams.join(),
        )
        if (again === undefined) return false
        handler = again
        condition = now.etag
      }
      if (!(await patch(handler, weight, condition, signal))) return false
    }
    return true
  }
  /** Caddy's etag is of the whole config, so what was last seen tells whether anyone has written since. */
  let seen: Config | undefined
  let lastKnown: Config | undefined
  const upstreamsOf = (arm: string): readonly string[] =>
    arm === CANDIDATE ? arms.candidate : arm === BASELINE ? arms.baseline : []
  return {
    read: async (signal) => {
      signal.throwIfAborted()
      seen = await configNow(signal)
      lastKnown = seen
      const parts = seen.handlers.map((handler) => ({
        name: handler.path.join('/'),
        weight: toCandidate(handlerShare(handler, arms)),
      }))
      const mean = shareOf(seen, arms)
      return {
        weight: toCandidate(mean),
        pending: false,
        version: seen.etag,
        ...(parts.length > 1 ? { parts } : {}),
      }
    },
    write: async (shares, { version }, signal) => {
      signal.throwIfAborted()
      const weight = candidateOfTwo(shares)
      for (let conflicts = 0; conflicts < CONFLICTS; conflicts++) {
        // Where nothing was decided on a version, a failed read must not stop the way back.
        const known = version === undefined ? lastKnown : undefined
        const before = seen ?? (await configNow(signal).catch(orLast(signal, known)))
        seen = undefined
        lastKnown = before
        const isOld = version !== undefined && version !== before.etag
        if (isOld || !(await patched(before, weight, signal))) {
          if (version === undefined) continue
          throw changed(url, await configNow(signal), arms)
        }
        return {}
      }
      throw new UserError(
        'ROUTER_REFUSED',
        `the config of Caddy was changed by someone else ${CONFLICTS} times while it was being written`,
        'Find out what keeps writing to it.',
      )
    },
    health: async (arm, signal) => await healthOf(upstreamsOf(arm), signal),
    drain: async (arm, signal) => {
      const all = bodyOf(await askCaddy(url, 'reverse_proxy/upstreams', {}, signal), url, Array.isArray)
      const ours = all.filter(isRecord).filter(({ address }) => upstreamsOf(arm).includes(String(address)))
      return { open: ours.reduce((sum, { num_requests: open }) => sum + Number(open ?? 0), 0) }
    },
  }
}

function orLast(signal: AbortSignal, last: Config | undefined): (error: unknown) => Config {
  return (error) => {
    signal.throwIfAborted()
    if (last === undefined || !(error instanceof UserError) || error.code !== 'ROUTER_UNREACHABLE')
      throw error
    return { ...last, etag: '' }
  }
}

function shareOf({ handlers }: Config, arms: CaddyArms): number {
  const shares = handlers.map((handler) => handlerShare(handler, arms))
  return Number((shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(6))
}

function changed(url: URL, config: Config, arms: CaddyArms): UserError {
  return new UserError(
    'ROUTER_CHANGED',
    `the config of Caddy at ${withoutCredentials(url).host} was changed by someone else; it now gives the candidate ${shareText(shareOf(config, arms))}`,
    'Find out who changed it, then run the step again.',
  )
}

function requiredEtag({ etag }: CaddyAnswer, url: URL): string {
  if (etag !== '') return etag
  throw new UserError(
    'ROUTER_REFUSED',
    `Caddy at ${withoutCredentials(url).host} gives no Etag, so a change by someone else could not be seen`,
    'Use Caddy 2.7 or newer, and let a proxy in between pass Etag on.',
  )
}

/** Caddy answers 500 to a config that it cannot load, and keeps the one that it has. */
function refusal({ status, body }: CaddyAnswer): UserError {
  const data = parsed(body)
  const said = isRecord(data) && typeof data['error'] === 'string' ? data['error'] : quote(body.slice(0, 200))
  return new UserError(
    'ROUTER_REFUSED',
    `Caddy answered ${status}: ${said}`,
    'Caddy keeps the config that it had. Fix what it names.',
  )
}

function bodyOf<T>({ status, body }: CaddyAnswer, url: URL, fits: (data: unknown) => data is T): T {
  const data = status === 200 ? parsed(body) : undefined
  if (fits(data)) return data
  throw new UserError(
    'ROUTER_REFUSED',
    `Caddy at ${withoutCredentials(url).host} answered ${status} ${quote(body.slice(0, 200))}`,
    'Is `url` the admin address of Caddy?',
  )
}

async function healthOf(upstreams: readonly string[], signal: AbortSignal): Promise<ArmHealth> {
  const problems = await Promise.all(
    upstreams.map(async (each) => {
      const [, host = '', port = ''] = /^(?:tcp\/)?\[?(.*?)\]?:(\d+)$/.exec(each) ?? []
      if (port === '') return `${each} is not an address and port`
      const problem = await connectProblem({ host: host || '127.0.0.1', port: Number(port) }, signal)
      return problem === undefined ? undefined : `${each}: ${problem}`
    }),
  )
  const said = problems.flatMap((problem) => problem ?? [])
  return {
    up: upstreams.length - said.length,
    total: upstreams.length,
    ...(said.length === 0 ? {} : { why: said.join('; ') }),
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
