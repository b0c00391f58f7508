import { addOutcome } from './counters.ts'
import type { MetricState } from './metric-phase.ts'
import { isOutcome, type Phase } from './phase.ts'
import { assessRun, isTerminating, type RunAssessment, type RunMetric } from './run-phase.ts'

/** A metric whose measurement is in flight, and what that measurement comes to when it is told to stop. */
export interface InFlightMetric extends RunMetric {
  readonly inFlight?: Phase
}

/** A run after one pass, and the measurements that were stopped in it. */
export interface Reconciled extends RunAssessment {
  readonly terminated: readonly { readonly name: string; readonly message: string }[]
}

const TERMINATED = 'Metric Terminated'

/** One pass over a run: when a metric has ended it badly, measurements still in flight are stopped and counted. */
export function reconcileRun(metrics: readonly InFlightMetric[], terminate = false): Reconciled {
  const known = metrics.map(({ state, dryRun }) => ({
    ...(state?.phase ? { phase: state.phase } : {}),
    dryRun,
  }))
  const ending = isTerminating(terminate, known)
  const stopped = ending ? metrics.filter(({ inFlight }) => inFlight !== undefined) : []
  const after = metrics.map((metric) => (stopped.includes(metric) ? stop(metric) : metric))
  const terminated = stopped.map(({ spec }) => ({ name: spec.name, message: TERMINATED }))
  return { ...assessRun(after, terminate), terminated }
}

function stop(metric: InFlightMetric): RunMetric {
  const { state, inFlight } = metric
  if (state === undefined || inFlight === undefined || !isOutcome(inFlight)) return metric
  const measurements = Math.max(1, state.measurements)
  const stopped: MetricState = {
    ...state,
    counters: addOutcome(state.counters, inFlight),
    lastPhase: inFlight,
    measurements,
  }
  return { ...metric, state: stopped, message: TERMINATED }
}
