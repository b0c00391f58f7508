import type { Evidence, ShadowPath } from '@sluice/verdict'
import { noiseOf } from '../judged/noise.ts'
import { metricsOfPath } from '../judged/path-metrics.ts'
import { differing } from '../tally/paired-counts.ts'
import type { PathCounts, ShadowSummary } from '../tally/summary.ts'

/** Paths that are listed with everything about them. */
const MOST_LISTED = 300

const ORDER: readonly ShadowPath['status'][] = ['worse', 'undecided', 'not comparable', 'within']

/** The paths that differ, worst first, and how many more there are. */
export function pathRows(
  summary: ShadowSummary,
  evidence: readonly Evidence[],
): { readonly rows: readonly ShadowPath[]; readonly omitted: number } {
  const byMetric = new Map(evidence.map((each) => [each.metric, each]))
  // Evidence is in the order of what explains most.
  const places = new Map(evidence.map(({ metric }, k) => [metric, k]))
  const placeOf = ({ path }: ShadowPath): number =>
    Math.min(...metricsOfPath(path).map(({ metric }) => places.get(metric) ?? evidence.length))
  const rows = [...summary.paths]
    .map(([path, counts]) => pathRow(path, counts, summary, byMetric))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
        b.excess - a.excess ||
        b.rate - a.rate ||
        placeOf(a) - placeOf(b) ||
        (a.path < b.path ? -1 : 1),
    )
  return { rows: rows.slice(0, MOST_LISTED), omitted: Math.max(0, rows.length - MOST_LISTED) }
}

function pathRow(
  path: string,
  counts: PathCounts,
  { compared, repeated }: ShadowSummary,
  evidence: ReadonlyMap<string, Evidence>,
): ShadowPath {
  const found = metricsOfPath(path).flatMap(({ by, metric }) => {
    const judged = evidence.get(metric)
    return judged === undefined ? [] : [{ by, judged }]
  })
  const telling = found.find(({ judged }) => judged.finding === 'worse') ?? found[0]
  const noisy = found.every(({ by }) => by !== 'value')
  const { estimate = null, low = null, high = null } = telling?.judged.effect ?? {}
  const needed = Math.max(0, ...found.map(({ judged }) => judged.needed ?? 0))
  const rate = compared === 0 ? 0 : differing(counts.any) / compared
  return {
    path,
    status: statusOf(telling?.judged, noisy),
    rate,
    noise: repeated > 0 ? noiseOf(counts.any, repeated) : null,
    // What was judged: of a path that is not comparable by value how often its shape differs, or how far its sizes lie apart.
    excess: estimate ?? rate,
    low,
    high,
    pairs: differing(counts.any),
    kinds: Object.entries(counts.kinds)
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => ({ kind, count })),
    higher: counts.higher,
    lower: counts.lower,
    // What may be noise is an example only where there is nothing else.
    examples: counts.examples
      .filter((example) => noisy || !example.noisy)
      .map(({ id, kind, primary, candidate }) => ({ id, kind, primary, candidate })),
    ...(needed > 0 ? { needed } : {}),
    ...(telling === undefined ? {} : { by: telling.by }),
  }
}

function statusOf(found: Evidence | undefined, noisy: boolean): ShadowPath['status'] {
  if (found?.finding === 'worse') return 'worse'
  if (noisy) return 'not comparable'
  return found?.finding === 'fine' ? 'within' : 'undecided'
}
