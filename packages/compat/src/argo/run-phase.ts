import { exceededLimit, assessMetric, type MetricState } from './metric-phase.ts'
import type { MetricSpec } from './metric-spec.ts'
import { isOutcome, isWorse, type Phase } from './phase.ts'

/** One metric of a run. Without a state it was never started. */
export interface RunMetric {
  readonly spec: MetricSpec
  readonly dryRun: boolean
  readonly state?: MetricState
  /** What the last measurement said. */
  readonly message?: string
}

/** How many metrics there are, and how many ended in each way. */
export interface RunSummary {
  readonly count: number
  readonly successful: number
  readonly failed: number
  readonly inconclusive: number
  readonly error: number
}

export interface RunAssessment {
  readonly phase: Phase
  readonly message: string
  readonly metrics: readonly { readonly name: string; readonly phase: Phase; readonly dryRun: boolean }[]
  readonly runSummary: RunSummary
  readonly dryRunSummary: RunSummary
}

/** A run ends when it is told to, or as soon as one of its metrics that count ended badly. */
export function isTerminating(
  terminate: boolean,
  metrics: readonly { readonly phase?: Phase; readonly dryRun?: boolean }[],
): boolean {
  return terminate || metrics.some(({ phase, dryRun }) => dryRun !== true && endedBadly(phase))
}

/** The phase of a run: that of its worst metric, dry-run metrics aside, once all of them are done. */
export function assessRun(metrics: readonly RunMetric[], terminate = false): RunAssessment {
  const known = metrics.map(({ state, dryRun }) => ({
    ...(state?.phase ? { phase: state.phase } : {}),
    dryRun,
  }))
  const terminating = isTerminating(terminate, known)
  const assessed = metrics.map((metric) => ({ metric, phase: phaseOf(metric, terminating) }))
  const done = assessed.every(({ phase }) => phase !== undefined && isOutcome(phase))
  const { worst, message } = worstOf(assessed, terminate ? 'Run Terminated' : '')
  const summaries = {
    metrics: assessed.map(({ metric, phase = 'Pending' }) => ({
      name: metric.spec.name,
      phase,
      dryRun: metric.dryRun,
    })),
    runSummary: summarise(metrics, assessed, false),
    dryRunSummary: summarise(metrics, assessed, true),
  }
  if (terminating) return { phase: worst ?? 'Successful', message, ...summaries }
  if (!done || worst === undefined) return { phase: 'Running', message: '', ...summaries }
  return { phase: worst, message, ...summaries }
}

interface Assessed {
  readonly metric: RunMetric
  readonly phase: Phase | undefined
}

function phaseOf({ spec, state }: RunMetric, terminating: boolean): Phase | undefined {
  return state === undefined ? undefined : assessMetric(spec, state, terminating)
}

function worstOf(
  assessed: readonly Assessed[],
  initial: string,
): { worst: Phase | undefined; message: string } {
  let worst: Phase | undefined
  let message = initial
  for (const { metric, phase } of assessed) {
    if (phase === undefined || !isOutcome(phase)) continue
    if (metric.dryRun) {
      worst ??= 'Successful'
    } else if (worst === undefined || isWorse(worst, phase)) {
      worst = phase
      message = blame(metric, phase) ?? message
    }
  }
  return { worst, message: message.trim() }
}

function blame({ spec, state, message = '' }: RunMetric, phase: Phase): string | undefined {
  const exceeded = state === undefined ? undefined : exceededLimit(spec, state.counters)
  if (exceeded === undefined) return undefined
  const said = message === '' ? '' : `: "Error Message: ${message}"`
  return `Metric "${spec.name}" assessed ${phase} due to ${exceeded.message}${said}`
}

// By the limit exceeded rather than by phase, and a metric that ended in any other way counts as successful.
function summarise(
  metrics: readonly RunMetric[],
  assessed: readonly Assessed[],
  dryRun: boolean,
): RunSummary {
  const ended = assessed
    .filter(({ metric, phase }) => metric.dryRun === dryRun && phase !== undefined && isOutcome(phase))
    .map(({ metric }) => metric.state && exceededLimit(metric.spec, metric.state.counters)?.phase)
  const howMany = (phase: Phase | undefined): number => ended.filter((each) => each === phase).length
  return {
    count: metrics.filter((metric) => metric.dryRun === dryRun).length,
    successful: howMany(undefined),
    failed: howMany('Failed'),
    inconclusive: howMany('Inconclusive'),
    error: howMany('Error'),
  }
}

function endedBadly(phase: Phase | undefined): boolean {
  return phase === 'Failed' || phase === 'Error' || phase === 'Inconclusive'
}
