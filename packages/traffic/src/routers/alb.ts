import { linesOf, optional, quote, text, Unacceptable, field, type Field } from '@sluice/action'
import type { AlbArms, AlbTarget } from '../alb/forward.ts'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'
import { several, type Resource } from '../several.ts'

/** An Application Load Balancer takes up to a minute until every node has new weights. */
const PROPAGATION_MS = 60_000

const targetGroup: Field<string> = arn(
  'ARN of the baseline’s target group',
  /^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d+:targetgroup\/\S+$/,
)
const rule: Field<AlbTarget> = field(
  'ARN of a listener rule, or of a listener for its default action',
  (given) => {
    const [, kind] = /^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d+:listener(-rule)?\/app\/\S+$/.exec(
      given,
    ) ?? [given, null]
    if (kind === null)
      throw new Unacceptable(
        `must be the ARN of a listener rule or a listener of an ALB, got ${quote(given)}`,
      )
    return { arn: given, kind: kind === undefined ? 'listener' : 'rule' }
  },
)

function arn(shape: string, pattern: RegExp): Field<string> {
  return field(shape, (given) => {
    if (pattern.test(given)) return given
    throw new Unacceptable(`must be the ${shape}, got ${quote(given)}`)
  })
}

/** Weighted target groups of an AWS Application Load Balancer. */
export const alb = defineRouter(
  'Sets the weights of two target groups in rules or listeners of an AWS Application Load Balancer.',
  {
    rule: linesOf(rule),
    baseline: targetGroup,
    candidate: { ...targetGroup, shape: 'ARN of the candidate’s target group' },
    region: optional(text('AWS region; default `$AWS_REGION`')),
    role: optional(text('ARN of a role to assume')),
  },
  ({ rule: rules, baseline, candidate, region, role }, io) => {
    const arms: AlbArms = { baseline, candidate }
    const balancer = lazily(async () => {
      const { openBalancer } = await import('../alb/balancer.ts')
      return openBalancer(io, { region, role }, arms)
    })
    const resources = rules.map((target): Resource => {
      const open = lazily(async (signal) => (await balancer(signal))(target))
      return {
        name: target.arn.split('/').slice(-2).join('/'),
        ...lazyMethods(open, { health: true }),
      }
    })
    return {
      ...several(resources),
      can: { step: 0.1, tolerance: 0.05, settles: PROPAGATION_MS, survivesRestart: true },
    }
  },
)
