import { duration, field, withDefault, wholeNumber } from '@sluice/action'
import type { Patience } from './ask.ts'

/** How long a source over HTTP is waited for, and how often it is asked. */
export const patienceFields = {
  timeout: withDefault('10s', field('duration for one attempt', duration().parse)),
  attempts: withDefault(
    '3',
    field(
      'whole number from 1 to 10, with growing pauses in between',
      wholeNumber({ min: 1, max: 10 }).parse,
    ),
  ),
  'requests-per-minute': withDefault(
    '300',
    field(
      'whole number of at least 1; intervals that would need more are `rate_limited`',
      wholeNumber({ min: 1 }).parse,
    ),
  ),
}

/** Servers that ask for a wait are given one interval at most. */
export function patienceOf(
  settings: { readonly timeout: number; readonly attempts: number },
  intervalMs: number,
): Patience {
  return { timeoutMs: settings.timeout, attempts: settings.attempts, longestPauseMs: intervalMs }
}
