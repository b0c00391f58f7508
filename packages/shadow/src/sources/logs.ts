import type { Compared } from '../compared.ts'
import type { Comparison } from '../comparison.ts'
import { costOf } from '../details/cost.ts'
import type { Records } from '../engines/contract.ts'
import { ENGINES } from '../engines/registry.ts'
import { comparisonOf } from '../inputs/comparison-of.ts'
import type { ShadowInput } from '../inputs/fields.ts'
import { pairingHints } from '../inputs/pairing-hints.ts'
import { pathText } from '../inputs/path-text.ts'
import { caseHints, textHints } from '../inputs/spelling-hints.ts'
import { unmatchedPlaces } from '../inputs/unmatched-places.ts'
import type { Replayed } from '../replay/replay.ts'
import { encodeSummary } from '../tally/encode.ts'
import type { ComparisonSource } from './contract.ts'

/** Logs of the two versions, which one of the engines reads. */
export const logs: ComparisonSource = {
  needs: 'primary and candidate',
  isAsked: ({ primary, candidate }) => primary.length > 0 && candidate.length > 0,
  problems: () => [],
  compare: async (input, around) =>
    await compareRecords(input, { records: await ENGINES[input.engine].open(input, around) }),
}

/** Records, and what a replay that made them cost and how it was done. */
export interface Opened {
  readonly records: Records
  readonly replayed?: Replayed
  readonly said?: readonly string[]
}

/** Compares opened records as the inputs ask, and tells what looks odd in how they were asked. */
export async function compareRecords(
  input: ShadowInput,
  { records, replayed, said = [] }: Opened,
): Promise<Compared> {
  const comparison = comparisonOf(input, records.samples)
  const summary = await records.compare(comparison)
  const { shard } = input
  return {
    asked: input,
    comparison,
    summary,
    conduct: {
      cost: costOf(summary, input.prices, replayed),
      said: [
        ...said,
        ...answerSaid(comparison, input),
        ...pairingHints(input, records.samples, records.others ?? [], summary),
        ...caseHints(summary),
        ...textHints(records.samples, summary),
        ...unmatchedPlaces({ ...input, kind: { ...input.kind, ...comparison.model } }, records.samples),
      ],
    },
    part:
      shard === undefined ? undefined : encodeSummary(summary, comparison, [[shard.index + 1, shard.count]]),
  }
}

/** Where predictions were found though no input names the place. */
function answerSaid({ model }: Comparison, { kind }: ShadowInput): readonly string[] {
  const [asked, read] = [kind.prediction, model?.prediction ?? kind.prediction].map(pathText)
  return asked === read || asked === undefined
    ? []
    : [`kind: no record has \`${asked}\`, so \`${read}\` is read as the prediction.`]
}
