import { evaluateCondition, type Extras } from './expression/condition.ts'
import { ConditionError } from './expression/condition-error.ts'
import type { MeasuredPhase } from './phase.ts'

/** What a value is held against. Absent and empty conditions are not set. */
export interface Conditions {
  readonly success?: string
  readonly failure?: string
}

/** What one measurement came to, and why where that was an error. */
export interface Assessment {
  readonly phase: MeasuredPhase
  readonly error?: string
}

/**
 * Holds one value against the conditions as Argo Rollouts does. With one condition set its opposite is the other
 * outcome; with both, a value that meets neither is Inconclusive; with none, everything is Successful.
 */
export function assessMeasurement(result: unknown, conditions: Conditions, extras: Extras = {}): Assessment {
  const { success = '', failure = '' } = conditions
  try {
    const succeeds = success === '' ? undefined : evaluateCondition(success, result, extras)
    const fails = failure === '' ? undefined : evaluateCondition(failure, result, extras)
    return { phase: outcome(succeeds, fails) }
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    return { phase: 'Error', error: error.message }
  }
}

function outcome(succeeds: boolean | undefined, fails: boolean | undefined): MeasuredPhase {
  if (fails === true) return 'Failed'
  if (succeeds !== false) return 'Successful'
  return fails === undefined ? 'Failed' : 'Inconclusive'
}
