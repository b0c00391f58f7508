import type { Comparison } from './comparison.ts'
import { Join } from './pairs/join.ts'
import type { Log } from './pairs/log.ts'
import { emptySummary } from './tally/counts.ts'
import { DiffyTally } from './tally/diffy-tally.ts'
import { PairTally } from './tally/pair-tally.ts'
import type { Summary } from './tally/summary.ts'

/**
 * Compares the records of a primary, a candidate and, where there is one, a repeat of the primary: all of them, or the
 * part that belongs to a shard. Memory does not grow with the files but for what waits for its partner.
 */
export function compareLogs(
  logs: readonly Log[],
  comparison: Comparison,
  shard: { readonly index: number; readonly count: number } = { index: 0, count: 1 },
  progress?: (bytesRead: number) => void,
): Summary {
  const summary = emptySummary(comparison)
  const Tally = comparison.noise === 'diffy' ? DiffyTally : PairTally
  const { pair, lost } = new Tally(comparison, summary)
  const { pairBy, limit } = comparison
  new Join(
    logs,
    { pairBy, limit, shard },
    { pair, lost, ...(progress === undefined ? {} : { progress }) },
  ).run()
  return summary
}
