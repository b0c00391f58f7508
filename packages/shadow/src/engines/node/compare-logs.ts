import type { Comparison } from '../../comparison.ts'
import { Indexer } from '../../pairs/indexer.ts'
import type { RecordLog } from '../../pairs/record-log.ts'
import { Pairing } from '../../pairs/pairing.ts'
import type { PairingOptions } from '../../pairs/sink.ts'
import { emptySummary } from '../../tally/counts.ts'
import { DiffyTally } from '../../tally/diffy-tally.ts'
import { PairTally } from '../../tally/pair-tally.ts'
import type { ShadowSummary } from '../../tally/summary.ts'

/** One thread's share of a comparison: it finds records, then pairs and compares those of the parts that it is given. */
export class Comparing {
  readonly summary: ShadowSummary
  readonly indexer: Indexer
  readonly pairing: Pairing

  constructor(
    logs: readonly RecordLog[],
    comparison: Comparison,
    shard: PairingOptions['shard'],
    parts: number,
  ) {
    const { pairBy, limit, noise } = comparison
    const options = { pairBy, limit, shard, parts }
    const Tally = noise === 'diffy' ? DiffyTally : PairTally
    this.summary = emptySummary(comparison)
    const tally = new Tally(comparison, this.summary)
    this.indexer = new Indexer(logs, options, tally.lost)
    this.pairing = new Pairing(logs, options, tally)
  }
}

/**
 * Compares the records of a primary, a candidate and, where there is one, a repeat of the primary: all of them, or the
 * part that belongs to a shard. It takes some 50 bytes of memory for each record; `compareFiles` takes none beyond a bound.
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
