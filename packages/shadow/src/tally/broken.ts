import { utf8At } from '../json/scan.ts'
import type { RecordBytes } from '../pairs/sink.ts'
import type { ShadowSummary } from './summary.ts'

/** Counts a pair that could not be compared by the arm whose record is broken; says whether the candidate's is. */
export function noteBroken(summary: ShadowSummary, primary: RecordBytes, candidate: RecordBytes): boolean {
  summary.broken++
  const [first, second] = [isBroken(primary), isBroken(candidate)]
  if (first && second) summary.brokenBy.both++
  else if (first) summary.brokenBy.primaryOnly++
  else summary.brokenBy.candidateOnly++
  return second || !first
}

/** What Python writes for numbers that JSON has no word for. */
const NON_FINITE = /(?<=[[:,\s])(?:NaN|-?Infinity)(?=[\s,}\]])/g

function isBroken({ bytes, from, to }: RecordBytes): boolean {
  try {
    JSON.parse(utf8At(bytes, from, to).replaceAll(NON_FINITE, 'null'))
    return false
  } catch {
    return true
  }
}
