import type { NoiseMode } from '../comparison.ts'
import type { PairedCounts } from '../tally/paired-counts.ts'
import type { PathCounts, ShadowSummary } from '../tally/summary.ts'
import { causesOf } from './causes.ts'
import { shareArm } from './arms.ts'
import { budgetMetric, differenceMetric, type Metric } from './metric.ts'
import { isAlwaysNoisy } from './noise.ts'
import { sizeMetrics } from './size-metric.ts'
import type { ShadowSettings } from './settings.ts'

/** Every path that ever differed, those that tell most first, and the bound that all others share. */
export function pathMetrics(
  summary: ShadowSummary,
  noise: NoiseMode,
  settings: ShadowSettings,
): readonly Metric[] {
  const leads = causesOf(summary, () => false).flatMap(({ fields }) => fields.map(({ path }) => path))
  const place = new Map(leads.map((path, k) => [path, k]))
  const placeOf = (path: string): number => place.get(path) ?? leads.length
  const paths = [...summary.paths].sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
  const steady = shareArm(0, summary.compared)
  return [
    ...paths.flatMap(([path, counts]) => metricsAt(path, counts, summary, noise, settings)),
    ...crowdedPlaces(summary).map(([place, differed]) =>
      differenceMetric(`anything in ${place}`, differed, summary, noise, settings),
    ),
    // Paths that no arm ever changed share one bound: no difference in n pairs.
    budgetMetric('fields that never differed', steady, settings, settings.maxDifferenceRate),
  ]
}

function metricsAt(
  path: string,
  counts: PathCounts,
  summary: ShadowSummary,
  noise: NoiseMode,
  settings: ShadowSettings,
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

/** More places than this inside one are named after data, such as ids or dates, not after what they mean. */
const CROWD = 256

/** The last step of a place as it is written: `.key`, `["odd key"]`, `[*]`, or a key at the top. */
const LAST = /(?:\.[^.[\]"]+|\[(?:\*|"(?:[^"\\]|\\.)*")\]|^[^.[\]"]+)$/

/**
 * Objects and arrays in which so many places differ that each of them comes up in few pairs: what differs there is judged
 * together, for place by place all of it could be wrong and each place within its budget.
 */
function crowdedPlaces({ paths, within }: ShadowSummary): readonly (readonly [string, PairedCounts])[] {
  const inside = new Map<string, number>()
  for (const place of new Set([...paths.keys(), ...within.keys()])) {
    const around = aroundOf(place)
    if (around !== undefined) inside.set(around, (inside.get(around) ?? 0) + 1)
  }
  return [...within]
    .filter(([place]) => (inside.get(place) ?? 0) > CROWD)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

function aroundOf(place: string): string | undefined {
  if (place === '$') return undefined
  const step = LAST.exec(place)
  return step === null ? undefined : place.slice(0, step.index) || '$'
}
