import { argo } from '@sluice/compat'

/** After an error a metric is measured again this soon, whatever its interval. */
const ERROR_RETRY_MS = 10_000

/** When things happened to one metric, in epoch milliseconds. */
export interface MetricTimes {
  /** When the run started, if it did. */
  readonly runStarted?: number
  readonly phase?: argo.Phase
  /** Measurements counted so far. */
  readonly count: number
  readonly last?: LastMeasurement
}

/** The newest measurement: finished, or in flight and possibly due to be resumed. */
export interface LastMeasurement {
  readonly phase: argo.Phase
  readonly finished?: number
  readonly resumeAt?: number
}

/** Whether a metric is to be measured (or its measurement resumed) at `now`. */
export function isDue(spec: argo.MetricSpec, times: MetricTimes, terminating: boolean, now: number): boolean {
  if (times.phase !== undefined && argo.isOutcome(times.phase)) return false
  const { last } = times
  if (last !== undefined && last.finished === undefined)
    return !(last.resumeAt !== undefined && last.resumeAt > now)
  if (terminating) return false
  if (last?.finished === undefined) return delayHasPassed(spec, times.runStarted, now)
  const count = argo.effectiveCount(spec)
  if (count !== undefined && times.count >= count) return false
  const wait = pause(spec, last.phase)
  return wait !== undefined && now > last.finished + (wait === 'never' ? ERROR_RETRY_MS : wait)
}

/** When to look at a metric again, or `undefined` if it needs no looking at. */
export function nextLook(spec: argo.MetricSpec, times: MetricTimes, now: number): number | undefined {
  if (times.phase !== undefined && argo.isOutcome(times.phase)) return undefined
  const { last } = times
  if (last === undefined) return firstLook(spec, times.runStarted ?? now)
  if (last.finished === undefined) return last.resumeAt
  const count = argo.effectiveCount(spec)
  if (count !== undefined && times.count >= count) return undefined
  const wait = pause(spec, last.phase)
  return wait === undefined || wait === 'never' ? undefined : last.finished + wait
}

/** The earliest of several looks. */
export function earliest(looks: readonly (number | undefined)[]): number | undefined {
  const known = looks.filter((look) => look !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}

function delayHasPassed(
  { initialDelay = '' }: argo.MetricSpec,
  started: number | undefined,
  now: number,
): boolean {
  if (initialDelay === '') return true
  const delay = argo.durationMs(initialDelay)
  return delay !== undefined && started !== undefined && started + delay <= now
}

function firstLook({ initialDelay = '' }: argo.MetricSpec, started: number): number | undefined {
  const delay = initialDelay === '' ? undefined : argo.durationMs(initialDelay)
  return delay === undefined ? undefined : started + delay
}

/** Milliseconds between measurements, `never` where none was asked for, `undefined` where it can't be read. */
function pause({ interval = '' }: argo.MetricSpec, last: argo.Phase): number | 'never' | undefined {
  if (last === 'Error') return ERROR_RETRY_MS
  return interval === '' ? 'never' : argo.durationMs(interval)
}
