import { UserError, type Values } from '@sluice/action'
import type { MetricQuery } from '@sluice/metrics'
import type { LifeCommand, RolloutPlan } from '@sluice/rollout'
import { digestOf, type FailWhen, type MetricPolicy, type Policy } from '@sluice/verdict'
import type { inputs } from './inputs.ts'

/** The inputs as they are given. */
export type GivenInput = Values<typeof inputs>

/** The same, once it is known what a comment asks for. */
export type Input = Omit<GivenInput, 'command'> & { readonly command: LifeCommand }

/** What a canary needs besides the common plan; it travels in the record, and holds no secret. */
export interface CanaryDetails {
  readonly policy: Policy
  readonly queries: readonly MetricQuery[]
  readonly warmUpMs: number
  /** Pull request that the commit came from, so that a later run finds its comment. */
  readonly pull?: number
}

/** The weights that are judged: a rung of 100 leaves no baseline, so reaching it is the promotion itself. */
export function judgedRungs(ladder: readonly number[]): readonly number[] {
  return ladder.filter((weight) => weight < 100)
}

/** The rungs that this step would climb; none without metrics, since it then begins nothing. */
export function rungsOf({
  weight,
  ladder,
  metrics,
}: Pick<Input, 'weight' | 'ladder' | 'metrics'>): readonly number[] {
  return metrics === undefined ? [] : ladderOf(weight, ladder)
}

/** The ladder of this step: `ladder` itself, or the one rung of `weight`. */
export function ladderOf(
  weight: number | undefined,
  ladder: readonly number[] | undefined,
): readonly number[] {
  if ((weight === undefined) === (ladder === undefined)) {
    throw new UserError(
      'BAD_INPUT',
      'give either weight or ladder, and not both',
      'Fix the `with:` block of this step.',
    )
  }
  if (weight === 100) {
    throw new UserError(
      'BAD_INPUT',
      'weight: 100 leaves no baseline to compare the candidate with',
      'Use a ladder such as `5, 25, 100`. Its last step is reached only after a pass.',
    )
  }
  return ladder ?? (weight === undefined ? [] : [weight])
}

/** The whole plan of a rollout, as the record keeps it. `revisions`: what is promoted is the next baseline. */
export function planOf(input: Input, pull: number | undefined, revisions: boolean): RolloutPlan {
  const ladder = rungsOf(input)
  const { policies, queries } = input.metrics ?? { policies: [], queries: [] }
  const details: CanaryDetails = {
    policy: policyOf(input, policies, ladder),
    queries,
    warmUpMs: input['warm-up'],
    ...(pull === undefined ? {} : { pull }),
  }
  return {
    ladder,
    intervalMs: input.interval,
    graceMs: input.grace ?? 2 * input.interval,
    blindForMs: input['blind-for'] ?? 3 * input.interval,
    giveUpAfterMs: input['give-up-after'],
    bakeMs: input.bake,
    holdBack: 100 * input['hold-back'],
    betweenRuns: input['between-runs'],
    finishes: input.slots === undefined && !revisions,
    details,
  }
}

function policyOf(
  input: {
    readonly confidence: number
    readonly 'min-trials': number
    readonly 'fail-when': FailWhen
    readonly share: number | undefined
  },
  metrics: readonly MetricPolicy[],
  ladder: readonly number[],
): Policy {
  return {
    confidence: input.confidence,
    minTrials: input['min-trials'],
    failWhen: input['fail-when'],
    stages: Math.max(1, judgedRungs(ladder).length),
    ...(input.share === undefined ? {} : { share: input.share }),
    metrics,
  }
}

/** What a canary keeps in a plan; undefined where the record is another action's. */
export function detailsOf(plan: RolloutPlan): CanaryDetails | undefined {
  const { details } = plan
  const whole = typeof details === 'object' && details !== null && 'policy' in details && 'queries' in details
  return whole ? (details as CanaryDetails) : undefined
}

/** Binds plan, candidate and service together. */
export function planDigest(plan: RolloutPlan, identity: object, service: string): string {
  return digestOf({ plan, identity, service })
}
