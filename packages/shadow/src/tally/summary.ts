import type { DifferenceKind } from '../json/walk.ts'
import type { ModelTally } from '../kinds/model-tally.ts'
import type { Lost } from '../pairs/sink.ts'
import type { PairSet } from './pair-set.ts'
import type { PairedCounts } from './paired-counts.ts'
import type { Distribution } from './distribution.ts'
import type { Sizes } from './sizes.ts'

/** Distinct places that are counted one by one; what differs beyond them is counted under one name. */
export const MOST_PATHS = 20_000
export const OTHER_PATHS = '(other paths)'

/** Which examples are kept: those that come first by this, wherever they stood. */
export interface ExampleRank {
  readonly order: number
  /** Whether the repeat differed as well, so that this may be noise. */
  readonly noisy: boolean
}

export interface Example extends ExampleRank {
  readonly id: string
  readonly kind: DifferenceKind
  readonly primary: string
  readonly candidate: string
}

/** What was counted at one path. Each pair counts once, however many array elements differ in it. */
export interface PathCounts {
  readonly any: PairedCounts
  /** The same, counting only differences of type, format, presence or length. */
  readonly shape: PairedCounts
  /** Candidate's differences by kind; a pair may count under several. */
  readonly kinds: Record<DifferenceKind, number>
  /** Differences where the candidate's number is larger (its text longer), and the other way round. */
  higher: number
  lower: number
  /** Where this is the status of an answer: how often which one became which, as `200 → 503`. */
  readonly turns: Record<string, number>
  /** The pairs in which the candidate differs and the repeat does not. */
  readonly alone: PairSet
  examples: Example[]
}

export type LostCounts = Record<Lost, number>

export interface SliceCounts {
  compared: number
  repeated: number
  /** What differed there, by path. */
  readonly paths: Map<string, PairedCounts>
}

export interface BrokenCounts {
  primaryOnly: number
  candidateOnly: number
  both: number
}

/** The id of a request as a report shows it; those that come first by `order` are kept. */
export interface RequestName {
  readonly order: number
  readonly id: string
}

export interface ErrorCounts {
  /** Pairs of which a record says whether its request failed. */
  n: number
  candidateOnly: number
  primaryOnly: number
  both: number
  /** Of all these, pairs of a replay that were not compared, since an arm never answered. */
  unanswered: number
}

/** Everything known after comparing, in whole numbers and sketches, so that parts add up to the same whole. */
export interface ShadowSummary {
  compared: number
  repeated: number
  /** Pairs that differ anywhere that is not ignored. */
  readonly any: PairedCounts
  broken: number
  /** By arm: pairs whose record is broken, and requests of a replay that were never answered. */
  readonly brokenBy: BrokenCounts
  /** Some requests that the candidate did not answer with a record that can be read. */
  readonly unanswered: RequestName[]
  tooDeep: number
  /** By arm: primary, candidate, repeat. */
  readonly lost: readonly LostCounts[]
  /** Requests that were not sent or not answered, by reason. */
  readonly unsent: Map<string, number>
  readonly paths: Map<string, PathCounts>
  /** By path of an object or array: pairs in which anything inside differs. */
  readonly within: Map<string, PairedCounts>
  /** By path, of those that are noisy. */
  readonly sizes: Map<string, Sizes>
  /** By `path=value`. */
  readonly slices: Map<string, SliceCounts>
  /** By name of the measure: primary, candidate, repeat, and candidate minus primary. */
  readonly measures: Map<string, readonly Distribution[]>
  readonly model: ModelTally | undefined
  /** Pairs by which arm answered with an error. Where any record says so, one that says nothing did not fail. */
  readonly errors: ErrorCounts
}
