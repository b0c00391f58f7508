import { UserError } from '@sluice/action'
import { isRecord } from '@sluice/action'
import { matchingNames, patternsIn, retentionIn } from './name-rules.ts'
import { resolveArgs } from './template-args.ts'
import { readTemplateMetric, type TemplateMetric } from './template-metric.ts'
import type { Retention } from './retention.ts'

const KINDS = ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun']

/** An Argo Rollouts analysis, as far as judging needs it. */
export interface AnalysisTemplate {
  readonly name: string
  readonly metrics: readonly TemplateMetric[]
  /** Names of the metrics that are measured without counting. */
  readonly dryRun: ReadonlySet<string>
  readonly retention: readonly Retention[]
}

/**
 * Reads an AnalysisTemplate, a ClusterAnalysisTemplate or an AnalysisRun, `args` filling `{{args.name}}` over the
 * template's own values. Throws `UserError` with every problem, Argo Rollouts' own validation included.
 */
export function readTemplate(data: unknown, args: Readonly<Record<string, string>> = {}): AnalysisTemplate {
  const problems: string[] = []
  const document = isRecord(data) ? data : {}
  if (!KINDS.includes(String(document['kind']))) {
    problems.push(`kind must be one of ${KINDS.join(', ')}, got ${JSON.stringify(document['kind'] ?? null)}`)
  }
  const spec = isRecord(document['spec']) ? document['spec'] : {}
  const metrics = metricsIn(resolveArgs(spec['metrics'], spec['args'], args, problems), problems)
  const names = metrics.map((metric) => metric.spec.name)
  const dryRun = new Set(
    matchingNames(patternsIn(spec['dryRun'], 'dryRun', problems), names, 'dryRun', problems),
  )
  const retention = retentionIn(spec['measurementRetention'], problems)
  if (problems.length > 0) {
    throw new UserError('ANALYSIS_TEMPLATE', problems.join('\n'), 'Correct the template, then judge again.')
  }
  return { name: nameIn(document['metadata']), metrics, dryRun, retention }
}

function metricsIn(data: unknown, problems: string[]): readonly TemplateMetric[] {
  if (!Array.isArray(data) || data.length === 0) {
    problems.push('spec.metrics must be a list of at least one metric: no metrics specified')
    return []
  }
  const metrics = data.map((metric: unknown, i) => readTemplateMetric(metric, `spec.metrics[${i}]`, problems))
  const names = metrics.map((metric) => metric.spec.name)
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i) problems.push(`spec.metrics[${i}]: duplicate name '${name}'`)
  })
  return metrics
}

function nameIn(metadata: unknown): string {
  const name = isRecord(metadata) ? (metadata['name'] ?? metadata['generateName']) : undefined
  return typeof name === 'string' ? name : 'analysis'
}
