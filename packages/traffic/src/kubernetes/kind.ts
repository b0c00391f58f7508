import { isRecord, UserError } from '@sluice/action'

export type Data = Readonly<Record<string, unknown>>

/** How the two arms are called in a route: Services, hosts with a subset, or revisions. */
export interface RouteArms {
  readonly baseline: string
  readonly candidate: string
}

/** What a route says. Shares are the candidate's, in percent. */
export interface RouteReading {
  /** One for every rule that lists both arms. */
  readonly rules: readonly { readonly name: string; readonly share: number }[]
  /** What the route asks for, where its status says what users meet. */
  readonly wanted?: number
  /** The controller has not yet taken the newest version of the route. */
  readonly pending: boolean
}

/** A kind of Kubernetes object that divides traffic. Its functions are pure; they throw `ROUTER_REFUSED`. */
export interface RouteKind {
  /** As a person calls it: "HTTPRoute". */
  readonly title: string
  /** API group and versions, newest first, and the plural in paths. */
  readonly group: string
  readonly versions: readonly string[]
  readonly plural: string
  /** Smallest change of a share, in points. */
  readonly step: number
  /** How long a change takes to reach every user once the controller has it. */
  readonly settlesMs: number
  readonly read: (object: Data, arms: RouteArms) => RouteReading
  /** The object with new weights; everything else is kept as it was. */
  readonly write: (object: Data, arms: RouteArms, weight: number) => Data
  /** What changes with the weights where that is not in `spec`, and so not in the generation. */
  readonly stamp?: (object: Data) => string
  /** The Service behind an arm, to count its endpoints; undefined where that cannot be told. */
  readonly service: (arm: string) => string | undefined
}

export function refused(
  message: string,
  hint = 'Fix the route, or the names in `router-settings`.',
): UserError {
  return new UserError('ROUTER_REFUSED', message, hint)
}

export function recordIn(from: unknown, name: string): Data {
  const value = isRecord(from) ? from[name] : undefined
  return isRecord(value) ? value : {}
}

export function listIn(from: unknown, name: string): readonly Data[] {
  const value = isRecord(from) ? from[name] : undefined
  return Array.isArray(value) ? value.filter(isRecord) : []
}

export function textIn(from: unknown, name: string): string {
  const value = isRecord(from) ? from[name] : undefined
  return typeof value === 'string' ? value : ''
}

export function amountIn(from: unknown, name: string, otherwise: number): number {
  const value = isRecord(from) ? from[name] : undefined
  return typeof value === 'number' ? value : otherwise
}

export function generationOf(object: Data): number {
  return amountIn(object['metadata'], 'generation', 0)
}

/** One destination of a rule and its weight. */
export interface Destination {
  readonly name: string
  readonly weight: number
}

/**
 * The candidate's share in a rule that lists both arms; undefined for a rule that does not. Throws when the rule sends
 * traffic elsewhere too, because two arms would then not be the whole.
 */
export function shareInRule(
  rule: string,
  destinations: readonly Destination[],
  { baseline, candidate }: RouteArms,
): number | undefined {
  const weightOf = (name: string): number | undefined =>
    destinations.find((destination) => destination.name === name)?.weight
  const [ours, theirs] = [weightOf(candidate), weightOf(baseline)]
  if (ours === undefined || theirs === undefined) return undefined
  const others = destinations.filter(
    ({ name, weight }) => name !== baseline && name !== candidate && weight > 0,
  )
  if (others.length > 0)
    throw refused(`${rule} also sends traffic to ${others.map(({ name }) => name).join(', ')}`)
  if (ours + theirs === 0) throw refused(`${rule} gives no weight to either arm`)
  return (100 * ours) / (ours + theirs)
}

/** Throws when no rule lists both arms; names what the rules list. */
export function someRule<T>(rules: readonly T[], arms: RouteArms, listed: readonly string[]): readonly T[] {
  if (rules.length > 0) return rules
  const known = [...new Set(listed)].join(', ')
  throw refused(
    `no rule lists both ${arms.baseline} and ${arms.candidate}; its rules list ${known || 'nothing'}`,
    'Add both to one rule, the candidate with weight 0, as docs/routers/kubernetes.md shows.',
  )
}
