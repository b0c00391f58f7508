import { UserError, type Io } from '@sluice/action'
import { awsService, membersAt, parseXml, textAt, type AwsService, type XmlElement } from '@sluice/cloud'
import { callAws } from '../aws-call.ts'
import type { ArmHealth } from '../contract.ts'
import type { Resource } from '../several.ts'
import { BASELINE, CANDIDATE, candidateOfTwo, shareText, toCandidate } from '../shares.ts'
import {
  dataOf,
  parametersOf,
  shareOfActions,
  withShare,
  type ActionData,
  type AlbArms,
  type AlbTarget,
} from './forward.ts'

interface Where {
  readonly region: string | undefined
  readonly role: string | undefined
}

const VERSION = '2015-12-01'

/** Opens the load balancers of a region. Its methods work on one rule or listener each. */
export function openBalancer(
  io: Io,
  { region, role }: Where,
  arms: AlbArms,
): (target: AlbTarget) => Omit<Resource, 'name'> {
  const service = awsService(io, { service: 'elasticloadbalancing', region, role })
  return (target) => {
    // The last actions that were seen: users can be brought back while the API cannot be read.
    let seen: readonly ActionData[] | undefined
    const actions = async (signal: AbortSignal): Promise<readonly ActionData[]> => {
      seen = await actionsOf(io, service, target, signal)
      return seen
    }
    return {
      read: async (signal) => {
        const share = shareOfActions(await actions(signal), arms)
        return { weight: toCandidate(share), pending: false, version: shareText(share) }
      },
      write: async (shares, { version }, signal) => {
        const weight = candidateOfTwo(shares)
        const before = await actions(signal).catch((error: unknown) => {
          const gone = error instanceof UserError && error.code === 'ROUTER_UNREACHABLE'
          if (gone && seen !== undefined && version === undefined) return seen
          throw error
        })
        const now = shareText(shareOfActions(before, arms))
        if (version !== undefined && version !== now)
          throw new UserError(
            'ROUTER_CHANGED',
            `${target.arn} was changed by someone else; it now gives the candidate ${now}`,
            'Find out who changed it, then run the step again.',
          )
        await modify(io, service, target, withShare(before, arms, weight), signal)
        return {}
      },
      health: async (arm, signal) => await healthOf(io, service, arms, arm, signal),
    }
  }
}

async function query(
  io: Io,
  service: AwsService,
  action: string,
  parameters: readonly (readonly [string, string])[],
  signal: AbortSignal,
): Promise<XmlElement> {
  const form = new URLSearchParams({ Action: action, Version: VERSION })
  for (const [name, value] of parameters) form.append(name, value)
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
  const request = { method: 'POST', url: service.endpoint, headers, body: form.toString() }
  const text = await callAws(io, service, request, `elasticloadbalancing:${action}`, signal)
  const root = parseXml(text)
  if (root?.name === `${action}Response`) return root
  throw new UserError(
    'ROUTER_REFUSED',
    `${service.endpoint.host} answered ${action} with something that AWS does not send: ${text.slice(0, 100)}`,
    'Check AWS_ENDPOINT_URL.',
  )
}

async function actionsOf(
  io: Io,
  service: AwsService,
  { arn, kind }: AlbTarget,
  signal: AbortSignal,
): Promise<readonly ActionData[]> {
  const [action, list, member, field] =
    kind === 'rule'
      ? (['DescribeRules', 'Rules', 'RuleArns', 'Actions'] as const)
      : (['DescribeListeners', 'Listeners', 'ListenerArns', 'DefaultActions'] as const)
  const root = await query(io, service, action, [[`${member}.member.1`, arn]], signal)
  const [found] = membersAt(root, `${action}Result`, list)
  if (found !== undefined) return membersAt(found, field).map(dataOf)
  throw new UserError(
    'ROUTER_REFUSED',
    `${arn} does not exist`,
    'Check `rule` and the region in `router-settings`.',
  )
}

async function modify(
  io: Io,
  service: AwsService,
  { arn, kind }: AlbTarget,
  actions: readonly ActionData[],
  signal: AbortSignal,
): Promise<void> {
  const parameters =
    kind === 'rule'
      ? [['RuleArn', arn] as const, ...parametersOf('Actions', actions)]
      : [['ListenerArn', arn] as const, ...parametersOf('DefaultActions', actions)]
  await query(io, service, kind === 'rule' ? 'ModifyRule' : 'ModifyListener', parameters, signal)
}

/** Targets of an arm's group that the load balancer calls healthy. */
async function healthOf(
  io: Io,
  service: AwsService,
  arms: AlbArms,
  arm: string,
  signal: AbortSignal,
): Promise<ArmHealth> {
  const group = arm === CANDIDATE ? arms.candidate : arm === BASELINE ? arms.baseline : undefined
  if (group === undefined) return { up: 0, total: 0, why: `an ALB rule divides two arms, not ${arm}` }
  const root = await query(io, service, 'DescribeTargetHealth', [['TargetGroupArn', group]], signal)
  const targets = membersAt(root, 'DescribeTargetHealthResult', 'TargetHealthDescriptions')
  // A target that is leaving takes no new requests, and belongs to neither side.
  const staying = targets.filter((each) => textAt(each, 'TargetHealth', 'State') !== 'draining')
  const down = staying.filter((each) => textAt(each, 'TargetHealth', 'State') !== 'healthy')
  const said = down.map((each) => {
    const [state, reason] = [textAt(each, 'TargetHealth', 'State'), textAt(each, 'TargetHealth', 'Reason')]
    return `${textAt(each, 'Target', 'Id')} is ${state}${reason === '' ? '' : ` (${reason})`}`
  })
  return {
    up: staying.length - down.length,
    total: staying.length,
    ...(said.length > 0 ? { why: said.slice(0, 5).join(', ') } : {}),
    ...(staying.length === 0 ? { why: 'the target group has no targets' } : {}),
  }
}
