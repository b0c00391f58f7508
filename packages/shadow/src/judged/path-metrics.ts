import type { NoiseMode } from '../comparison.ts'
import type { PathCounts, Summary } from '../tally/summary.ts'
import { shareArm } from './arms.ts'
import { budgetMetric, differenceMetric, type Metric } from './metric.ts'
import { crowdedPlaces } from './crowded.ts'
import { isAlwaysNoisy } from './noise.ts'
import { sizeMetrics } from './size-metric.ts'
import type { Settings } from './settings.ts'

/** Every path that ever differed, in order, and the bound that all others share. */
export function pathMetrics(summary: Summary, noise: NoiseMode, settings: Settings): readonly Metric[] {
  const paths = [...summary.paths].sort(([a], [b]) => (a < b ? -1 : 1))
  const steady = shareArm(0, summary.compared)
  return [
    ...paths.flatMap(([path, counts]) => metricsAt(path, counts, summary, noise, settings)),
    ...crowdedPlaces(summary).map(([place, discord]) =>
      differenceMetric(`anything in ${place}`, discord, summary, noise, settings),
    ),
    // Paths that no arm ever changed share one bound: no difference in n pairs.
    budgetMetric('fields that never differed', steady, settings, settings.maxDifferenceRate),
  ]
}

function metricsAt(
  path: string,
  counts: PathCounts,
  summary: Summary,
  noise: NoiseMode,
  settings: Settings,
): readonly Metric[] {
  if (noise !== 'paired' || !isAlwaysNoisy(counts, summary.repeated))
    return [differenceMetric(`field ${path}`, counts.any, summary, noise, settings)]
  const shape = differenceMetric(`shape of ${path}`, counts.shape, summary, noise, settings)
  return [shape, ...sizeMetrics(path, summary.sizes.get(path), settings)]
}

/** By what a path can be judged, and how the names of those metrics begin. */
const JUDGED_BY = [
  ['value', 'field '],
  ['shape', 'shape of '],
  ['distribution', 'distribution of '],
  ['length', 'length of '],
] as const

/** The metrics that the judge may know of one path, by what they judge it by. */
export function metricsOfPath(path: string): readonly { readonly by: string; readonly metric: string }[] {
  return JUDGED_BY.map(([by, begin]) => ({ by, metric: begin + path }))
}

/** Whether the report's own table of fields tells a metric, so that the table of metrics need not. */
export function isField(metric: string): boolean {
  return JUDGED_BY.some(([, begin]) => metric.startsWith(begin))
}
