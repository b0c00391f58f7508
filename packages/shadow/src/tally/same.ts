import type { Comparison } from '../comparison.ts'
import { FAILED, TELLS } from '../pairs/entries.ts'
import type { Marker } from '../pairs/indexer.ts'
import { Failures, mayNameError } from './failures.ts'
import type { ShadowSummary } from './summary.ts'

/** Whether of two equal records nothing is counted but that they are equal, and whether their requests failed. */
export function skipsEqual({ noise, measures, slices, model }: Comparison): boolean {
  return noise !== 'diffy' && measures.length + slices.length === 0 && model === undefined
}

/** What is read of records that are equal in every arm. */
export function sameMarker({ errors }: Comparison): Marker {
  if (!errors) return { region: () => undefined, marks: () => 0 }
  const failures = new Failures()
  let quiet = false
  return {
    region: (bytes, from, to) => {
      quiet = !mayNameError(bytes, from, to)
    },
    marks: (bytes, from, to) => failures.read(bytes, from, to, quiet) & (TELLS + FAILED),
  }
}

/** Counts a pair whose records are the same to the last byte. */
export function noteSame(summary: ShadowSummary, marks: number, repeated: boolean): void {
  summary.compared++
  if (repeated) summary.repeated++
  if ((marks & TELLS) === 0) return
  summary.errors.n++
  if ((marks & FAILED) !== 0) summary.errors.both++
}
