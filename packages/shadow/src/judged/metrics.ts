import type { Comparison } from '../comparison.ts'
import type { Summary } from '../tally/summary.ts'
import type { Metric } from './metric.ts'
import type { Settings } from './settings.ts'
import { modelMetrics } from './model-metrics.ts'
import { pathMetrics } from './path-metrics.ts'
import { requirementMetrics } from './requirement-metrics.ts'

/** Everything that decides, as policies with their samples: paths, what never differed, requirements, models. */
export function metricsOf(summary: Summary, comparison: Comparison, settings: Settings): readonly Metric[] {
  return [
    ...pathMetrics(summary, comparison.noise, settings),
    ...modelMetrics(summary, comparison, settings),
    ...requirementMetrics(summary, settings),
  ]
}
