import { startAwsStandIn, type AwsCall, type AwsStandIn } from './aws-stand-in.ts'

const ACCOUNT = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012'
export const ALB_ARNS = {
  rule: `${ACCOUNT}:listener-rule/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`,
  listener: `${ACCOUNT}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`,
  baseline: `${ACCOUNT}:targetgroup/stable/73e2d6bc24d8a067`,
  candidate: `${ACCOUNT}:targetgroup/next/d8a06773e2d6bc24`,
} as const

interface Weights {
  readonly baseline: number
  readonly candidate: number
}

export interface AlbStandIn extends AwsStandIn {
  /** The candidate's share in percent, as the load balancer routes. */
  readonly share: (arn: string) => number
  /** Rules and listeners that may not be changed. */
  readonly readOnly: Set<string>
  /** Parameters of the last ModifyRule or ModifyListener. */
  readonly written: Map<string, URLSearchParams>
  /** State of each target, by target group. */
  readonly targets: Map<string, readonly (readonly [id: string, state: string])[]>
}

/**
 * Elastic Load Balancing v2, query protocol: describes and modifies a rule and a listener, with a login before the forward, and
 * refuses what its service model refuses: unknown parameters, weights that are no whole numbers from 0 to 999.
 */
export async function startAlbStandIn(arns: readonly string[]): Promise<AlbStandIn> {
  const stored = new Map(arns.map((arn): [string, Weights] => [arn, { baseline: 999, candidate: 0 }]))
  const met = new Map(stored)
  const readOnly: AlbStandIn['readOnly'] = new Set()
  const written: AlbStandIn['written'] = new Map()
  const targets: AlbStandIn['targets'] = new Map()
  const ok = (action: string, inner: string): { readonly text: string } => ({
    text: `<?xml version="1.0"?><${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
  })
  const fail = (
    status: number,
    code: string,
    message: string,
  ): { readonly status: number; readonly text: string } => ({
    status,
    text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  })
  const described = (kind: 'Rule' | 'Listener', arn: string): string => {
    const weights = stored.get(arn)
    if (weights === undefined) return ''
    const group = (which: 'baseline' | 'candidate'): string =>
      `<member><TargetGroupArn>${ALB_ARNS[which]}</TargetGroupArn><Weight>${weights[which]}</Weight></member>`
    const field = kind === 'Rule' ? 'Actions' : 'DefaultActions'
    return `<${kind}s><member><${kind}Arn>${arn}</${kind}Arn><${field}>
<member><Type>authenticate-oidc</Type><Order>1</Order><AuthenticateOidcConfig><Issuer>https://id.example/?a=1&amp;b=2</Issuer><ClientId>c</ClientId><Scope>openid</Scope></AuthenticateOidcConfig></member>
<member><Type>forward</Type><Order>2</Order><ForwardConfig><TargetGroupStickinessConfig><Enabled>false</Enabled></TargetGroupStickinessConfig><TargetGroups>${group('baseline')}${group('candidate')}</TargetGroups></ForwardConfig></member>
</${field}></member></${kind}s>`
  }
  const modify = (kind: 'Rule' | 'Listener', { form }: AwsCall) => {
    const arn = form.get(`${kind}Arn`) ?? ''
    const field = kind === 'Rule' ? 'Actions' : 'DefaultActions'
    if (readOnly.has(arn)) return fail(403, 'AccessDenied', `not authorized to perform Modify${kind}`)
    if (!stored.has(arn)) return fail(400, `${kind}NotFound`, arn)
    if (form.get(`${field}.member.1.AuthenticateOidcConfig.UseExistingClientSecret`) !== 'true')
      return fail(400, 'InvalidLoadBalancerAction', 'client secret is required')
    if (form.get(`${field}.member.1.AuthenticateOidcConfig.Issuer`) !== 'https://id.example/?a=1&b=2')
      return fail(400, 'InvalidLoadBalancerAction', 'the issuer was lost')
    const weights = { baseline: Number.NaN, candidate: Number.NaN }
    const forward = `${field}.member.2.ForwardConfig.TargetGroups.member`
    for (const i of [1, 2]) {
      const which =
        form.get(`${forward}.${i}.TargetGroupArn`) === ALB_ARNS.candidate ? 'candidate' : 'baseline'
      weights[which] = Number(form.get(`${forward}.${i}.Weight`) ?? 'none')
    }
    const good = Object.values(weights).every(
      (weight) => Number.isInteger(weight) && weight >= 0 && weight <= 999,
    )
    if (!good) return fail(400, 'ValidationError', `weight must be from 0 to 999: ${JSON.stringify(weights)}`)
    written.set(arn, form)
    if (standIn.behaviour.lying) return ok(`Modify${kind}`, described(kind, arn))
    stored.set(arn, weights)
    const take = (): void => void met.set(arn, stored.get(arn) ?? weights)
    if (standIn.behaviour.delayMs > 0) setTimeout(take, standIn.behaviour.delayMs)
    else take()
    standIn.behaviour.delayMs = 0
    return ok(`Modify${kind}`, described(kind, arn))
  }
  const standIn = await startAwsStandIn(
    'elasticloadbalancing',
    ({ form }) => (form.get('Action') ?? '').startsWith('Describe'),
    (call) => {
      const action = call.form.get('Action') ?? ''
      if (call.form.get('Version') !== '2015-12-01') return fail(400, 'NoSuchVersion', '')
      switch (action) {
        case 'DescribeRules':
          return ok(action, described('Rule', call.form.get('RuleArns.member.1') ?? ''))
        case 'DescribeListeners':
          return ok(action, described('Listener', call.form.get('ListenerArns.member.1') ?? ''))
        case 'ModifyRule':
          return modify('Rule', call)
        case 'ModifyListener':
          return modify('Listener', call)
        case 'DescribeTargetHealth': {
          const members = (targets.get(call.form.get('TargetGroupArn') ?? '') ?? []).map(
            ([id, state]) =>
              `<member><Target><Id>${id}</Id></Target><TargetHealth><State>${state}</State></TargetHealth></member>`,
          )
          return ok(action, `<TargetHealthDescriptions>${members.join('')}</TargetHealthDescriptions>`)
        }
        default:
          return fail(400, 'InvalidAction', action)
      }
    },
  )
  return {
    ...standIn,
    readOnly,
    written,
    targets,
    share: (arn) => {
      const { baseline, candidate } = met.get(arn) ?? { baseline: 1, candidate: 0 }
      return (100 * candidate) / (baseline + candidate)
    },
  }
}
