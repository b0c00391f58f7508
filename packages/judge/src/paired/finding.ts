import type { Absence, Evidence, EvidenceReason, MetricPolicy, Observed, Samples } from '@sluice/verdict'

/** What one metric says by itself; whether "worse" holds is settled together with the others. */
export interface Draft {
  readonly policy: MetricPolicy
  readonly samples: Samples
  /**
   * Chance of seeing this much or more against the candidate when it is worse by no more than the margin; 1 where nothing
   * speaks against it.
   */
  readonly p: number
  /** Whether the bound lies within the margin. */
  readonly within: boolean
  readonly estimate: number | null
  readonly low: number | null
  readonly high: number | null
  readonly scale: Evidence['scale']
  readonly margin: number
  readonly observed: Evidence['observed']
  readonly needed: number | undefined
  readonly notes: readonly string[]
  /** Why there is nothing to judge. */
  readonly missing?: EvidenceReason
}

export const NOTHING: Observed = { trials: 0, value: null }

/** A metric that cannot be judged for want of data. */
export function missing(
  policy: MetricPolicy,
  samples: Samples,
  reason: Absence | 'no_baseline' | 'no_candidate' | 'wrong_samples',
): Draft {
  return {
    policy,
    samples,
    p: 1,
    within: false,
    estimate: null,
    low: null,
    high: null,
    scale: 'absolute',
    margin: policy.margin.value,
    observed: { baseline: NOTHING, candidate: NOTHING },
    needed: undefined,
    notes: [],
    missing: reason,
  }
}

/**
 * The upper bound within the margin: fine. The lower bound beyond it, and certainly so after correction for the number of
 * questions asked: worse. An interval that holds the margin: unknown. `adjusted` is the corrected p-value.
 */
export function concludeDraft(draft: Draft, adjusted: number, confidence: number): Evidence {
  const [finding, reason] = decide(draft, adjusted, confidence)
  const { policy, samples, estimate, low, high, observed, needed, notes } = draft
  return {
    metric: samples.metric,
    finding,
    reason,
    scale: draft.scale,
    effect: { estimate, low, high },
    margin: draft.margin,
    unit: policy.unit ?? '',
    confidence,
    observed,
    ...(finding === 'unknown' && needed !== undefined ? { needed } : {}),
    judge: policy.judge,
    critical: policy.critical,
    ...(notes.length > 0 ? { notes } : {}),
    policy,
    samples,
  }
}

function decide(
  draft: Draft,
  adjusted: number,
  confidence: number,
): readonly [Evidence['finding'], EvidenceReason] {
  if (draft.missing !== undefined) return ['unknown', draft.missing]
  const test = draft.policy.settings?.['test']
  const limit = test === 'limit'
  const differences = test === 'budget' || draft.policy.settings?.['counts'] === 'differences'
  if (draft.within) {
    if (limit) return ['fine', 'limit_kept']
    if ((draft.low ?? 0) > 0 && draft.scale === 'difference') return ['fine', 'tolerated_change']
    return ['fine', differences ? 'difference_within_budget' : 'within_margin']
  }
  const isBeyond = draft.low === null || draft.low > draft.margin
  if (!isBeyond || adjusted > 1 - confidence) return ['unknown', 'more_trials_needed']
  if (limit) return ['worse', 'limit_exceeded']
  return ['worse', differences ? 'difference_beyond_budget' : 'regression']
}
