import { adjustP, binomialAtLeast, clopperPearson, fisherExact } from '@sluice/stats'
import type { ShadowSlice } from '@sluice/verdict'
import { isAlwaysNoisy, noiseOf } from '../judged/noise.ts'
import { differing, noisy, type PairedCounts } from '../tally/paired-counts.ts'
import type { SliceCounts, ShadowSummary } from '../tally/summary.ts'

/** Slices that are listed. */
const MOST_LISTED = 200

interface Cell {
  readonly name: string
  readonly path: string
  readonly counts: SliceCounts
  readonly differed: PairedCounts
  readonly p: number
}

/**
 * Where differences gather: for each slice the field that stands out most there. Every slice is tested at every field
 * that can be compared, and the share of false flags among the flagged is kept below the level (Benjamini-Hochberg).
 */
export function sliceRows(summary: ShadowSummary, confidence: number): readonly ShadowSlice[] {
  const cells = [...summary.slices].flatMap(([name, counts]) => cellsOf(name, counts, summary))
  const adjusted = adjustP(
    cells.map(({ p }) => p),
    'benjamini-hochberg',
  )
  const rows = cells.map((cell, i) => ({ cell, flagged: (adjusted[i] ?? 1) <= 1 - confidence }))
  rows.sort(
    (a, b) =>
      a.cell.p - b.cell.p || excessOf(b.cell) - excessOf(a.cell) || (keyOf(a.cell) < keyOf(b.cell) ? -1 : 1),
  )
  const told = new Set<string>()
  const first = rows.filter(({ cell, flagged }) => {
    const isFirst = !told.has(cell.name)
    told.add(cell.name)
    return isFirst || flagged
  })
  return first.slice(0, MOST_LISTED).map(({ cell, flagged }) => rowOf(cell, flagged, confidence))
}

function cellsOf(name: string, counts: SliceCounts, summary: ShadowSummary): readonly Cell[] {
  return [...counts.paths].flatMap(([path, differed]) => {
    const whole = summary.paths.get(path)
    if (whole === undefined || isAlwaysNoisy(whole, summary.repeated)) return []
    return [{ name, path, counts, differed, p: pOf(counts, differed, summary, whole.any) }]
  })
}

/**
 * Whether the field differs more often here than in the rest, by Fisher's exact test. With repeats only what they do not
 * share counts, and it must be more than noise here: McNemar's exact test, or Fisher's where not every pair has one.
 */
function pOf(
  counts: SliceCounts,
  differed: PairedCounts,
  summary: Pick<ShadowSummary, 'compared' | 'repeated'>,
  everywhere: PairedCounts,
): number {
  const { compared, repeated } = counts
  const rest = summary.compared - compared
  if (compared === 0 || rest <= 0) return 1
  const [here, all] = [differed, everywhere].map((each) => differing(each) - each.both)
  const gathers = fisherExact(here ?? 0, compared, (all ?? 0) - (here ?? 0), rest, 'greater')
  if (summary.repeated === 0) return gathers
  if (repeated === 0) return 1
  const discordant = differed.candidateOnly + differed.repeatOnly
  const beyondNoise =
    repeated < compared
      ? fisherExact(differing(differed), compared, noisy(differed), repeated, 'greater')
      : discordant === 0
        ? 1
        : binomialAtLeast(differed.candidateOnly, discordant, 0.5)
  return Math.max(gathers, beyondNoise)
}

function rowOf({ name, path, counts, differed }: Cell, flagged: boolean, confidence: number): ShadowSlice {
  const { compared, repeated } = counts
  return {
    name,
    path: path || '$',
    pairs: compared,
    rate: rateOf(counts, differed),
    // Each bound holds by itself, as those of whole fields do.
    ...(compared === 0 ? {} : clopperPearson(differing(differed), compared, 2 * confidence - 1)),
    noise: repeated > 0 ? noiseOf(differed, repeated) : null,
    flagged,
  }
}

function rateOf({ compared }: SliceCounts, differed: PairedCounts): number {
  return differing(differed) / Math.max(1, compared)
}

function excessOf({ counts, differed }: Cell): number {
  return rateOf(counts, differed) - noiseOf(differed, counts.repeated)
}

function keyOf({ name, path }: Cell): string {
  return `${name} ${path}`
}
