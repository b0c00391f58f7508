import { UserError } from '@sluice/action'
import { isRecord } from '@sluice/action'
import type { MetricSettings } from './classification.ts'
import { USUAL_THRESHOLDS, type ScoreThresholds } from './score-class.ts'
import { readMetricSettings } from './settings.ts'
import type { GroupWeights } from './weighted-sum.ts'

/** One metric of a canary config. */
export interface CanaryMetric {
  readonly name: string
  readonly groups: readonly string[]
  readonly settings: MetricSettings
  /** The `canary` table the settings were read from, as it was given. */
  readonly given: Readonly<Record<string, unknown>>
}

/** A Kayenta canary config, as far as judging needs it. */
export interface CanaryConfig {
  readonly name: string
  readonly metrics: readonly CanaryMetric[]
  readonly weights: GroupWeights
  readonly thresholds: ScoreThresholds
}

/**
 * Reads a canary config. Missing score thresholds take `fallback`. Compatible reading takes defaults for words it does
 * not know, as Kayenta does; strict reading refuses them. Throws `UserError` with every problem.
 */
export function readCanaryConfig(
  data: unknown,
  strict: boolean,
  fallback: ScoreThresholds = USUAL_THRESHOLDS,
): CanaryConfig {
  const problems: string[] = []
  const config = isRecord(data) ? data : {}
  const classifier = isRecord(config['classifier']) ? config['classifier'] : {}
  const metrics = readMetrics(config['metrics'], strict, problems)
  const weights = readWeights(classifier['groupWeights'], strict, problems)
  const thresholds = readThresholds(classifier['scoreThresholds'], fallback, problems)
  if (problems.length > 0) {
    throw new UserError('CANARY_CONFIG', problems.join('\n'), 'Correct the canary config, then judge again.')
  }
  return {
    name: typeof config['name'] === 'string' ? config['name'] : 'canary',
    metrics,
    weights,
    thresholds,
  }
}

function readMetrics(data: unknown, strict: boolean, problems: string[]): readonly CanaryMetric[] {
  if (!Array.isArray(data) || data.length === 0) {
    problems.push('metrics must be a list of at least one metric')
    return []
  }
  const metrics = data.map((metric: unknown, i) => readMetric(metric, `metrics[${i}]`, strict, problems))
  const names = metrics.map((metric) => metric.name)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  if (twice.length > 0) problems.push(`metrics must have names of their own, got twice: ${twice.join(', ')}`)
  return metrics
}

function readMetric(data: unknown, path: string, strict: boolean, problems: string[]): CanaryMetric {
  const metric = isRecord(data) ? data : {}
  const name = metric['name']
  if (typeof name !== 'string' || name === '') problems.push(`${path}.name must be text`)
  const groups = metric['groups']
  const named = Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : []
  if (named.length === 0)
    problems.push(`${path}.groups must name at least one group: no other metric is scored`)
  const configurations = isRecord(metric['analysisConfigurations']) ? metric['analysisConfigurations'] : {}
  const at = `${path}.analysisConfigurations.canary`
  const settings = readMetricSettings(configurations['canary'], at, strict ? problems : undefined)
  const given = isRecord(configurations['canary']) ? configurations['canary'] : {}
  return { name: String(name), groups: named, settings, given }
}

function readWeights(data: unknown, strict: boolean, problems: string[]): GroupWeights {
  const weights = new Map<string, number>()
  if (data === undefined || data === null) return weights
  const given = isRecord(data) ? Object.entries(data) : []
  if (!isRecord(data)) problems.push('classifier.groupWeights must be a mapping of groups to numbers')
  for (const [group, weight] of given) {
    if (typeof weight === 'number' && Number.isFinite(weight)) weights.set(group, weight)
    else problems.push(`classifier.groupWeights.${group} must be a number, got ${JSON.stringify(weight)}`)
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const fair = total <= 100 && [...weights.values()].every((weight) => weight >= 0)
  if (strict && !fair)
    problems.push(`classifier.groupWeights must be at least 0 and at most 100 together, got ${total}`)
  return weights
}

function readThresholds(data: unknown, fallback: ScoreThresholds, problems: string[]): ScoreThresholds {
  if (data === undefined || data === null) return fallback
  const given = isRecord(data) ? data : {}
  const { pass = fallback.pass, marginal = fallback.marginal } = given
  if (typeof pass === 'number' && typeof marginal === 'number' && marginal <= pass) return { pass, marginal }
  problems.push(
    `classifier.scoreThresholds must be numbers, marginal at most pass, got ${JSON.stringify(data)}`,
  )
  return fallback
}
