import { UserError } from '@sluice/action'
import type { Arm, Evidence, EvidenceReason, Finding, MetricPolicy, Samples } from '@sluice/verdict'
import { argoValue } from '../argo/arm-value.ts'
import { judgeMetric, type JudgedMetric } from './canary-judge.ts'
import { JUDGE_TEST, type Doubt, type MetricSettings } from './classification.ts'
import type { Summary } from './descriptive.ts'
import { readMetricSettings } from './settings.ts'

const OWN_KEYS = ['strict', 'groups']
const DIRECTIONS = { higher: 'increase', lower: 'decrease', either: 'either' } as const

/**
 * Judges one metric as NetflixACAJudge labels it, each block being one point (or several, where an arm holds values).
 * Settings are those of a canary config's `canary` table and `strict` (default true). Throws `UserError` for bad ones.
 */
export function judgeKayenta(metric: MetricPolicy, samples: Samples): Evidence {
  const { settings, strict } = readKayentaSettings(metric)
  const control = seriesOf(samples.blocks.map((block) => block.baseline))
  const experiment = seriesOf(samples.blocks.map((block) => block.candidate))
  if (control === undefined || experiment === undefined) return evidenceOf(metric, samples, WRONG)
  const judged = judgeMetric({ name: metric.name, groups: [], settings }, { control, experiment }, strict)
  return evidenceOf(metric, samples, { judged, ...conclusionOf(judged) })
}

/** The settings of one metric; the direction follows `worse` unless it is given. Throws `UserError`. */
export function readKayentaSettings(metric: MetricPolicy): { settings: MetricSettings; strict: boolean } {
  const given = metric.settings ?? {}
  const problems: string[] = []
  const table = Object.fromEntries(Object.entries(given).filter(([key]) => !OWN_KEYS.includes(key)))
  const strict = given['strict'] !== false
  const settings = readMetricSettings(
    { direction: DIRECTIONS[metric.worse], ...table },
    'settings',
    strict ? problems : undefined,
  )
  if (problems.length > 0) {
    const hint = 'Correct the settings of this metric, or set strict: false to read them as Kayenta does.'
    throw new UserError(
      'KAYENTA_SETTINGS',
      problems.map((problem) => `metric ${metric.name}: ${problem}`).join('\n'),
      hint,
    )
  }
  return { settings, strict }
}

/** The points of one arm, an absent one being NaN; `undefined` where an arm holds no points at all (histograms). */
export function seriesOf(arms: readonly Arm[]): readonly number[] | undefined {
  if (arms.some((arm) => argoValue(arm).kind === 'wrong')) return undefined
  return arms.flatMap(pointsOf)
}

function pointsOf(arm: Arm): number | readonly number[] {
  if (arm.kind === 'values') return arm.values
  const value = argoValue(arm)
  return value.kind === 'value' ? value.value : NaN
}

interface Conclusion {
  readonly judged?: JudgedMetric
  readonly finding: Finding
  readonly reason: EvidenceReason
}

const WRONG: Conclusion = { finding: 'unknown', reason: 'wrong_samples' }
const DOUBTS: Readonly<Record<Doubt, EvidenceReason>> = {
  infinite: 'infinite',
  too_few: 'too_few_trials',
  zero_baseline: 'not_comparable',
}

function conclusionOf({ label, doubt }: JudgedMetric): { finding: Finding; reason: EvidenceReason } {
  switch (label) {
    case 'Pass':
      return { finding: 'fine', reason: 'within_margin' }
    case 'High':
    case 'Low':
      return { finding: 'worse', reason: 'regression' }
    case 'NodataFailMetric':
      return { finding: 'worse', reason: 'no_data' }
    case 'Nodata':
      return { finding: 'unknown', reason: 'no_data' }
    case 'Error':
      return { finding: 'unknown', reason: 'judge_error' }
    case 'Unknown':
      return { finding: 'unknown', reason: doubt === undefined ? 'judge_error' : DOUBTS[doubt] }
  }
}

function evidenceOf(
  metric: MetricPolicy,
  samples: Samples,
  { judged, finding, reason }: Conclusion,
): Evidence {
  const shift = judged?.shift
  return {
    metric: metric.name,
    finding,
    reason,
    scale: 'difference',
    effect: { estimate: finite(shift?.estimate), low: finite(shift?.low), high: finite(shift?.high) },
    margin: null,
    unit: metric.unit ?? '',
    confidence: JUDGE_TEST.confidence,
    observed: { baseline: observed(judged?.control), candidate: observed(judged?.experiment) },
    judge: 'kayenta',
    critical: metric.critical && judged?.muted !== true,
    notes:
      judged === undefined
        ? []
        : [`Kayenta's label: ${judged.label}${judged.reason ? `, ${judged.reason}` : ''}.`],
    policy: metric,
    samples,
  }
}

function observed(summary: Summary | undefined): { trials: number; value: number | null } {
  if (summary === undefined || summary.count === 0) return { trials: 0, value: null }
  return { trials: summary.count, value: finite(summary.mean) }
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null
}
