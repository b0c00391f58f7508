import type { EnvelopeRefusal } from '@sluice/verdict'

/** Why a document is no evidence for this gate. Closed list: adding one is an API change. */
export type DocumentRefusal =
  | EnvelopeRefusal
  | 'unreadable'
  | 'foreign_app'
  | 'other_repository'
  | 'other_commit'
  | 'other_environment'
  | 'from_the_future'
  | 'superseded'

/** Why a condition is met or not. Closed list: adding one is an API change. */
const GATE_REASONS = [
  'all_conditions_met',
  'overridden',
  'evidence_accepted',
  'evidence_missing',
  'evidence_refused',
  'outcome_passed',
  'outcome_failed',
  'earlier_attempt_failed',
  'outcome_inconclusive',
  'enough_trials',
  'too_few_trials',
  'fresh',
  'expired',
  'policy_allowed',
  'policy_not_allowed',
  'confidence_kept',
  'confidence_too_low',
  'same_artifact',
  'other_artifact',
  'artifact_missing',
  'no_freeze',
  'frozen',
  'calendar_unreadable',
  'same_run',
  'other_run',
  'workflow_not_allowed',
  'event_not_allowed',
  'branch_not_allowed',
  'deployed_before',
  'not_deployed_before',
  'quorum_reached',
  'quorum_missing',
  'group_member_failed',
  'out_of_time',
  'metric_missing',
  'margin_too_large',
  'judge_not_allowed',
  'check_succeeded',
  'check_missing',
  'check_running',
  'check_failed',
  'nothing_under_way',
  'other_deployment',
  'provenance_verified',
  'provenance_missing',
  'provenance_refused',
  'artifact_unknown',
  'audited',
] as const
export type GateReason = (typeof GATE_REASONS)[number]

/** What a condition is about; overrides name these words. */
export const CONDITION_KINDS = [
  'evidence',
  'outcome',
  'trials',
  'age',
  'policy',
  'confidence',
  'artifact',
  'freeze',
  'quorum',
  'run',
  'order',
  'checks',
  'deployments',
  'provenance',
] as const
export type ConditionKind = (typeof CONDITION_KINDS)[number]

export interface Condition {
  readonly name: string
  readonly kind: ConditionKind
  readonly met: boolean
  readonly reason: GateReason
  /** One sentence for people; may quote foreign text. */
  readonly because: string
  /** What could still meet an unmet condition: more evidence, the clock alone, a person, or nothing for this commit. */
  readonly heals: 'evidence' | 'clock' | 'person' | 'never'
  /** Unmet, it is shown and opens all the same. */
  readonly warns?: boolean
  /** When the clock will have met it, epoch milliseconds. */
  readonly until?: number
}
