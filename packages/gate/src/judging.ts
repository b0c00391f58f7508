import { field, listOf, oneOf, optional, percent, refuse, text } from '@sluice/action'
import type { Margin, MetricPolicy } from '@sluice/verdict'
import type { Accepted } from './evidence.ts'
import { listItems, namedItems } from './policy-lists.ts'
import type { Condition, GateReason } from './reasons.ts'

/** What the policy that evidence was judged under must be like. It travels in the verdict, so it can be checked. */
export interface JudgingLimit {
  /** Undefined: every action. */
  readonly action?: string
  /** Metrics that must have decided. */
  readonly metrics: readonly MetricLimit[]
  /** The largest margin relative to the baseline, as a share, of any metric that decided. */
  readonly maxMargin?: number
  readonly judges?: readonly string[]
  readonly failWhen?: readonly string[]
}

interface MetricLimit {
  readonly name: string
  readonly worse?: string
  /** The largest margin: a share of the baseline, or an amount in the metric's own unit. */
  readonly margin?: Margin
}

const marginShape = 'share such as `10%`, or an amount in the unit of the metric such as `0.002`'
const margin = field(marginShape, (given): Margin => {
  if (given.endsWith('%')) return { value: percent({ min: 0, max: 1000 }).parse(given), of: 'baseline' }
  const value = Number(given)
  return value > 0 && Number.isFinite(value) ? { value, of: 'unit' } : refuse(marginShape, given)
})

const metrics = namedItems(
  'list of metric names, or of mappings with `name`, `worse`, `margin`',
  {
    name: text('name of a metric'),
    worse: optional(oneOf(['higher', 'lower', 'either'])),
    margin: optional(margin),
  },
  ({ name, worse, margin: largest }): MetricLimit => ({
    name,
    ...(worse === undefined ? {} : { worse }),
    ...(largest === undefined ? {} : { margin: largest }),
  }),
)

/** A list of mappings, each for one action or for all of them. */
export const judgingLimits = listItems(
  'list of mappings with `action`, `metrics`, `max-margin`, `judges`, `fail-when`',
  {
    action: optional(text('name of an action')),
    metrics: optional(metrics),
    'max-margin': optional(percent({ min: 0, max: 1000 })),
    judges: optional(listOf(text('name of a judge'))),
    'fail-when': optional(listOf(oneOf(['beyond-margin', 'any-regression', 'certainly-beyond-margin']))),
  },
  (given): JudgingLimit => ({
    metrics: given.metrics ?? [],
    ...(given.action === undefined ? {} : { action: given.action }),
    ...(given['max-margin'] === undefined ? {} : { maxMargin: given['max-margin'] }),
    ...(given.judges === undefined ? {} : { judges: given.judges }),
    ...(given['fail-when'] === undefined ? {} : { failWhen: given['fail-when'] }),
  }),
)

/** Whether the judging policy of a verdict keeps every limit that applies to its action; nothing where none does. */
export function judgingConditions(
  what: string,
  { verdict }: Accepted,
  limits: readonly JudgingLimit[],
): readonly Condition[] {
  const applying = limits.filter(({ action }) => action === undefined || action === verdict.action)
  if (applying.length === 0) return []
  const { failWhen } = verdict.policy.document
  // What decided is what the evidence was judged under, not what the policy merely lists.
  const decided = verdict.evidence.filter(({ critical }) => critical).map(({ policy }) => policy)
  const problems = applying.flatMap((limit) => [
    ...limit.metrics.flatMap((one) => metricProblem(one, decided)),
    ...decided.flatMap((one) => marginProblem(one, limit)),
    ...decided.flatMap((one) => judgeProblem(one, limit)),
    ...(limit.failWhen?.includes(failWhen) === false
      ? [problem('judge_not_allowed', `its fail-when is ${failWhen}; allowed: ${limit.failWhen.join(', ')}`)]
      : []),
  ])
  const base = { name: `${what}: judging`, kind: 'policy', heals: 'evidence' } as const
  const [first] = problems
  if (first === undefined)
    return [{ ...base, met: true, reason: 'policy_allowed', because: 'the judging policy keeps every limit' }]
  const because = problems.map((one) => one.because).join('; ')
  return [{ ...base, met: false, reason: first.reason, because }]
}

type Problem = Pick<Condition, 'because'> & { readonly reason: GateReason }
const problem = (reason: GateReason, because: string): Problem => ({ reason, because })

function metricProblem(limit: MetricLimit, decided: readonly MetricPolicy[]): readonly Problem[] {
  const found = decided.find(({ name }) => name === limit.name)
  if (found === undefined)
    return [problem('metric_missing', `"${limit.name}" was not judged as a critical metric`)]
  if (limit.worse !== undefined && found.worse !== limit.worse)
    return [
      problem(
        'metric_missing',
        `"${limit.name}" was judged with worse: ${found.worse}; required: ${limit.worse}`,
      ),
    ]
  if (limit.margin === undefined) return []
  const { value, of } = limit.margin
  return found.margin.of === of && found.margin.value <= value * (1 + 1e-9)
    ? []
    : [
        problem(
          'margin_too_large',
          `"${limit.name}" has a margin of ${spelled(found.margin)}; at most ${spelled(limit.margin)} is allowed`,
        ),
      ]
}

/** A metric whose own margin is limited is not held to the general one. */
function marginProblem({ name, margin: given }: MetricPolicy, limit: JudgingLimit): readonly Problem[] {
  const { maxMargin, metrics: named } = limit
  if (maxMargin === undefined || named.some((one) => one.name === name && one.margin !== undefined)) return []
  const most: Margin = { value: maxMargin, of: 'baseline' }
  return given.of === 'baseline' && given.value <= maxMargin * (1 + 1e-9)
    ? []
    : [
        problem(
          'margin_too_large',
          `"${name}" has a margin of ${spelled(given)}; at most ${spelled(most)} is allowed`,
        ),
      ]
}

function judgeProblem({ name, judge }: MetricPolicy, { judges }: JudgingLimit): readonly Problem[] {
  return judges?.includes(judge) === false
    ? [problem('judge_not_allowed', `"${name}" was judged by ${judge}; allowed: ${judges.join(', ')}`)]
    : []
}

const spelled = ({ value, of }: Margin): string =>
  of === 'baseline' ? `${Math.round(value * 1000) / 10}% of the baseline` : `${Number(value.toPrecision(3))}`
