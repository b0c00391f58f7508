import type { MeasuredPhase } from './phase.ts'

/** Measurements counted by outcome; errors are not part of `count`. */
export interface Counters {
  readonly count: number
  readonly successful: number
  readonly failed: number
  readonly inconclusive: number
  readonly error: number
  readonly consecutiveError: number
  readonly consecutiveSuccess: number
}

export const NOTHING_COUNTED: Counters = {
  count: 0,
  successful: 0,
  failed: 0,
  inconclusive: 0,
  error: 0,
  consecutiveError: 0,
  consecutiveSuccess: 0,
}

/** The counters after one more measurement. */
export function addOutcome(before: Counters, outcome: MeasuredPhase): Counters {
  if (outcome === 'Error') {
    const { error, consecutiveError } = before
    return { ...before, error: error + 1, consecutiveError: consecutiveError + 1, consecutiveSuccess: 0 }
  }
  const after = { ...before, count: before.count + 1, consecutiveError: 0, consecutiveSuccess: 0 }
  switch (outcome) {
    case 'Successful':
      return {
        ...after,
        successful: before.successful + 1,
        consecutiveSuccess: before.consecutiveSuccess + 1,
      }
    case 'Failed':
      return { ...after, failed: before.failed + 1 }
    case 'Inconclusive':
      return { ...after, inconclusive: before.inconclusive + 1 }
  }
}
