import { linesOf, optional, quote, text, Unacceptable, field, type Field } from '@sluice/action'
import type { AlbArms, AlbTarget } from '../alb/forward.ts'
import { defineRouter } from '../contract.ts'
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
    let opened: Promise<(target: AlbTarget) => Omit<Resource, 'name'>> | undefined
    const balancer = async (): Promise<(target: AlbTarget) => Omit<Resource, 'name'>> => {
      opened ??= import('../alb/balancer.ts').then(({ openBalancer }) =>
        openBalancer(io, { region, role }, arms),
      )
      opened.catch(() => (opened = undefined))
      return await opened
    }
    const resources = rules.map((target): Resource => {
      let known: Omit<Resource, 'name'> | undefined
      const resource = async (signal: AbortSignal): Promise<Omit<Resource, 'name'>> => {
        signal.throwIfAborted()
        known ??= (await balancer())(target)
        return known
      }
      return {
        name: target.arn.split('/').slice(-2).join('/'),
        read: async (signal) => await (await resource(signal)).read(signal),
        write: async (shares, options, signal) =>
          await (await resource(signal)).write(shares, options, signal),
        health: async (arm, signal) =>
          (await (await resource(signal)).health?.(arm, signal)) ?? { up: 0, total: 0 },
      }
    })
    return {
      ...several(resources),
      can: { step: 0.1, tolerance: 0.05, settles: PROPAGATION_MS, survivesRestart: true },
    }
  },
)
