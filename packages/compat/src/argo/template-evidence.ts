import type { Arm, Evidence, EvidenceReason, Finding, MetricPolicy, Samples } from '@sluice/verdict'
import { effectiveCount } from './metric-spec.ts'
import type { Phase } from './phase.ts'
import { replayAnalysis, type Recorded, type Replay, type ReplayedMetric } from './replay.ts'
import type { AnalysisTemplate } from './template.ts'
import type { TemplateMetric } from './template-metric.ts'
import { judgeThreshold, LAST_ERROR } from './threshold-judge.ts'

/** A template, judged over recorded measurements: Argo Rollouts' phases, and the same as evidence. */
export interface TemplateEvidence {
  readonly replay: Replay
  readonly evidence: readonly Evidence[]
}

/**
 * Judges recorded measurements by a template. The end of the records is where the run is told to stop; dry-run metrics
 * are shown without deciding. `exact` answers as Argo Rollouts does; otherwise silence never succeeds.
 */
export function judgeTemplate(
  template: AnalysisTemplate,
  records: ReadonlyMap<string, readonly Recorded[]>,
  exact: boolean,
): TemplateEvidence {
  const replay = replayAnalysis(template, records, exact)
  const evidence = template.metrics.map((metric) => {
    const name = metric.spec.name
    const policy = policyOf(metric, !template.dryRun.has(name), exact)
    const taken = records.get(name) ?? []
    const judged = judgeThreshold(policy, samplesOf(name, taken))
    const replayed = replay.metrics.find((each) => each.name === name)
    return replayed === undefined || taken.every(travels) ? judged : byPhase(judged, replayed)
  })
  return { replay, evidence }
}

function policyOf({ spec }: TemplateMetric, critical: boolean, exact: boolean): MetricPolicy {
  const count = effectiveCount(spec)
  const { failureLimit, inconclusiveLimit, consecutiveErrorLimit, consecutiveSuccessLimit, conditions } = spec
  const limits = { count, failureLimit, inconclusiveLimit, consecutiveErrorLimit, consecutiveSuccessLimit }
  const set = Object.entries(limits).filter(([, value]) => value !== undefined)
  return {
    name: spec.name,
    kind: 'scalar',
    worse: 'either',
    margin: { value: 0, of: 'unit' },
    critical,
    weight: 1,
    judge: 'threshold',
    settings: {
      ...(conditions.success ? { successCondition: conditions.success } : {}),
      ...(conditions.failure ? { failureCondition: conditions.failure } : {}),
      ...(conditions.success || conditions.failure ? {} : unconditional(exact)),
      ...Object.fromEntries(set),
      exact,
    },
  }
}

// Without conditions Argo Rollouts takes every value for a success; we take none for one.
function unconditional(exact: boolean): {
  readonly successCondition: string
  readonly failureCondition?: string
} {
  return exact ? { successCondition: 'true' } : { successCondition: 'false', failureCondition: 'false' }
}

function travels(record: Recorded): boolean {
  return 'error' in record || armOf(record.value) !== undefined
}

function armOf(value: unknown): Arm | undefined {
  if (typeof value === 'number') return { kind: 'scalar', value }
  if (value === null || value === undefined) return { kind: 'absent', absence: 'no_data' }
  const numbers = Array.isArray(value) && value.every((item) => typeof item === 'number')
  return numbers ? { kind: 'values', values: value } : undefined
}

function samplesOf(metric: string, records: readonly Recorded[]): Samples {
  const blocks = records.map((record, i) => ({
    from: i,
    to: i + 1,
    weight: 100,
    baseline: { kind: 'absent', absence: 'not_observed' } as const,
    candidate: candidateOf(record),
  }))
  return { metric, blocks }
}

function candidateOf(record: Recorded): Arm {
  if ('error' in record) return { kind: 'absent', absence: 'source_refused', detail: record.error }
  return (
    armOf(record.value) ?? { kind: 'absent', absence: 'not_observed', detail: 'the value is not a number' }
  )
}

const FINDINGS: Readonly<Record<Phase, readonly [Finding, EvidenceReason]>> = {
  Successful: ['fine', 'condition_met'],
  Failed: ['worse', 'condition_failed'],
  Inconclusive: ['unknown', 'condition_undecided'],
  Error: ['unknown', 'measurement_errors'],
  Running: ['unknown', 'more_trials_needed'],
  Pending: ['unknown', 'no_data'],
}

// Text and mappings do not travel in samples, so this finding can be read but not judged again.
function byPhase(judged: Evidence, { phase, measurements }: ReplayedMetric): Evidence {
  const [finding, reason] = FINDINGS[phase]
  // The judge saw no value at all; the replay saw what was wrong with each.
  const error = measurements.at(-1)?.error
  const said = (judged.notes ?? []).filter((note) => !note.startsWith(LAST_ERROR))
  return {
    ...judged,
    finding,
    reason,
    notes: [
      ...said,
      ...(error === undefined ? [] : [`${LAST_ERROR}${error}.`]),
      'Its values are not numbers: it can only be judged from its records.',
    ],
  }
}
