import { readFileSync } from 'node:fs'
import { UserError } from '@sluice/action'
import type { Comparison } from '../comparison.ts'
import { costOf } from '../details/cost.ts'
import type { ComparisonInput } from '../inputs/comparison-of.ts'
import { mergedInput } from '../inputs/merged-input.ts'
import { comparisonDigest, mergeSummaries, type SummaryData } from '../tally/encode.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import type { Shard } from '../engines/contract.ts'
import type { ComparisonSource } from './contract.ts'
import { findFiles } from './find-files.ts'

/** What shards have counted, added up, and judged by what the merge and they were asked. */
export const parts: ComparisonSource = {
  needs: 'merge',
  isAsked: ({ merge }) => merge.length > 0,
  problems: () => [],
  compare: async (input, { folder }) => {
    const { comparison, summary, asked: shards } = mergeParts(input.merge, folder)
    const asked = mergedInput(input, shards, comparison)
    const conduct = { cost: costOf(summary, asked.prices), said: [] }
    return { asked, comparison, summary, conduct, part: undefined }
  },
}

/** Adds up the parts that shards have written. Parts that are missing, there twice or of other comparisons are refused. */
function mergeParts(
  patterns: readonly string[],
  folder: string,
): {
  readonly comparison: Comparison
  readonly summary: ShadowSummary
  /** What each shard was asked. */
  readonly asked: readonly ComparisonInput[]
} {
  const found = findFiles({ merge: patterns }, folder).merge.map(readPart)
  const comparison = found[0]?.settings
  if (comparison === undefined)
    throw new UserError(
      'NOTHING_TO_COMPARE',
      'merge: no part was found',
      'Download the artifacts of all shards in an earlier step.',
    )
  const digests = new Set(found.map(({ data }) => data.comparison))
  const wanted = comparisonDigest(comparison)
  if (digests.size > 1 || !digests.has(wanted)) {
    throw new UserError(
      'PARTS_DO_NOT_FIT',
      'merge: the parts come from different comparisons',
      'Give every shard the same inputs.',
    )
  }
  const problems = missingParts(found.map(({ data }) => data))
  if (problems.length > 0)
    throw new UserError('PARTS_MISSING', problems.join('\n'), 'Download the part of every shard first.')
  const summary = mergeSummaries(
    found.map(({ data }) => data),
    comparison,
  )
  return { comparison, summary, asked: found.map(({ asked }) => asked) }
}

/** A part in a file: the counts, the comparison they belong to, and what the shard was asked. */
export interface PartFile {
  readonly asked: ComparisonInput
  readonly settings: Comparison
  readonly data: SummaryData
}

function readPart(path: string): PartFile {
  try {
    const part = JSON.parse(readFileSync(path, 'utf8')) as PartFile
    if (part.data.schema === 3 && part.settings.kind !== undefined && part.asked.kind !== undefined)
      return part
  } catch {
    // Told below, with the name of the file.
  }
  throw new UserError(
    'NOT_A_PART',
    `merge: ${path} was not written by a shard`,
    'Parts are named shadow-part-1-of-16.json.',
  )
}

/** Every part must be there, once: a part that is missing is data that was not compared. */
function missingParts(data: readonly SummaryData[]): readonly string[] {
  const all = data.flatMap((part) => part.parts)
  const count = all[0]?.[1] ?? 0
  const seen = all.map(([index]) => index)
  const missing = Array.from({ length: count }, (_, k) => k + 1).filter((index) => !seen.includes(index))
  const twice = seen.filter((index, k) => seen.indexOf(index) !== k)
  return [
    ...(all.some(([, each]) => each !== count) ? ['merge: parts of different numbers of shards'] : []),
    ...(missing.length > 0 ? [`merge: of ${count} parts these are missing: ${missing.join(', ')}`] : []),
    ...(twice.length > 0 ? [`merge: these parts are there twice: ${twice.join(', ')}`] : []),
  ]
}

/** The name of the file a shard writes. */
export function partName({ index, count }: Shard): string {
  return `shadow-part-${index + 1}-of-${count}.json`
}
