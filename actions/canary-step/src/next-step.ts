import type { Conclusion } from '@sluice/verdict'

export type Decision = 'advance' | 'promote' | 'hold' | 'roll-back'

export interface Step {
  readonly decision: Decision
  /** The weight the router must hold after this step. */
  readonly to: number
}

/** Findings on which waiting longer would mean exposing users to something that nobody is watching. */
const BLIND: ReadonlySet<string> = new Set(['source_unavailable', 'sample_ratio_mismatch'])

/**
 * Up one rung on a pass (to everything from the last judged rung of a ladder that ends at 100), to nothing on a fail,
 * and nowhere when we could not tell. When the time is up, what cannot be watched goes back as well.
 */
export function nextStep(
  { outcome, reason }: Conclusion,
  at: number,
  ladder: readonly number[],
  timeIsUp: boolean,
): Step {
  if (outcome === 'fail') return { decision: 'roll-back', to: 0 }
  if (outcome === 'pass') return up(at, ladder)
  return timeIsUp && BLIND.has(reason) ? { decision: 'roll-back', to: 0 } : { decision: 'hold', to: at }
}

function up(at: number, ladder: readonly number[]): Step {
  const next = ladder.find((weight) => weight > at)
  if (next === undefined)
    return ladder.length > 1 ? { decision: 'promote', to: 100 } : { decision: 'advance', to: at }
  return next === 100 ? { decision: 'promote', to: 100 } : { decision: 'advance', to: next }
}
