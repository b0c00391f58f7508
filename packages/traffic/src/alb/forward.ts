import { UserError } from '@sluice/action'
import type { XmlElement } from '@sluice/cloud'
import { wholeParts } from '../whole-parts.ts'

export interface AlbArms {
  readonly baseline: string
  readonly candidate: string
}

export interface AlbTarget {
  readonly arn: string
  readonly kind: 'rule' | 'listener'
}

/** An action of a rule as plain data: texts, lists and records, named as in the API. */
export type ActionData = string | readonly ActionData[] | { readonly [name: string]: ActionData }

/** Weights of target groups are whole numbers from 0 to 999. */
const TOTAL = 1000

function refused(message: string): UserError {
  return new UserError(
    'ROUTER_REFUSED',
    message,
    'Let the rule forward to both target groups, with weight 0 for the candidate, as docs/routers/alb.md shows.',
  )
}

/** Elements as data: a list where there are members. Empty lists and records come out as empty texts. */
export function dataOf({ text, children }: XmlElement): ActionData {
  if (children.length === 0) return text
  if (children.every(({ name }) => name === 'member')) return children.map(dataOf)
  return Object.fromEntries(children.map((each) => [each.name, dataOf(each)]))
}

/** Data as the parameters of a query: `Actions.member.1.Type=forward`. */
export function parametersOf(name: string, data: ActionData): readonly (readonly [string, string])[] {
  if (typeof data === 'string') return data === '' ? [] : [[name, data]]
  if (isList(data)) return data.flatMap((each, i) => parametersOf(`${name}.member.${i + 1}`, each))
  return Object.entries(data).flatMap(([key, value]) => parametersOf(`${name}.${key}`, value))
}

function isList(data: ActionData): data is readonly ActionData[] {
  return Array.isArray(data)
}

function record(data: ActionData | undefined): { readonly [name: string]: ActionData } {
  return typeof data === 'object' && !isList(data) ? data : {}
}

function groupsOf(action: ActionData): readonly { readonly [name: string]: ActionData }[] {
  const groups = record(record(action)['ForwardConfig'])['TargetGroups']
  return groups !== undefined && isList(groups) ? groups.map(record) : []
}

const isForward = (action: ActionData): boolean => record(action)['Type'] === 'forward'

/** The candidate's share in percent. Throws `ROUTER_REFUSED` where the actions do not divide traffic between the two. */
export function shareOfActions(actions: readonly ActionData[], { baseline, candidate }: AlbArms): number {
  const groups = groupsOf(actions.find(isForward) ?? '')
  const weightOf = (arn: string): number | undefined => {
    const found = groups.find((group) => group['TargetGroupArn'] === arn)
    return found === undefined ? undefined : Number(found['Weight'] ?? '1')
  }
  const [ours, theirs] = [weightOf(candidate), weightOf(baseline)]
  const short = (arn: ActionData | undefined): string => String(arn).split('/').slice(1, 2).join('')
  if (ours === undefined || theirs === undefined) {
    const listed = groups.map((group) => short(group['TargetGroupArn'])).join(', ')
    throw refused(
      `it must forward to both ${short(baseline)} and ${short(candidate)}; it forwards to ${listed || 'nothing'}`,
    )
  }
  const others = groups.filter(
    ({ TargetGroupArn, Weight }) =>
      TargetGroupArn !== baseline && TargetGroupArn !== candidate && Number(Weight) > 0,
  )
  if (others.length > 0)
    throw refused(
      `it also forwards to ${others.map(({ TargetGroupArn }) => short(TargetGroupArn)).join(', ')}`,
    )
  if (ours + theirs === 0) throw refused('it gives no weight to either target group')
  return (100 * ours) / (ours + theirs)
}

/** The actions with new weights. Logins before the forward, stickiness and everything else stay as they are. */
export function withShare(
  actions: readonly ActionData[],
  arms: AlbArms,
  weight: number,
): readonly ActionData[] {
  shareOfActions(actions, arms)
  const part = Math.min(wholeParts(weight, TOTAL, 'an Application Load Balancer'), TOTAL)
  // 999 is the most, so "everyone" is 999 to nothing.
  const weights = new Map([
    [arms.candidate, String(Math.min(part, TOTAL - 1))],
    [arms.baseline, String(Math.min(TOTAL - part, TOTAL - 1))],
  ])
  return actions.map((action): ActionData => {
    const given = record(action)
    if (isForward(action)) {
      const { TargetGroupArn: _single, ...rest } = given
      const TargetGroups = groupsOf(action).map((group) => {
        const changed = weights.get(String(group['TargetGroupArn']))
        return changed === undefined ? group : { ...group, Weight: changed }
      })
      return { ...rest, ForwardConfig: { ...record(given['ForwardConfig']), TargetGroups } }
    }
    const login = given['AuthenticateOidcConfig']
    // The API never shows the client secret, and takes this to keep it.
    return login === undefined
      ? action
      : { ...given, AuthenticateOidcConfig: { ...record(login), UseExistingClientSecret: 'true' } }
  })
}
