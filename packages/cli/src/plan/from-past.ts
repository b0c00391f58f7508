import {
  isTolerated,
  learnHistories,
  learnsNoise,
  planFromPast,
  redrawOf,
  type PastPlan,
  type Redraw,
} from '@sluice/judge'
import { FEWEST_HISTORY_BLOCKS } from '@sluice/stats'
import type { Margin, MetricPolicy, Policy, Samples } from '@sluice/verdict'
import { smallestFloor } from './floor.ts'
import { noPlan, type SourcePast } from './source.ts'
import { aboutTime } from './units.ts'

/** One question at one weight: how long until it is answered, in seconds; infinite beyond 1,000 intervals. */
export interface PastRow extends PastPlan {
  readonly question: 'detect' | 'pass'
  /** How many times worse the candidate is. */
  readonly times: number
}

/** One metric, tried at each weight of the ladder. */
export interface PlannedMetric {
  readonly name: string
  readonly kind: MetricPolicy['kind']
  readonly margin: Margin
  readonly critical: boolean
  readonly noise: 'learned' | 'assumed'
  readonly intervals: number
  /** Requests, values or exposure in one interval, and the rate or mean; null for a quantile. */
  readonly size: number
  readonly level: number | null
  /** How many times worse a candidate may be that stays within the margin, of those tried: it is not looked for. */
  readonly tolerated: readonly number[]
  readonly steps: readonly { readonly weight: number; readonly rows: readonly PastRow[] }[]
}

/** A canary tried on the past of its baseline. */
export interface PlanFromPast {
  readonly confidence: number
  readonly seconds: number
  readonly share?: number
  readonly metrics: readonly PlannedMetric[]
  /** Metrics that have no plan. Where one of them is critical, `total` is only the least. */
  readonly leftOut: readonly { readonly name: string; readonly critical: boolean }[]
  /** Until a sound candidate has passed every step, by the slowest critical metric of each; null where none is critical. */
  readonly total: PastPlan | null
  readonly advice: readonly string[]
}

const TIMES = [1.1, 1.5, 2] as const
/**
 * Tries a canary on its baseline's past, metric by metric and step by step, with the noise learned from it. Throws
 * `UserError` for a past that is too short. `tell` takes what could not be learned.
 */
export function planPast(asked: SourcePast, patienceMs: number, tell: (line: string) => void): PlanFromPast {
  const { ladder, seconds } = asked
  const learned = learnHistories(asked.policy, asked.past)
  for (const sentence of learned.missing) tell(sentence)
  const { metrics } = learned.policy
  const tried = metrics.filter(learnsNoise).map((metric) => tryMetric(learned.policy, metric, asked))
  const passes = ladder.map((weight) => slowest(tried, weight))
  const { share } = learned.policy
  return {
    confidence: learned.policy.confidence,
    seconds,
    ...(share === undefined ? {} : { share }),
    metrics: tried.map(({ planned }) => planned),
    leftOut: metrics
      .filter((metric) => !learnsNoise(metric))
      .map(({ name, critical }) => ({ name, critical })),
    total: tried.some(({ planned }) => planned.critical)
      ? {
          median: sum(passes.map(({ median }) => median)),
          p80: sum(passes.map(({ p80 }) => p80)),
          p90: sum(passes.map(({ p90 }) => p90)),
        }
      : null,
    advice: tried.flatMap((each) => floorAdvice(learned.policy, each, asked, patienceMs / 1000)),
  }
}

interface Tried {
  readonly metric: MetricPolicy
  readonly past: Redraw
  readonly planned: PlannedMetric
}

function tryMetric(policy: Policy, metric: MetricPolicy, { past, seconds, ladder, arm }: SourcePast): Tried {
  const samples = past.find((each) => each.metric === metric.name)
  const redraw = redrawOf(metric, armsOf(samples))
  if (redraw.blocks < FEWEST_HISTORY_BLOCKS)
    throw noPlan(
      `"${metric.name}": the past of "${arm}" has ${redraw.blocks} intervals of ${seconds} s with data; at least ${FEWEST_HISTORY_BLOCKS} are needed.${notesOf(samples)}`,
      'Check the query and `baseline`, or give a longer `--noise` or a shorter `--interval`.',
    )
  const common = { policy, metric, past: redraw, seconds }
  const possible = TIMES.filter((times) => isPossible(metric, redraw, times))
  const tolerated = possible.filter((times) => isTolerated(policy, metric, redraw, times))
  const steps = ladder.map((weight) => ({
    weight,
    rows: [null, ...possible.filter((times) => !tolerated.includes(times))].map((times): PastRow => ({
      question: times === null ? 'pass' : 'detect',
      times: times ?? 1,
      ...inSeconds(planFromPast({ ...common, weight, times }), seconds),
    })),
  }))
  const { name, kind, margin, critical, history } = metric
  return {
    metric,
    past: redraw,
    planned: {
      name,
      kind,
      margin,
      critical,
      noise: history === undefined ? 'assumed' : 'learned',
      intervals: redraw.blocks,
      size: redraw.size,
      level: redraw.level,
      tolerated,
      steps,
    },
  }
}

function armsOf(samples: Samples | undefined) {
  return (samples?.blocks ?? []).map(({ baseline }) => baseline)
}

function notesOf(samples: Samples | undefined): string {
  return (samples?.notes ?? []).map((note) => ` ${note}`).join('')
}

/** A share cannot be more than everything. */
function isPossible({ kind }: MetricPolicy, { level }: Redraw, times: number): boolean {
  if (kind !== 'proportion' || level === null) return true
  return Math.min(level, 1 - level) * times <= 1
}

function inSeconds({ median, p80, p90 }: PastPlan, seconds: number): PastPlan {
  return { median: median * seconds, p80: p80 * seconds, p90: p90 * seconds }
}

/** A step passes when the last of its critical metrics has passed. */
function slowest(tried: readonly Tried[], weight: number): PastPlan {
  const passes = tried
    .filter(({ planned }) => planned.critical)
    .flatMap(({ planned }) => planned.steps.filter((step) => step.weight === weight))
    .flatMap(({ rows }) => rows.filter(({ question }) => question === 'pass'))
  const most = (of: keyof PastPlan) => passes.reduce((longest, row) => Math.max(longest, row[of]), 0)
  return { median: most('median'), p80: most('p80'), p90: most('p90') }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The smallest floor of a relative margin with which a sound candidate passes in time, where it does not without one. */
function floorAdvice(
  policy: Policy,
  { metric, past, planned }: Tried,
  { seconds }: SourcePast,
  patience: number,
): readonly string[] {
  const [first] = planned.steps
  const pass = first?.rows.find(({ question }) => question === 'pass')
  const { kind, margin } = metric
  if (first === undefined || pass === undefined || pass.p80 <= patience) return []
  const said = `"${metric.name}": at ${first.weight}%, a sound candidate passes within ${aboutTime(pass.p80)} in 80% of rollouts. You want to wait at most ${aboutTime(patience)}.`
  if (margin.of !== 'baseline' || margin.floor !== undefined || (kind !== 'proportion' && kind !== 'count'))
    return [said]
  const takes = (floor: number): number => {
    const floored = { ...metric, margin: { ...margin, floor } }
    const metrics = policy.metrics.map((each) => (each === metric ? floored : each))
    const question = { policy: { ...policy, metrics }, metric: floored, past, seconds, times: null }
    return planFromPast({ ...question, weight: first.weight }).p80 * seconds
  }
  const floor = smallestFloor((each) => takes(each) <= patience)
  if (floor === undefined) return [said]
  const spelled = kind === 'proportion' ? `${short(100 * floor)} points` : short(floor)
  return [
    `${said} With \`margin: ${short(100 * margin.value)}%, at least ${spelled}\`, it takes ${aboutTime(takes(floor))}.`,
  ]
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
