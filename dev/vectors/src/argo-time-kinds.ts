import { argo } from '@sluice/compat'
import { earliest, isDue, nextLook, type LastMeasurement, type MetricTimes } from './argo-timing.ts'
import { phaseOf, specOf, type ArgoKind, type ArgoVector } from './argo-rows.ts'
import { listIn, numeric, rowOf, type Row } from './document.ts'

// Vectors tell times as seconds ago; any moment will do for now.
const NOW = 1_000_000_000_000
// What was due exactly now is due a moment later, as time passes between setting up and looking.
const MOMENT = 1

/** The kinds about when to measure. */
export const argoTimeKinds: readonly (readonly [string, ArgoKind])[] = [
  ['generateMetricTasks', tasks],
  ['nextReconcileSeconds', nextReconcile],
]

function tasks({ input, config }: ArgoVector): Row {
  const row = { ...config, ...input }
  const other = row['otherMetricPhase']
  const siblings = other === undefined ? [] : [{ phase: phaseOf(other) }]
  const terminating = argo.isTerminating(row['terminate'] === true || row['terminating'] === true, siblings)
  const spec = specOf({ ...row, count: row['specCount'] ?? rowOf(config)['count'] })
  return { tasks: isDue(spec, timesOf(row), terminating, NOW + MOMENT) ? 1 : 0 }
}

function nextReconcile({ input, config }: ArgoVector): Row {
  const rows = Array.isArray(input['metrics'])
    ? listIn(input['metrics']).map(rowOf)
    : [{ ...config, ...input }]
  const looks = rows.map((row) =>
    nextLook(specOf({ ...row, count: row['specCount'] ?? rowOf(row['config'])['count'] }), timesOf(row), NOW),
  )
  const next = earliest(looks)
  return { seconds: next === undefined ? null : Math.round((next - NOW) / 1000) }
}

function timesOf(row: Row): MetricTimes {
  const last = lastOf(row)
  const started = numeric(row['startedSecondsAgo'])
  return {
    count: numeric(row['count']) ?? 0,
    ...(started === undefined ? {} : { runStarted: NOW - started * 1000 }),
    ...(row['completed'] === true ? { phase: 'Successful' } : {}),
    ...(row['phase'] === undefined ? {} : { phase: phaseOf(row['phase']) }),
    ...(last === undefined ? {} : { last }),
  }
}

function lastOf(row: Row): LastMeasurement | undefined {
  const finished = numeric(row['lastFinishedSecondsAgo'])
  const resume = numeric(row['resumeInSeconds'])
  if (row['inFlight'] === true || resume !== undefined) {
    return { phase: 'Running', ...(resume === undefined ? {} : { resumeAt: NOW + resume * 1000 }) }
  }
  if (finished === undefined) return undefined
  return { phase: phaseOf(row['lastPhase'] ?? 'Successful'), finished: NOW - finished * 1000 }
}
