import { digestOf } from '@sluice/verdict'
import type { Comparison } from '../comparison.ts'
import type { ModelData } from '../kinds/model-tally.ts'
import { emptyPath, emptySlice, emptySummary, keepExample, keepName } from './counts.ts'
import { addPairSet } from './pair-set.ts'
import { emptyPairedCounts, type PairedCounts } from './paired-counts.ts'
import type { DistributionData } from './distribution.ts'
import { addSizes, emptySizes, sizesData, type SizesData } from './sizes.ts'
import type {
  BrokenCounts,
  ErrorCounts,
  LostCounts,
  PathCounts,
  RequestName,
  ShadowSummary,
} from './summary.ts'

/** Part of a comparison as plain data: parts of the same comparison add up to the whole, in any order. */
export interface SummaryData {
  readonly schema: 3
  /** The digest of everything the counts depend on; parts of different comparisons cannot be added. */
  readonly comparison: string
  /** Which parts of how many are in it, counted from 1. */
  readonly parts: readonly (readonly [index: number, count: number])[]
  readonly compared: number
  readonly repeated: number
  readonly any: PairedCounts
  readonly broken: number
  readonly brokenBy: BrokenCounts
  readonly unanswered: readonly RequestName[]
  readonly tooDeep: number
  readonly lost: readonly LostCounts[]
  readonly unsent: readonly (readonly [string, number])[]
  readonly paths: readonly (readonly [string, PathCounts])[]
  readonly within: readonly (readonly [string, PairedCounts])[]
  readonly sizes: readonly (readonly [string, SizesData])[]
  readonly slices: readonly (readonly [string, SliceData])[]
  readonly measures: readonly (readonly [string, readonly DistributionData[]])[]
  readonly model: ModelData | null
  readonly errors: ErrorCounts
}

interface SliceData {
  readonly compared: number
  readonly repeated: number
  readonly paths: readonly (readonly [string, PairedCounts])[]
}

/** What makes two comparisons the same one. */
export function comparisonDigest(comparison: Comparison): string {
  return digestOf(comparison)
}

/** A summary as plain data, in one order. */
export function encodeSummary(
  summary: ShadowSummary,
  comparison: Comparison,
  parts: SummaryData['parts'],
): SummaryData {
  const { compared, repeated, any, broken, brokenBy, unanswered, tooDeep, lost, errors } = summary
  return {
    schema: 3,
    comparison: comparisonDigest(comparison),
    parts,
    compared,
    repeated,
    any,
    broken,
    brokenBy,
    unanswered,
    tooDeep,
    lost,
    errors,
    unsent: inOrder(summary.unsent),
    paths: inOrder(summary.paths),
    within: inOrder(summary.within),
    sizes: inOrder(summary.sizes).map(([path, sizes]) => [path, sizesData(sizes)]),
    slices: inOrder(summary.slices).map(([name, slice]) => [name, { ...slice, paths: inOrder(slice.paths) }]),
    measures: inOrder(summary.measures).map(([name, arms]) => [name, arms.map((arm) => arm.data())]),
    model: summary.model?.data() ?? null,
  }
}

/** The whole that parts of one comparison add up to. */
export function mergeSummaries(parts: readonly SummaryData[], comparison: Comparison): ShadowSummary {
  const whole = emptySummary(comparison)
  for (const part of parts) addSummary(whole, part, comparison.examples)
  return whole
}

function addSummary(into: ShadowSummary, from: SummaryData, examples: number): void {
  into.compared += from.compared
  into.repeated += from.repeated
  into.broken += from.broken
  into.tooDeep += from.tooDeep
  addNumbers(into.brokenBy, from.brokenBy)
  for (const name of from.unanswered) keepName(into.unanswered, name)
  addNumbers(into.any, from.any)
  from.lost.forEach((lost, arm) => addNumbers(into.lost[arm], lost))
  addNumbers(into.errors, from.errors)
  for (const [why, count] of from.unsent) into.unsent.set(why, (into.unsent.get(why) ?? 0) + count)
  for (const [path, counts] of from.paths) addPath(entryOf(into.paths, path, emptyPath), counts, examples)
  for (const [path, differed] of from.within)
    addNumbers(entryOf(into.within, path, emptyPairedCounts), differed)
  for (const [path, sizes] of from.sizes) addSizes(entryOf(into.sizes, path, emptySizes), sizes)
  for (const [name, slice] of from.slices) {
    const mine = entryOf(into.slices, name, emptySlice)
    mine.compared += slice.compared
    mine.repeated += slice.repeated
    for (const [path, differed] of slice.paths)
      addNumbers(entryOf(mine.paths, path, emptyPairedCounts), differed)
  }
  for (const [name, arms] of from.measures) {
    arms.forEach((arm, k) => into.measures.get(name)?.[k]?.merge(arm))
  }
  if (from.model !== null) into.model?.merge(from.model)
}

function addPath(into: PathCounts, from: PathCounts, examples: number): void {
  addNumbers(into.any, from.any)
  addNumbers(into.shape, from.shape)
  addNumbers(into.kinds, from.kinds)
  into.higher += from.higher
  into.lower += from.lower
  for (const [turn, count] of Object.entries(from.turns)) into.turns[turn] = (into.turns[turn] ?? 0) + count
  addPairSet(into.alone, from.alone)
  for (const example of from.examples) keepExample(into.examples, example, examples)
}

function addNumbers<T extends { readonly [K in keyof T]: number }>(
  into: { -readonly [K in keyof T]: number } | undefined,
  from: T,
): void {
  if (into === undefined) return
  for (const key of Object.keys(into) as (keyof T)[]) into[key] += from[key]
}

function entryOf<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key) ?? make()
  map.set(key, known)
  return known
}

function inOrder<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
