import type { Counters } from './counters.ts'
import { effectiveCount, limitsOf, NO_LIMIT, type MetricSpec } from './metric-spec.ts'
import { isOutcome, type MeasuredPhase, type Phase } from './phase.ts'

/** What is known of one metric while it is being measured. */
export interface MetricState {
  readonly counters: Counters
  /** Phase found so far; an outcome is final. */
  readonly phase?: Phase
  /** How many measurements there are, the one in flight included. */
  readonly measurements: number
  readonly lastPhase?: Phase
}

/** A limit that was exceeded, and the sentence that says so. */
export interface Exceeded {
  readonly phase: Exclude<MeasuredPhase, 'Successful'>
  readonly message: string
}

/** Which limit the counters exceed: errors before inconclusive before failures, as the last one found wins. */
export function exceededLimit(spec: MetricSpec, counters: Counters): Exceeded | undefined {
  const limits = limitsOf(spec)
  if (counters.consecutiveError > limits.consecutiveError) {
    const message = `consecutiveErrors (${counters.consecutiveError}) > consecutiveErrorLimit (${limits.consecutiveError})`
    return { phase: 'Error', message }
  }
  if (counters.inconclusive > limits.inconclusive) {
    const message = `inconclusive (${counters.inconclusive}) > inconclusiveLimit (${limits.inconclusive})`
    return { phase: 'Inconclusive', message }
  }
  if (limits.failure !== NO_LIMIT && counters.failed > limits.failure) {
    return { phase: 'Failed', message: `failed (${counters.failed}) > failureLimit (${limits.failure})` }
  }
  return undefined
}

/** The phase of one metric. `terminating`: the run is ending, so nothing more will be measured. */
export function assessMetric(spec: MetricSpec, state: MetricState, terminating: boolean): Phase {
  if (state.phase !== undefined && isOutcome(state.phase)) return state.phase
  if (state.measurements === 0) return terminating ? 'Successful' : 'Pending'
  if (state.lastPhase !== undefined && !isOutcome(state.lastPhase)) return 'Running'
  const exceeded = exceededLimit(spec, state.counters)
  if (exceeded !== undefined) return exceeded.phase
  const limits = limitsOf(spec)
  const forSuccess = limits.consecutiveSuccess > 0
  if (forSuccess && state.counters.consecutiveSuccess >= limits.consecutiveSuccess) return 'Successful'
  const count = effectiveCount(spec)
  if (count !== undefined && state.counters.count >= count)
    return atTheEnd(forSuccess, limits.failure !== NO_LIMIT)
  return terminating ? 'Successful' : 'Running'
}

// All measurements taken and no limit exceeded: whether that is enough depends on what was asked for.
function atTheEnd(forSuccess: boolean, forFailure: boolean): Phase {
  if (!forSuccess) return 'Successful'
  return forFailure ? 'Inconclusive' : 'Failed'
}
