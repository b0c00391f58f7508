import type { Comparison, RecordLog, ShadowSummary } from '@sluice/shadow'
import { Comparing } from '../../../packages/shadow/src/engines/node/thread-work.ts'

/**
 * Compares the records of a primary, a candidate and, where there is one, a repeat of the primary: all of them, or the
 * part that belongs to a shard. In one piece, which the engines are held against.
 */
export function compareLogs(
  logs: readonly RecordLog[],
  comparison: Comparison,
  shard: { readonly index: number; readonly count: number } = { index: 0, count: 1 },
): ShadowSummary {
  const { summary, indexer, pairing } = new Comparing(logs, comparison, shard, 1)
  logs.forEach((log, arm) => indexer.range(arm, 0, log.size))
  pairing.run(indexer.found.flatMap((parts) => parts.map((each) => each.data())))
  return summary
}
