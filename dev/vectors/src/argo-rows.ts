import type { threshold } from '@sluice/judge'
import { numeric, textOf, type Row } from './document.ts'

const PHASES: readonly threshold.Phase[] = [
  'Pending',
  'Running',
  'Successful',
  'Failed',
  'Error',
  'Inconclusive',
]
const LIMITS = [
  'count',
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
]

export function phaseOf(given: unknown): threshold.Phase {
  const phase = PHASES.find((each) => each === given)
  if (phase === undefined) throw new Error(`unknown phase ${String(given)}`)
  return phase
}

/** A metric's specification from the fields of a vector; limits may be spelled as text. */
export function specOf(row: Row): threshold.MetricSpec {
  const limits = LIMITS.flatMap((name) => {
    const value = typeof row[name] === 'string' ? Number(row[name]) : numeric(row[name])
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    name: textOf(row['name'], 'metric'),
    conditions: {},
    interval: textOf(row['interval'], ''),
    initialDelay: textOf(row['initialDelay'], ''),
    ...Object.fromEntries(limits),
  }
}

export function countersOf(row: Row): threshold.Counters {
  const counter = (name: keyof threshold.Counters): number => numeric(row[name]) ?? 0
  return {
    count: counter('count'),
    successful: counter('successful'),
    failed: counter('failed'),
    inconclusive: counter('inconclusive'),
    error: counter('error'),
    consecutiveError: counter('consecutiveError'),
    consecutiveSuccess: counter('consecutiveSuccess'),
  }
}

export function metricState(row: Row): threshold.MetricState {
  return {
    counters: countersOf(row),
    measurements: numeric(row['measurements']) ?? 0,
    ...(row['phase'] === undefined ? {} : { phase: phaseOf(row['phase']) }),
    ...(row['lastPhase'] === undefined ? {} : { lastPhase: phaseOf(row['lastPhase']) }),
  }
}
