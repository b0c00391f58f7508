import type { Conditions } from './measurement.ts'

/** One metric of an analysis: how often it is measured and what it may get away with. Durations in Go's spelling. */
export interface MetricSpec {
  readonly name: string
  readonly conditions: Conditions
  readonly interval?: string
  readonly initialDelay?: string
  readonly count?: number
  /** Failed measurements tolerated; −1 tolerates all. */
  readonly failureLimit?: number
  readonly inconclusiveLimit?: number
  /** Errors in a row tolerated. */
  readonly consecutiveErrorLimit?: number
  /** Successes in a row that end the metric well; 0 is off. */
  readonly consecutiveSuccessLimit?: number
}

export const NO_LIMIT = -1
const CONSECUTIVE_ERRORS = 4

/** The limits in force, defaults filled in. */
export interface Limits {
  readonly failure: number
  readonly inconclusive: number
  readonly consecutiveError: number
  readonly consecutiveSuccess: number
}

export function limitsOf(spec: MetricSpec): Limits {
  return {
    failure: spec.failureLimit ?? 0,
    inconclusive: spec.inconclusiveLimit ?? 0,
    consecutiveError: spec.consecutiveErrorLimit ?? CONSECUTIVE_ERRORS,
    consecutiveSuccess: spec.consecutiveSuccessLimit ?? 0,
  }
}

/** How many measurements end the metric: once where nothing is said, and `undefined` where it runs until stopped. */
export function effectiveCount({
  count = 0,
  interval = '',
}: Pick<MetricSpec, 'count' | 'interval'>): number | undefined {
  if (count > 0) return count
  return interval === '' ? 1 : undefined
}
