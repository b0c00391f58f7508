import type { Comparison } from '../comparison.ts'
import type { ShadowSummary } from '../tally/summary.ts'
import type { Metric } from './metric.ts'
import type { ShadowSettings } from './settings.ts'
import { modelMetrics } from './model-metrics.ts'
import { pathMetrics } from './path-metrics.ts'
import { requirementMetrics } from './requirement-metrics.ts'

/** Everything that decides, as policies with their samples: paths, what never differed, requirements, models. */
export function metricsOf(
  summary: ShadowSummary,
  comparison: Comparison,
  settings: ShadowSettings,
): readonly Metric[] {
  return [
    ...pathMetrics(summary, comparison.noise, settings),
    ...modelMetrics(summary, comparison, settings),
    ...requirementMetrics(summary, settings),
  ]
}
