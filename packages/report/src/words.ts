import type { Evidence, Verdict } from '@sluice/verdict'

interface Words {
  /** In a table, after the name of the metric. */
  readonly label: string
  /** In a sentence whose subject is the metric. */
  readonly sentence: string
}

/** Every reason as a person would say it. */
const WORDS: Readonly<Record<Evidence['reason'], Words>> = {
  within_margin: { label: 'within margin', sentence: 'is within its margin' },
  tolerated_change: { label: 'changed, within margin', sentence: 'changed, but stays within its margin' },
  limit_kept: { label: 'within limit', sentence: 'is within its limit' },
  regression: { label: 'worse', sentence: 'certainly got worse' },
  beyond_margin: {
    label: 'worse, beyond margin',
    sentence: 'got worse by more than the allowed margin',
  },
  certainly_beyond_margin: {
    label: 'worse, certainly beyond margin',
    sentence: 'certainly got worse by more than the allowed margin',
  },
  certain_harm: {
    label: 'fails at least 25 times as often',
    sentence: 'fails for at least half of the candidate, at least 25 times as often as for the baseline',
  },
  limit_exceeded: { label: 'beyond limit', sentence: 'is beyond its limit' },
  more_trials_needed: { label: 'undecided', sentence: 'is undecided so far' },
  too_few_trials: { label: 'too few requests', sentence: 'has too few requests so far' },
  too_few_units: { label: 'too few units', sentence: 'has too few users, sessions or devices so far' },
  no_units: {
    label: 'no units',
    sentence: 'does not say which user, session or device each request is from',
  },
  no_data: { label: 'no data', sentence: 'has no data' },
  no_baseline: { label: 'no data for the baseline', sentence: 'has no data for the baseline' },
  no_candidate: { label: 'no data for the candidate', sentence: 'has no data for the candidate' },
  no_events: { label: 'no events', sentence: 'had no events in either version' },
  not_a_number: { label: 'not a number', sentence: 'has a value that is not a number' },
  infinite: { label: 'infinite value', sentence: 'has an infinite value' },
  negative: { label: 'negative count', sentence: 'has a negative count' },
  zero_exposure: { label: 'zero exposure', sentence: 'has zero exposure' },
  events_without_exposure: { label: 'events without exposure', sentence: 'has events without exposure' },
  events_exceed_trials: { label: 'more events than trials', sentence: 'has more events than trials' },
  counter_reset: { label: 'counter was reset', sentence: 'has a counter that was reset' },
  source_unreachable: {
    label: 'source does not answer',
    sentence: 'could not be read, because its source does not answer',
  },
  source_refused: {
    label: 'refused by its source',
    sentence: 'could not be read, because its source refused the query',
  },
  rate_limited: {
    label: 'source limits requests',
    sentence: 'could not be read, because its source limits requests',
  },
  not_observed: { label: 'not observed', sentence: 'was not observed' },
  sample_ratio_mismatch: {
    label: 'traffic not split as planned',
    sentence: 'was not judged, because traffic was not split as planned',
  },
  wrong_samples: { label: 'wrong kind of samples', sentence: 'has samples of the wrong kind' },
  different_buckets: {
    label: 'different buckets',
    sentence: 'has histograms without a common bucket bound',
  },
  buckets_too_coarse: {
    label: 'buckets too coarse',
    sentence: 'has buckets that are too coarse for its margin',
  },
  second_look: {
    label: 'already judged',
    sentence: 'was already judged, and its judge allows only one look',
  },
  condition_met: { label: 'condition met', sentence: 'meets its condition' },
  condition_failed: { label: 'condition not met', sentence: 'does not meet its condition' },
  condition_undecided: {
    label: 'undecided',
    sentence: 'meets neither its success nor its failure condition',
  },
  measurement_errors: { label: 'measurements failed', sentence: 'has too many failed measurements' },
  score_pass: { label: 'score passes', sentence: 'has a passing score' },
  score_marginal: { label: 'score is marginal', sentence: 'has a marginal score' },
  score_fail: { label: 'score fails', sentence: 'has a failing score' },
  judge_error: { label: 'could not be judged', sentence: 'could not be judged' },
  not_comparable: { label: 'not comparable', sentence: 'cannot be compared' },
  difference_within_budget: {
    label: 'within the budget',
    sentence: 'differs no more than the budget allows',
  },
  difference_beyond_budget: {
    label: 'beyond noise and budget',
    sentence: 'differs more than noise and budget allow',
  },
  not_heard_from: { label: 'no report', sentence: 'has not reported' },
  check_passed: { label: 'met', sentence: 'is met' },
  check_failed: { label: 'not met', sentence: 'is not met' },
}

/** A reason in a table, after the name of its metric. */
export function reasonLabel(reason: Evidence['reason']): string {
  return WORDS[reason].label
}

/** A reason in a sentence whose subject is the metric. */
export function reasonWords(reason: Evidence['reason']): string {
  return WORDS[reason].sentence
}

const VERDICT_WORDS: Readonly<Record<Verdict['reason'], string>> = {
  within_margin: 'every metric is within its margin',
  regression_found: 'a metric got worse',
  not_enough_data: 'there is not enough data yet',
  nothing_measured: 'nothing was measured',
  sample_ratio_mismatch: 'traffic was not split as planned',
  source_unavailable: 'the metrics could not be read',
}

/** Why a verdict came out as it did, as a clause. */
export function verdictWords(reason: Verdict['reason']): string {
  return VERDICT_WORDS[reason]
}

/** What the reader must know where no history told the noise of a version; nothing where one did, or none is presumed. */
export function presumedNoise(evidence: readonly Evidence[]): readonly string[] {
  if (!evidence.some(({ noise }) => noise === 'presumed')) return []
  return [
    'The noise within each version was assumed, not measured. Noise that lasts for several intervals can cause false alarms.',
  ]
}
