import { isRecord, UserError } from '@sluice/action'
import { wholeParts } from '../whole-parts.ts'

/** Addresses of upstreams, as the config writes them in `dial`. */
export interface CaddyArms {
  readonly baseline: readonly string[]
  readonly candidate: readonly string[]
}

/** A reverse_proxy handler that lists upstreams of both arms. */
export interface CaddyHandler {
  /** Where it is in the config, such as apps, http, servers, srv0, routes, 0, handle, 0. */
  readonly path: readonly string[]
  /** In the order of the config. */
  readonly upstreams: readonly string[]
  readonly balancing: Readonly<Record<string, unknown>>
}

const POLICY = 'weighted_round_robin'
const PARTS = 1_000

/** All handlers of a config that list both arms. Throws `ROUTER_REFUSED` where there is none. */
export function handlersIn(config: unknown, arms: CaddyArms): readonly CaddyHandler[] {
  const all = proxiesIn(config, [])
  const found = all.filter(({ upstreams }) =>
    [arms.baseline, arms.candidate].every((arm) => arm.some((each) => upstreams.includes(each))),
  )
  if (found.length > 0) return found
  const listed = all.map(({ upstreams }) => upstreams.join(' and '))
  throw new UserError(
    'ROUTER_REFUSED',
    `no reverse_proxy of Caddy lists both ${arms.baseline.join(', ')} and ${arms.candidate.join(', ')}; they list ${listed.join('; ') || 'nothing'}`,
    'Give `baseline` and `candidate` as the config writes the upstreams. docs/routers/caddy.md shows one.',
  )
}

function proxiesIn(data: unknown, path: readonly string[]): readonly CaddyHandler[] {
  if (Array.isArray(data)) return data.flatMap((each, i) => proxiesIn(each, [...path, String(i)]))
  if (!isRecord(data)) return []
  if (data['handler'] !== 'reverse_proxy')
    return Object.entries(data).flatMap(([name, each]) => proxiesIn(each, [...path, name]))
  const list = Array.isArray(data['upstreams']) ? data['upstreams'].filter(isRecord) : []
  const upstreams = list.map(({ dial }) => (typeof dial === 'string' ? dial : ''))
  const balancing = isRecord(data['load_balancing']) ? data['load_balancing'] : {}
  return [{ path, upstreams, balancing }]
}

/** The candidate's share in percent. Throws `ROUTER_REFUSED` for a policy without weights, and for a third arm. */
export function handlerShare({ path, upstreams, balancing }: CaddyHandler, arms: CaddyArms): number {
  const name = path.join('/')
  const policy = isRecord(balancing['selection_policy']) ? balancing['selection_policy'] : {}
  const { policy: kind = 'random', weights } = policy
  if (kind !== POLICY || !Array.isArray(weights))
    throw new UserError(
      'ROUTER_REFUSED',
      `${name} divides traffic by ${String(kind)}; only ${POLICY} has weights`,
      `Set \`lb_policy ${POLICY} 1 0\` once, the candidate with weight 0.`,
    )
  const numbers = weights.map(Number)
  if (numbers.length !== upstreams.length)
    throw new UserError(
      'ROUTER_REFUSED',
      `${name} has ${upstreams.length} upstreams and ${numbers.length} weights`,
      'Give each upstream one weight.',
    )
  const sum = (counts: (upstream: string) => boolean): number =>
    upstreams.reduce((all, each, i) => all + (counts(each) ? (numbers[i] ?? 0) : 0), 0)
  const [ours, theirs] = [
    sum((each) => arms.candidate.includes(each)),
    sum((each) => arms.baseline.includes(each)),
  ]
  const others = upstreams.filter(
    (each, i) => (numbers[i] ?? 0) > 0 && !arms.candidate.includes(each) && !arms.baseline.includes(each),
  )
  if (others.length > 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `${name} also sends traffic to ${others.join(', ')}`,
      'List every upstream of the two versions in `baseline` and `candidate`.',
    )
  if (ours + theirs === 0)
    throw new UserError(
      'ROUTER_REFUSED',
      `${name} gives no weight to either arm`,
      'Give the baseline weight 1.',
    )
  return (100 * ours) / (ours + theirs)
}

/**
 * The load balancing of a handler with another share. Caddy sends as many requests in a row to an upstream as its weight
 * says, so the weights are as small as they can be: 19 and 1 for 5%.
 */
export function balancingFor(
  { upstreams, balancing }: CaddyHandler,
  arms: CaddyArms,
  weight: number,
): Readonly<Record<string, unknown>> {
  const part = wholeParts(weight, PARTS, 'Sluice, for Caddy,')
  const countOf = (arm: readonly string[]): number => upstreams.filter((each) => arm.includes(each)).length
  const ours = part * countOf(arms.baseline)
  const theirs = (PARTS - part) * countOf(arms.candidate)
  const divisor = commonDivisor(ours, theirs)
  const weights = upstreams.map((each) =>
    arms.candidate.includes(each) ? ours / divisor : arms.baseline.includes(each) ? theirs / divisor : 0,
  )
  return { ...balancing, selection_policy: { policy: POLICY, weights } }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? Math.max(a, 1) : commonDivisor(b, a % b)
}
