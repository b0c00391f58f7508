import type { argo } from '@sluice/compat'
import { numeric, textOf, type Row } from './document.ts'

/** A vector with its parts taken apart. */
export interface ArgoVector {
  readonly input: Row
  readonly config: Row
  readonly expected: Row
}

/** Runs one vector and names what came out as the vector's `expected` does. */
export type ArgoKind = (vector: ArgoVector) => Row

const PHASES: readonly argo.Phase[] = ['Pending', 'Running', 'Successful', 'Failed', 'Error', 'Inconclusive']
const LIMITS = [
  'count',
  'failureLimit',
  'inconclusiveLimit',
  'consecutiveErrorLimit',
  'consecutiveSuccessLimit',
]

export function phaseOf(given: unknown): argo.Phase {
  const phase = PHASES.find((each) => each === given)
  if (phase === undefined) throw new Error(`unknown phase ${String(given)}`)
  return phase
}

/** A metric's specification from the fields of a vector; limits may be spelled as text. */
export function specOf(row: Row): argo.MetricSpec {
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

export function countersOf(row: Row): argo.Counters {
  const counter = (name: keyof argo.Counters): number => numeric(row[name]) ?? 0
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

export function metricState(row: Row): argo.MetricState {
  return {
    counters: countersOf(row),
    measurements: numeric(row['measurements']) ?? 0,
    ...(row['phase'] === undefined ? {} : { phase: phaseOf(row['phase']) }),
    ...(row['lastPhase'] === undefined ? {} : { lastPhase: phaseOf(row['lastPhase']) }),
  }
}
