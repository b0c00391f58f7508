import { isOutcome, type Phase } from './phase.ts'

/** How long a finished run is kept, in seconds; what fits its end more closely wins. */
export interface TtlStrategy {
  readonly secondsAfterCompletion?: number
  readonly secondsAfterSuccess?: number
  readonly secondsAfterFailure?: number
}

/** Whether a run that ended `completedSecondsAgo` has outlived its time (by strictly more than it). */
export function ttlExceeded(
  ttl: TtlStrategy,
  phase: Phase,
  completedSecondsAgo: number | undefined,
): boolean {
  if (completedSecondsAgo === undefined || !isOutcome(phase)) return false
  const own =
    phase === 'Successful'
      ? ttl.secondsAfterSuccess
      : phase === 'Inconclusive'
        ? undefined
        : ttl.secondsAfterFailure
  const seconds = own ?? ttl.secondsAfterCompletion
  return seconds !== undefined && completedSecondsAgo > seconds
}
