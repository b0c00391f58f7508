import { Unacceptable, yamlOf, type Field } from '@sluice/action'
import { told } from '@sluice/schema'
import type { MetricPolicy } from '@sluice/verdict'
import type { Judges } from '../registry.ts'
import { parseMetric, type MetricTexts } from './parse-metric.ts'

/** The metrics of an analysis: how each is judged, and how each is fetched, in the same order. */
export interface ParsedMetrics {
  readonly policies: readonly MetricPolicy[]
  readonly queries: readonly MetricTexts[]
}

/** Reads a list of metrics that may name any of these judges. Throws `Unacceptable` with a line for every problem, unknown and repeated names included. */
export function parseMetricsWith(judges: Judges, data: unknown): ParsedMetrics {
  if (!Array.isArray(data) || data.length === 0)
    throw new Unacceptable(`must be a list of metrics, got ${told(data)}`)
  const problems: string[] = []
  const parsed = data.map((each, i) => parseMetric(judges, each, i + 1, problems))
  const names = parsed.flatMap((each) => (each === undefined ? [] : [each.query.name]))
  const repeated = new Set(names.filter((name, i) => names.indexOf(name) !== i))
  for (const name of repeated) problems.push(`${name}: name must be unique, got it twice`)
  if (problems.length > 0)
    throw new Unacceptable(`must be a list of metrics:\n${problems.map((p) => `  ${p}`).join('\n')}`)
  const whole = parsed.filter((each) => each !== undefined)
  return { policies: whole.map(({ policy }) => policy), queries: whole.map(({ query }) => query) }
}

/** The `metrics` input of an action whose metrics may name any of these judges. */
export function metricsFieldWith(judges: Judges): Field<ParsedMetrics> {
  return yamlOf('a list of metrics', (data) => parseMetricsWith(judges, data))
}
