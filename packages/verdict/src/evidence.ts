import type { MetricPolicy } from './policy.ts'
import type { Samples } from './samples.ts'

export type Finding = 'fine' | 'worse' | 'unknown'

/** Closed list: adding one is an API change. */
export const EVIDENCE_REASONS = [
  'within_margin',
  'tolerated_change',
  'limit_kept',
  'regression',
  'beyond_margin',
  'certainly_beyond_margin',
  'limit_exceeded',
  'certain_harm',
  'more_trials_needed',
  'too_few_trials',
  'too_few_units',
  'no_units',
  'no_data',
  'no_baseline',
  'no_candidate',
  'no_events',
  'not_a_number',
  'infinite',
  'negative',
  'zero_exposure',
  'events_without_exposure',
  'events_exceed_trials',
  'counter_reset',
  'source_unreachable',
  'source_refused',
  'rate_limited',
  'not_observed',
  'sample_ratio_mismatch',
  'wrong_samples',
  'different_buckets',
  'buckets_too_coarse',
  'second_look',
  'condition_met',
  'condition_failed',
  'condition_undecided',
  'measurement_errors',
  'score_pass',
  'score_marginal',
  'score_fail',
  'judge_error',
  'not_comparable',
  'difference_within_budget',
  'difference_beyond_budget',
  'not_heard_from',
  'check_passed',
  'check_failed',
] as const
export type EvidenceReason = (typeof EVIDENCE_REASONS)[number]

/** `low` and `high` bound the estimate at the evidence's confidence; null where there is none (JSON has no infinity). */
export interface Effect {
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
}

/** What was seen in one arm: the number of trials, and the statistic a person would quote (a rate, a quantile…). */
export interface Observed {
  readonly trials: number
  readonly events?: number
  readonly value: number | null
}

/** What one metric told us about the candidate, next to the baseline. */
export interface Evidence {
  readonly metric: string
  readonly finding: Finding
  readonly reason: EvidenceReason
  /** What `effect` and `margin` are in: `ratio` (1 = no change), `difference`, or `absolute`. */
  readonly scale: 'ratio' | 'difference' | 'absolute'
  readonly effect: Effect
  /** The largest tolerated effect on the same scale, e.g. 1.1 for a ratio with a margin of 10 %. */
  readonly margin: number | null
  readonly unit: string
  readonly confidence: number
  readonly observed: { readonly baseline: Observed; readonly candidate: Observed }
  /** Trials in both arms together that are still needed, at this split, until a sound candidate is decided (median). */
  readonly needed?: number
  readonly judge: string
  /** False: shown but never deciding. */
  readonly critical: boolean
  /** Notes a reader must know, e.g. that errors come in bursts (phi = 3.1). One sentence each. */
  readonly notes?: readonly string[]
  /** Evidence against "not worse" and against "worse than the margin", as natural logs of e-values. */
  readonly logE?: { readonly fail: number; readonly pass: number }
  /**
   * Where the judge took the noise of each version's own from: `learned` from the baseline's history, which the policy
   * carries, or `presumed` without one. Absent where none is presumed, and in verdicts of earlier versions, which judged by
   * other rules.
   */
  readonly noise?: 'presumed' | 'learned'
  readonly policy: MetricPolicy
  readonly samples: Samples
}
