import type { MeasuredPhase, Phase } from './phase.ts'

/** What a run's phase does to the rollout it guards. */
export type RolloutEffect = 'continue' | 'pause' | 'abort' | 'wait'

/** Argo Rollouts' answer to a run: go on, wait for a person, return to stable, or keep waiting. */
export function rolloutEffect(phase: Phase): RolloutEffect {
  switch (phase) {
    case 'Successful':
      return 'continue'
    case 'Inconclusive':
      return 'pause'
    case 'Failed':
    case 'Error':
      return 'abort'
    case 'Pending':
    case 'Running':
      return 'wait'
  }
}

/** A Kayenta score as a measurement: cut off at the point, then held against both thresholds. */
export function kayentaMeasurement(score: number, pass: number, marginal: number): MeasuredPhase {
  const whole = Math.trunc(score)
  if (whole >= pass) return 'Successful'
  return whole >= marginal ? 'Inconclusive' : 'Failed'
}
