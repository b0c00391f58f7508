import type { CanaryConfig, CanaryMetric } from './canary-config.ts'
import { JUDGE_TEST, type MetricClassification, type MetricSettings } from './classification.ts'
import { classifyCompatible } from './compatible-classifier.ts'
import { summarise, type Summary } from './descriptive.ts'
import { TiedObservations } from './mann-whitney.ts'
import { handleMissing } from './missing.ts'
import { interquartile, removeOutliers } from './outliers.ts'
import { classifyScore, type ScoreClass } from './score-class.ts'
import { classifyStrict } from './strict-classifier.ts'
import { strictScore } from './strict-score.ts'
import { weightedSum, type Score, type ScoredMetric } from './weighted-sum.ts'

/** The two arms side by side, which need not be equally long. */
export interface MetricSetPair {
  readonly control: readonly number[]
  readonly experiment: readonly number[]
}

/** One metric, judged: its label, and what each arm held when it was compared. */
export interface JudgedMetric extends MetricClassification {
  readonly name: string
  readonly groups: readonly string[]
  readonly muted: boolean
  readonly control: Summary
  readonly experiment: Summary
}

export interface CanaryJudgement extends Score {
  readonly classification: ScoreClass
  readonly metrics: readonly JudgedMetric[]
}

/** Series per metric name. A metric without one counts as having no points. */
export type CanaryData = ReadonlyMap<string, MetricSetPair>

/**
 * NetflixACAJudge: labels every metric, scores the groups and classifies the score. `strict` repairs its known faults,
 * each named in docs/kayenta.md.
 */
export function judgeCanary(config: CanaryConfig, data: CanaryData, strict: boolean): CanaryJudgement {
  const metrics = config.metrics.map((metric) => judgeMetric(metric, data.get(metric.name), strict))
  const scored = metrics.filter((metric) => !metric.muted).map(asScored)
  if (strict) return { ...strictScore(scored, config.weights, config.thresholds), metrics }
  const score = weightedSum(scored, config.weights)
  return { ...score, classification: classifyScore(score.score, config.thresholds), metrics }
}

/** Cleans and labels one metric, in Kayenta's order: NaN, outliers, statistics, classification. */
export function judgeMetric(
  { name, groups, settings }: Pick<CanaryMetric, 'name' | 'groups' | 'settings'>,
  pair: MetricSetPair | undefined,
  strict: boolean,
): JudgedMetric {
  const control = cleaned(pair?.control ?? [], settings, strict)
  const experiment = cleaned(pair?.experiment ?? [], settings, strict)
  return {
    name,
    groups,
    muted: settings.muted,
    control: summarise(control),
    experiment: summarise(experiment),
    ...classify(control, experiment, settings, strict, name),
  }
}

function classify(
  control: readonly number[],
  experiment: readonly number[],
  settings: MetricSettings,
  strict: boolean,
  name: string,
): MetricClassification {
  if (strict) return classifyStrict(control, experiment, settings, JUDGE_TEST)
  try {
    return classifyCompatible(control, experiment, settings, JUDGE_TEST, name)
  } catch (error) {
    if (!(error instanceof TiedObservations)) throw error
    return { label: 'Error', reason: 'Metric Classification Failed', deviation: NaN, critical: false }
  }
}

// Strictly, replacing NaN by zero fills gaps (it does not make a series out of nothing), and no infinity is an outlier.
function cleaned(values: readonly number[], settings: MetricSettings, strict: boolean): readonly number[] {
  if (strict && values.every(Number.isNaN)) return []
  const present = handleMissing(values, settings.nanStrategy)
  if (settings.outlierFactor === undefined || (strict && !present.every(Number.isFinite))) return present
  return removeOutliers(present, interquartile(settings.outlierFactor, true))
}

function asScored({ name, label, groups, critical, reason }: JudgedMetric): ScoredMetric {
  return { name, label, groups, critical, ...(reason === undefined ? {} : { reason }) }
}
