import { noisy, type PairedCounts } from '../tally/paired-counts.ts'
import type { PathCounts } from '../tally/summary.ts'

/** From this share of noise on, equal values are the exception and say nothing. */
const ALWAYS_NOISY = 0.9
/** Fewer repeats than this do not call a path always noisy. */
const ENOUGH_REPEATS = 20

/** The noise at a path: how often the primary's own repeat differed. */
export function noiseOf(differed: PairedCounts, repeated: number): number {
  return repeated === 0 ? 0 : noisy(differed) / repeated
}

/** Whether a path differs so often by itself that only its shape and size can be compared. */
export function isAlwaysNoisy(counts: PathCounts, repeated: number): boolean {
  return repeated >= ENOUGH_REPEATS && noiseOf(counts.any, repeated) >= ALWAYS_NOISY
}
