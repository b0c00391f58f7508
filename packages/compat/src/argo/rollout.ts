import type { Phase } from './phase.ts'

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
