import { UserError, isRecord } from '@sluice/action'
import { matchingNames, patternsIn, retentionIn } from './name-rules.ts'
import { readTemplateMetric, type TemplateMetric } from './template-metric.ts'
import type { Retention } from './retention.ts'

const KINDS = ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun']

const FLAGGER: ReadonlySet<unknown> = new Set(['Canary', 'MetricTemplate'])

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
    problems.push(
      `kind must be one of ${KINDS.join(', ')}, got ${JSON.stringify(document['kind'] ?? null)}${FLAGGER.has(document['kind']) ? '. `sluice import` reads Flagger' : ''}`,
    )
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

const PLACE = /\{\{\s*args\.([\w.-]+)\s*\}\}/g

/** `data` with every `{{args.name}}` in its texts replaced; a name without a value is noted as a problem. */
function resolveArgs(
  data: unknown,
  declared: unknown,
  given: Readonly<Record<string, string>>,
  problems: string[],
): unknown {
  const values = new Map([...declaredValues(declared), ...Object.entries(given)])
  const missing = new Set<string>()
  const resolved = replaceIn(data, (name) => {
    const value = values.get(name)
    if (value === undefined) missing.add(name)
    return value ?? ''
  })
  for (const name of missing)
    problems.push(`{{args.${name}}} has no value: give one with --arg ${name}=VALUE`)
  return resolved
}

function declaredValues(declared: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(declared)) return []
  return declared.flatMap((arg: unknown) => {
    const { name, value } = isRecord(arg) ? arg : {}
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return typeof name === 'string' && plain ? [[name, String(value)] as const] : []
  })
}

function replaceIn(data: unknown, valueOf: (name: string) => string): unknown {
  if (typeof data === 'string') return data.replace(PLACE, (_, name: string) => valueOf(name))
  if (Array.isArray(data)) return data.map((item: unknown) => replaceIn(item, valueOf))
  if (!isRecord(data)) return data
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, replaceIn(item, valueOf)]))
}
