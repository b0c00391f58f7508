import type { Evidence, ShadowPath, ShadowSlice } from '@sluice/verdict'
import { adjustP, binomialAtLeast, clopperPearson } from '@sluice/stats'
import { isAlwaysNoisy, noiseOf, totalOf } from '../judged/metrics.ts'
import type { Discord, PathCounts, SliceCounts, Summary } from '../tally/summary.ts'

/** Paths that are listed with everything about them. */
const MOST_LISTED = 300

const ORDER: readonly ShadowPath['status'][] = ['worse', 'undecided', 'not comparable', 'within']

/** The paths that differ, worst first, and how many more there are. */
export function pathRows(
  summary: Summary,
  evidence: readonly Evidence[],
): { readonly rows: readonly ShadowPath[]; readonly omitted: number } {
  const byMetric = new Map(evidence.map((each) => [each.metric, each]))
  const rows = [...summary.paths]
    .map(([path, counts]) => pathRow(path, counts, summary, byMetric))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
        b.excess - a.excess ||
        b.rate - a.rate ||
        (a.path < b.path ? -1 : 1),
    )
  return { rows: rows.slice(0, MOST_LISTED), omitted: Math.max(0, rows.length - MOST_LISTED) }
}

function pathRow(
  path: string,
  counts: PathCounts,
  { compared, repeated }: Summary,
  evidence: ReadonlyMap<string, Evidence>,
): ShadowPath {
  const noisy = isAlwaysNoisy(counts, repeated)
  const found = evidence.get(noisy ? `shape of ${path}` : `field ${path}`)
  const n = repeated > 0 ? repeated : compared
  const events = repeated > 0 ? counts.any.candidateOnly + counts.any.both : totalOf(counts.any)
  const noise = repeated > 0 ? noiseOf(counts.any, repeated) : null
  return {
    path,
    status: statusOf(found, noisy),
    rate: n === 0 ? 0 : events / n,
    noise,
    excess: n === 0 ? 0 : events / n - (noise ?? 0),
    low: found?.effect.low ?? null,
    high: found?.effect.high ?? null,
    pairs: totalOf(counts.any),
    kinds: Object.entries(counts.kinds)
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => ({ kind, count })),
    higher: counts.higher,
    lower: counts.lower,
    examples: counts.examples.map(({ id, kind, primary, candidate }) => ({ id, kind, primary, candidate })),
  }
}

function statusOf(found: Evidence | undefined, noisy: boolean): ShadowPath['status'] {
  if (found?.finding === 'worse') return 'worse'
  if (noisy) return 'not comparable'
  return found?.finding === 'fine' ? 'within' : 'undecided'
}

/** Slices by how much more often the candidate differs there, with the false-discovery rate of the flags controlled. */
export function sliceRows(summary: Summary, confidence: number): readonly ShadowSlice[] {
  const all = [...summary.slices].sort(([a], [b]) => (a < b ? -1 : 1))
  const worst = excessTest(summary)
  const adjusted = adjustP(
    all.map(([, counts]) => worst(counts)),
    'benjamini-hochberg',
  )
  const rows = all.map(([name, counts], i) =>
    sliceRow(name, counts, confidence, (adjusted[i] ?? 1) <= 1 - confidence),
  )
  return rows.sort(
    (a, b) => Number(b.flagged) - Number(a.flagged) || b.rate - a.rate || (a.name < b.name ? -1 : 1),
  )
}

/** With repeats, McNemar's exact test in the slice; without, whether the slice differs more often than all do. */
function excessTest(summary: Summary): (counts: SliceCounts) => number {
  if (summary.repeated > 0) {
    return ({ any }) => {
      const discordant = any.candidateOnly + any.repeatOnly
      return discordant === 0 ? 1 : binomialAtLeast(any.candidateOnly, discordant, 0.5)
    }
  }
  const overall = totalOf(summary.any) / Math.max(1, summary.compared)
  return ({ any, compared }) =>
    compared === 0 || overall === 0 || overall >= 1 ? 1 : binomialAtLeast(totalOf(any), compared, overall)
}

function sliceRow(
  name: string,
  { compared, repeated, any }: SliceCounts,
  confidence: number,
  flagged: boolean,
): ShadowSlice {
  const n = repeated > 0 ? repeated : compared
  const events = repeated > 0 ? differing(any) : totalOf(any)
  const interval = n === 0 ? { low: null, high: null } : clopperPearson(events, n, confidence)
  return {
    name,
    pairs: compared,
    rate: n === 0 ? 0 : events / n,
    noise: repeated > 0 ? noiseOf(any, repeated) : null,
    low: interval.low,
    high: interval.high,
    flagged,
  }
}

function differing({ candidateOnly, both }: Discord): number {
  return candidateOnly + both
}
