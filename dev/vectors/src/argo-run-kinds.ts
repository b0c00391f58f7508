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

function reconcile({ input }: ArgoVector): Row {
  const metrics = listIn(input['metrics']).map((given) => {
    const row = rowOf(given)
    const metric = runMetric(row)
    const returns = row['terminateReturns']
    return { ...metric, ...(row['inFlight'] === true ? { inFlight: phaseOf(returns ?? 'Successful') } : {}) }
  })
  const after = argo.reconcileRun(metrics, input['terminate'] === true)
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
  const seconds = (name: keyof argo.TtlStrategy): argo.TtlStrategy => {
    const value = numeric(given[name])
    return value === undefined ? {} : { [name]: value }
  }
  const strategy = {
    ...seconds('secondsAfterCompletion'),
    ...seconds('secondsAfterSuccess'),
    ...seconds('secondsAfterFailure'),
  }
  return {
    expired: argo.ttlExceeded(strategy, phaseOf(input['phase']), numeric(input['completedSecondsAgo'])),
  }
}
