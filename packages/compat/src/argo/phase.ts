/** Where a measurement, a metric or a run stands. */
export type Phase = 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Error' | 'Inconclusive'

/** The four phases that end a measurement. */
export type MeasuredPhase = 'Successful' | 'Failed' | 'Error' | 'Inconclusive'

// From best to worst.
const ORDER: readonly Phase[] = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed']

export function isOutcome(phase: Phase): phase is MeasuredPhase {
  return phase !== 'Pending' && phase !== 'Running'
}

export function isWorse(than: Phase, phase: Phase): boolean {
  return ORDER.indexOf(phase) > ORDER.indexOf(than)
}
