import { sampleRecords } from '../sources/sample.ts'
import { findFiles } from '../sources/find-files.ts'
import { armsAsNdjson } from '../formats/to-ndjson.ts'
import type { ComparisonEngine, Records, Shard, Surroundings } from './contract.ts'
import { compareFiles } from './node/compare-files.ts'

/** Compares files here, on all cores of this machine. */
export const node: ComparisonEngine = {
  reads: 'logs',
  splits: true,
  hasSettings: false,
  open: async (input, around) => {
    const { primary, candidate, secondary, parse } = input
    const found = findFiles({ primary, candidate, secondary }, around.folder)
    return recordsIn(
      await armsAsNdjson(found, around.tempDir, { parse, signal: around.signal }),
      around,
      input.shard,
    )
  },
}

/** The records of NDJSON files, by arm; of a shard only those that belong to it. */
export function recordsIn(
  arms: readonly (readonly string[])[],
  around: Surroundings,
  shard: Shard | undefined,
): Records {
  const options = { ...around, ...(shard === undefined ? {} : { shard }) }
  return {
    samples: sampleRecords(arms[0] ?? []),
    others: sampleRecords(arms[1] ?? []),
    compare: async (comparison) => await compareFiles(arms, comparison, options),
  }
}
