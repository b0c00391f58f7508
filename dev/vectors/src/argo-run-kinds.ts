import { argo } from '@sluice/compat'
import { metricState, phaseOf, specOf, type ArgoKind, type ArgoVector } from './argo-rows.ts'
import { listIn, numeric, rowOf, textOf, type Row } from './document.ts'

/** The kinds about whole runs. */
export const argoRunKinds: readonly (readonly [string, ArgoKind])[] = [
  ['assessRunStatus', runPhase],
  ['isTerminating', terminating],
  ['reconcile', reconcile],
  ['trimMeasurements', trim],
  ['ttlExceeded', ttl],
]

function runPhase({ input }: ArgoVector): Row {
  const { phase, message, runSummary, dryRunSummary } = argo.assessRun(
    listIn(input['metrics']).map((metric) => runMetric(rowOf(metric))),
    input['terminate'] === true,
  )
  return { phase, message, runSummary, dryRunSummary }
}

const STARTED = ['phase', 'measurements', 'lastPhase', 'count']

// Limits are the metric's own; `count` is how often it was measured.
function runMetric(row: Row): argo.RunMetric {
  const started = STARTED.some((name) => row[name] !== undefined)
  const spec = specOf({ ...row, count: row['specCount'], ...rowOf(row['config']) })
  return {
    spec: { ...spec, name: textOf(row['name'], 'metric') },
    dryRun: row['dryRun'] === true,
    ...(started ? { state: metricState(row) } : {}),
    ...(typeof row['message'] === 'string' ? { message: row['message'] } : {}),
  }
}

function terminating({ input }: ArgoVector): Row {
  const metrics = listIn(input['phases']).map((given) => {
    const row = typeof given === 'string' ? { phase: given } : rowOf(given)
    return { phase: phaseOf(row['phase']), dryRun: row['dryRun'] === true }
  })
  return { terminating: argo.isTerminating(input['terminate'] === true, metrics) }
}

/** A metric whose measurement is in flight, and what that measurement comes to when it is told to stop. */
interface InFlightMetric extends argo.RunMetric {
  readonly inFlight?: argo.Phase
}

/** A run after one pass, and the measurements that were stopped in it. */
interface Reconciled extends argo.RunAssessment {
  readonly terminated: readonly { readonly name: string; readonly message: string }[]
}

const TERMINATED = 'Metric Terminated'

/** One pass over a run: when a metric has ended it badly, measurements still in flight are stopped and counted. */
function reconcileRun(metrics: readonly InFlightMetric[], terminate = false): Reconciled {
  const known = metrics.map(({ state, dryRun }) => ({
    ...(state?.phase ? { phase: state.phase } : {}),
    dryRun,
  }))
  const ending = argo.isTerminating(terminate, known)
  const stopped = ending ? metrics.filter(({ inFlight }) => inFlight !== undefined) : []
  const after = metrics.map((metric) => (stopped.includes(metric) ? stop(metric) : metric))
  const terminated = stopped.map(({ spec }) => ({ name: spec.name, message: TERMINATED }))
  return { ...argo.assessRun(after, terminate), terminated }
}

function stop(metric: InFlightMetric): argo.RunMetric {
  const { state, inFlight } = metric
  if (state === undefined || inFlight === undefined || !argo.isOutcome(inFlight)) return metric
  const measurements = Math.max(1, state.measurements)
  const stopped: argo.MetricState = {
    ...state,
    counters: argo.addOutcome(state.counters, inFlight),
    lastPhase: inFlight,
    measurements,
  }
  return { ...metric, state: stopped, message: TERMINATED }
}

function reconcile({ input }: ArgoVector): Row {
  const metrics = listIn(input['metrics']).map((given) => {
    const row = rowOf(given)
    const metric = runMetric(row)
    const returns = row['terminateReturns']
    return { ...metric, ...(row['inFlight'] === true ? { inFlight: phaseOf(returns ?? 'Successful') } : {}) }
  })
  const after = reconcileRun(metrics, input['terminate'] === true)
  return {
    runPhase: after.phase,
    metricPhases: Object.fromEntries(after.metrics.map(({ name, phase }) => [name, phase])),
    siblingMessage: after.terminated[0]?.message,
  }
}

function trim({ input }: ArgoVector): Row {
  const retention = Object.entries(rowOf(input['retention'])).map(([name, limit]) => ({
    pattern: new RegExp(name),
    limit: numeric(limit) ?? 0,
  }))
  const names = listIn(input['names'])
  const values = listIn(input['values']).map((measurements, i) => {
    const name = textOf(names[i], `metric${i + 1}`)
    return argo.retained(name, listIn(measurements), retention, numeric(input['limit']))
  })
  return { values }
}

function ttl({ input }: ArgoVector): Row {
  const given = rowOf(input['ttl'])
  const seconds = (name: keyof TtlStrategy): TtlStrategy => {
    const value = numeric(given[name])
    return value === undefined ? {} : { [name]: value }
  }
  const strategy = {
    ...seconds('secondsAfterCompletion'),
    ...seconds('secondsAfterSuccess'),
    ...seconds('secondsAfterFailure'),
  }
  return {
    expired: ttlExceeded(strategy, phaseOf(input['phase']), numeric(input['completedSecondsAgo'])),
  }
}

/** How long a finished run is kept, in seconds; what fits its end more closely wins. */
interface TtlStrategy {
  readonly secondsAfterCompletion?: number
  readonly secondsAfterSuccess?: number
  readonly secondsAfterFailure?: number
}

/** Whether a run that ended `completedSecondsAgo` has outlived its time (by strictly more than it). */
function ttlExceeded(ttl: TtlStrategy, phase: argo.Phase, completedSecondsAgo: number | undefined): boolean {
  if (completedSecondsAgo === undefined || !argo.isOutcome(phase)) return false
  const own =
    phase === 'Successful'
      ? ttl.secondsAfterSuccess
      : phase === 'Inconclusive'
        ? undefined
        : ttl.secondsAfterFailure
  const seconds = own ?? ttl.secondsAfterCompletion
  return seconds !== undefined && completedSecondsAgo > seconds
}
