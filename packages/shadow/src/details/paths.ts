import type { Evidence, ShadowPath } from '@sluice/verdict'
import { noiseOf, totalOf } from '../judged/metrics.ts'
import type { PathCounts, Summary } from '../tally/summary.ts'

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
  const noisy = evidence.has(`shape of ${path}`)
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
