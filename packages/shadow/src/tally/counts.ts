import type { Comparison } from '../comparison.ts'
import { ModelTally } from '../kinds/model-tally.ts'
import { emptyPairedCounts } from './paired-counts.ts'
import { emptyPairSet } from './pair-set.ts'
import { Distribution } from './distribution.ts'
import type {
  Example,
  ExampleRank,
  LostCounts,
  PathCounts,
  RequestName,
  SliceCounts,
  ShadowSummary,
} from './summary.ts'

export const ARM_NAMES = ['primary', 'candidate', 'repeat'] as const

/** What a measure is kept of. */
const MEASURED = [...ARM_NAMES, 'change'] as const

export function emptyPath(): PathCounts {
  return {
    any: emptyPairedCounts(),
    shape: emptyPairedCounts(),
    kinds: { value: 0, type: 0, missing: 0, extra: 0, length: 0 },
    higher: 0,
    lower: 0,
    turns: {},
    alone: emptyPairSet(),
    examples: [],
  }
}

export function emptySlice(): SliceCounts {
  return { compared: 0, repeated: 0, paths: new Map() }
}

export function emptySummary(comparison: Comparison): ShadowSummary {
  return {
    compared: 0,
    repeated: 0,
    any: emptyPairedCounts(),
    broken: 0,
    brokenBy: { primaryOnly: 0, candidateOnly: 0, both: 0 },
    unanswered: [],
    tooDeep: 0,
    lost: ARM_NAMES.map(emptyLost),
    unsent: new Map(),
    paths: new Map(),
    within: new Map(),
    sizes: new Map(),
    slices: new Map(),
    measures: new Map(comparison.measures.map(({ name }) => [name, MEASURED.map(() => new Distribution())])),
    model: comparison.model === undefined ? undefined : new ModelTally(comparison.kind, comparison.model),
    errors: { n: 0, candidateOnly: 0, primaryOnly: 0, both: 0, unanswered: 0 },
  }
}

function emptyLost(): LostCounts {
  return { unmatched: 0, duplicate: 0, 'no-id': 0, unparsable: 0, oversized: 0 }
}

/** Requests that are named where the candidate did not answer. */
const MOST_NAMED = 3

/** Keeps the names that come first. */
export function keepName(into: RequestName[], name: RequestName): void {
  const at = into.findIndex(({ order }) => name.order < order)
  into.splice(at < 0 ? into.length : at, 0, name)
  if (into.length > MOST_NAMED) into.length = MOST_NAMED
}

/** Keeps the `most` examples that come first. */
export function keepExample(into: Example[], example: Example, most: number): void {
  const at = into.findIndex((kept) => isBefore(example, kept))
  into.splice(at < 0 ? into.length : at, 0, example)
  if (into.length > most) into.length = most
}

/** Whether one example comes before another: those that cannot be noise first, then by order. */
export function isBefore(a: ExampleRank, b: ExampleRank): boolean {
  return a.noisy === b.noisy ? a.order < b.order : b.noisy
}
