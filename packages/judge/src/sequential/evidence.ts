import type { Evidence, EvidenceReason, FailWhen, Finding, Policy, Samples } from '@sluice/verdict'
import { alphaOf } from './budget.ts'
import { marginEffect } from './change-test.ts'
import { scaleOf } from './kind.ts'
import type { MetricProcess } from './metric-process.ts'

/** What was found about one metric, and why. */
export interface Ruling {
  readonly finding: Finding
  readonly reason: EvidenceReason
  readonly note?: string
}

/** The reason of a fail under each rule. */
export const FAIL_REASONS: Readonly<Record<FailWhen, EvidenceReason>> = {
  'beyond-margin': 'beyond_margin',
  'any-regression': 'regression',
  'certainly-beyond-margin': 'certainly_beyond_margin',
}

/** The reason of a metric that failed at this look. */
export function failReason(process: MetricProcess, failWhen: FailWhen): EvidenceReason {
  return process.about() === 'limit' ? 'limit_exceeded' : FAIL_REASONS[failWhen]
}

/** Why a metric is still open at this look. */
export function openReason(process: MetricProcess, policy: Policy): EvidenceReason {
  if (process.used() === 0) return process.missing().at(-1) ?? 'no_data'
  const pass = process.pass(true)
  if (pass.blocked !== undefined) return pass.blocked
  return pass.logE >= -Math.log(alphaOf(policy)) ? 'too_few_trials' : 'more_trials_needed'
}

/** The evidence of one metric as it stands at this look. */
export function evidenceOf(
  process: MetricProcess,
  policy: Policy,
  samples: Samples | undefined,
  ruling: Ruling,
): Evidence {
  const { metric } = process
  const alpha = alphaOf(policy)
  const track = ruling.finding === 'worse' ? process.loudest() : process.current()
  const needed = ruling.finding === 'unknown' ? neededBy(process, policy) : undefined
  const notes = [...(ruling.note === undefined ? [] : [ruling.note]), ...lost(process), ...track.notes()]
  return {
    metric: metric.name,
    finding: ruling.finding,
    reason: ruling.reason,
    scale: scaleOf(metric),
    effect: track.effect(alpha),
    margin: marginEffect(metric.margin, metric.worse === 'lower' ? -1 : 1),
    unit: metric.unit ?? '',
    confidence: policy.confidence,
    observed: track.observed(),
    ...(needed === undefined ? {} : { needed }),
    judge: 'sequential',
    critical: metric.critical,
    ...(notes.length === 0 ? {} : { notes }),
    logE: { fail: process.fail(true).all, pass: process.pass(true).logE },
    ...(metric.units === undefined ? { noise: process.learned ? 'learned' : 'presumed' } : {}),
    policy: metric,
    samples: samples ?? { metric: metric.name, blocks: [] },
  }
}

function neededBy(process: MetricProcess, policy: Policy): number | undefined {
  const track = process.current()
  const needed = track.needed(alphaOf(policy))
  const trials = track.candidateTrials()
  if (needed === undefined || trials === null || trials === 0) return needed
  const { baseline, candidate } = track.observed()
  const all = candidate.trials + baseline.trials
  return Math.max(needed, Math.ceil(((policy.minTrials - trials) * all) / candidate.trials))
}

function lost(process: MetricProcess): readonly string[] {
  const missing = process.missing()
  if (missing.length === 0) return []
  const kinds = [...new Set(missing)].map(
    (reason) => `${reason} ${missing.filter((each) => each === reason).length}`,
  )
  const all = missing.length + process.used()
  return [`${missing.length} of ${all} intervals could not be used: ${kinds.join(', ')}.`, ...process.said()]
}
