import type { Block, MetricPolicy, Samples } from '@sluice/verdict'
import type { Comparison, NoiseMode } from '../comparison.ts'
import type { Requirement } from '../requirements.ts'
import type { Discord, PathCounts, Summary } from '../tally/summary.ts'
import { shareArm } from './arms.ts'
import { modelMetrics } from './model-metrics.ts'
import { requirementMetrics } from './requirement-metrics.ts'

/** How the counts are judged. Rates are shares between 0 and 1. */
export interface Settings {
  readonly confidence: number
  /** Largest tolerated rate of differences at one path, beyond noise. */
  readonly maxDifferenceRate: number
  readonly requirements: readonly Requirement[]
  readonly window: { readonly from: number; readonly to: number }
}

export interface Metric {
  readonly policy: MetricPolicy
  readonly samples: Samples
}

/** From this share of noise on, equal values are the exception and say nothing. */
export const ALWAYS_NOISY = 0.9
/** Fewer repeats than this do not call a path always noisy. */
const ENOUGH_REPEATS = 20

/** Tells the judge that it counts differences, for the words of its reasons. */
const DIFFERENCES = { counts: 'differences' } as const

/** The noise at a path: how often the primary's own repeat differed. */
export function noiseOf({ repeatOnly, both }: Discord, repeated: number): number {
  return repeated === 0 ? 0 : (repeatOnly + both) / repeated
}

/** Whether a path differs so often by itself that only its shape can be compared. */
export function isAlwaysNoisy(counts: PathCounts, repeated: number): boolean {
  return repeated >= ENOUGH_REPEATS && noiseOf(counts.any, repeated) >= ALWAYS_NOISY
}

/** Everything that decides, as policies with their samples: paths, what never differed, requirements, models. */
export function metricsOf(summary: Summary, comparison: Comparison, settings: Settings): readonly Metric[] {
  const paths = [...summary.paths].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...paths.map(([path, counts]) => pathMetric(path, counts, summary, comparison.noise, settings)),
    steadyMetric(summary, settings),
    ...modelMetrics(summary, comparison, settings),
    ...requirementMetrics(summary, settings),
  ]
}

function pathMetric(
  path: string,
  counts: PathCounts,
  { compared, repeated }: Summary,
  noise: NoiseMode,
  settings: Settings,
): Metric {
  const name = `field ${path}`
  if (noise === 'none' || repeated === 0) return budgetMetric(name, totalOf(counts.any), compared, settings)
  if (noise === 'diffy') return pairedMetric(name, counts.any, repeated, settings, 'diffy')
  if (!isAlwaysNoisy(counts, repeated)) return pairedMetric(name, counts.any, repeated, settings)
  return pairedMetric(`shape of ${path}`, counts.shape, repeated, settings)
}

/** Paths that no arm ever changed share one bound: no difference in n pairs. */
function steadyMetric({ compared, repeated }: Summary, settings: Settings): Metric {
  return budgetMetric('fields that never differed', 0, repeated === 0 ? compared : repeated, settings)
}

export function totalOf({ candidateOnly, both, alone }: Discord): number {
  return candidateOnly + both + alone
}

export function pairedMetric(
  name: string,
  counts: Discord,
  n: number,
  settings: Settings,
  test: 'difference' | 'diffy' = 'difference',
): Metric {
  const block = {
    baseline: shareArm(counts.repeatOnly + counts.both, n),
    candidate: shareArm(counts.candidateOnly + counts.both, n),
    paired: { candidateOnly: counts.candidateOnly, baselineOnly: counts.repeatOnly },
  }
  return metric({ name, margin: settings.maxDifferenceRate, test, settings: DIFFERENCES }, block, settings)
}

export function budgetMetric(
  name: string,
  events: number,
  n: number,
  settings: Settings,
  margin = settings.maxDifferenceRate,
): Metric {
  const block = {
    baseline: { kind: 'absent', absence: 'not_observed' } as const,
    candidate: shareArm(events, n),
  }
  return metric({ name, margin, test: 'budget' }, block, settings)
}

/** A metric with one block, which is what a comparison that is looked at once has. */
export function metric(
  asked: {
    readonly name: string
    readonly margin: number
    readonly test: string
    readonly kind?: MetricPolicy['kind']
    readonly quantile?: number
    readonly ofBaseline?: boolean
    readonly critical?: boolean
    readonly unit?: string
    readonly settings?: Readonly<Record<string, unknown>>
  },
  arms: Pick<Block, 'baseline' | 'candidate' | 'paired'>,
  { window }: Pick<Settings, 'window'>,
): Metric {
  return {
    policy: {
      name: asked.name,
      kind: asked.kind ?? 'proportion',
      worse: 'higher',
      margin: { value: asked.margin, of: asked.ofBaseline === true ? 'baseline' : 'unit' },
      critical: asked.critical ?? true,
      weight: 1,
      judge: 'paired',
      ...(asked.quantile === undefined ? {} : { quantile: asked.quantile }),
      ...(asked.unit === undefined ? {} : { unit: asked.unit }),
      settings: { test: asked.test, ...asked.settings },
    },
    samples: { metric: asked.name, blocks: [{ ...window, weight: 100, ...arms }] },
  }
}
